#![allow(clippy::indexing_slicing, clippy::unwrap_used)]
use super::*;
use crate::arsc::Resources;
use crate::axml::Document;

const ANDROID: &str = "xmlns:android=\"http://schemas.android.com/apk/res/android\" xmlns:app=\"http://schemas.android.com/apk/res-auto\"";

fn file(part: u32, path: &str, text: &str) -> File {
    File { part, path: path.to_owned(), text: (!text.is_empty()).then(|| text.to_owned()) }
}

fn tree(files: &[File]) -> Resources {
    let mut all = Resources::new();
    all.add_tree("org.example", files, &[], &[]);
    all
}

fn values(all: &Resources, name: &str) -> Vec<(String, Option<String>, &'static str, Option<String>)> {
    let id = all.symbols().id(name).unwrap();
    all.values(id).into_iter().map(|v| (v.config, v.key, v.kind, v.value)).collect()
}

fn text(value: &str) -> Option<String> {
    Some(value.to_owned())
}

#[test]
fn values_of_every_kind() {
    let all = tree(&[
        file(
            1,
            "res/values/all.xml",
            r##"<?xml version="1.0"?><resources xmlns:xliff="urn:x">
            <string name="a">  It\'s  "two  spaces" <b>bold</b> \u00e9&lt;&#x41;<![CDATA[<i>]]> </string>
            <string name="ref">@string/a</string>
            <color name="c">#f80</color><bool name="t">true</bool><integer name="n">-5</integer>
            <dimen name="d">16dip</dimen><dimen name="half">0.5sp</dimen><item type="dimen" name="p" format="fraction">50%</item>
            <string-array name="l"><item>one</item><item>@string/a</item></string-array>
            <integer-array name="i"><item>1</item><item>0x10</item></integer-array>
            <plurals name="q"><item quantity="one">%d day</item><item quantity="other">%d days</item></plurals>
            <attr name="mode" format="string"><enum name="fast" value="2"/></attr>
            <declare-styleable name="V"><attr name="size" format="dimension"/><attr name="android:text"/></declare-styleable>
            <style name="Base"/><style name="Base.Small" ><item name="android:textSize">12sp</item><item name="size">3dp</item></style>
            <item type="id" name="made"/><drawable name="paint">#80112233</drawable></resources>"##,
        ),
        file(2, "res/values-zh-rCN/strings.xml", "<resources><string name=\"a\">中文</string></resources>"),
        file(3, "res/layout-land/main.xml", "<View/>"),
    ]);
    assert!(all.gaps().is_empty());
    let one = |name: &str| values(&all, name)[0].clone();
    assert_eq!(
        values(&all, "string/a").iter().map(|v| (v.0.as_str(), v.3.clone().unwrap())).collect::<Vec<_>>(),
        vec![("", "It's two  spaces bold é<A<i>".to_owned()), ("zh-rCN", "中文".to_owned())]
    );
    assert_eq!(one("string/ref"), (String::new(), None, "reference", text("@string/a")));
    assert_eq!(one("color/c").3, text("#ffff8800"));
    assert_eq!((one("bool/t").3, one("integer/n").3), (text("true"), text("-5")));
    assert_eq!((one("dimen/d").3, one("dimen/half").3, one("dimen/p").3), (text("16dp"), text("0.5sp"), text("50%")));
    assert_eq!(values(&all, "array/l")[1], (String::new(), text("1"), "reference", text("@string/a")));
    assert_eq!(values(&all, "array/i")[1].3, text("0x10"));
    assert_eq!(values(&all, "plurals/q")[0].1, text("one"));
    let style = values(&all, "style/Base.Small");
    assert_eq!(style.iter().map(|s| s.1.clone().unwrap()).collect::<Vec<_>>(), ["parent", "android:textSize", "size"]);
    assert_eq!((style[0].3.clone(), style[2].3.clone()), (text("@style/Base"), text("3dp")));
    assert_eq!(values(&all, "attr/mode")[0].3, text("string|enum"));
    assert_eq!(one("id/made").2, "bool");
    assert_eq!(one("drawable/paint").3, text("#80112233"));
    assert_eq!(one("layout/main"), ("land".to_owned(), None, "string", text("res/layout-land/main.xml")));
}

#[test]
fn numbers_are_those_of_public_xml_and_else_made_by_name() {
    let public = "<resources><public type=\"string\" name=\"b\" id=\"0x7f030005\"/><string name=\"b\">x</string><string name=\"a\">y</string><bool name=\"z\">true</bool></resources>";
    let mut all = Resources::new();
    let given = [("id".to_owned(), "known".to_owned(), 0x7f02_0007)];
    all.add_tree("p", &[file(1, "res/values/public.xml", public)], &given, &[("id".to_owned(), "used".to_owned())]);
    let id = |name: &str| all.symbols().id(name).unwrap();
    assert_eq!((id("string/b"), id("string/a"), id("id/known")), (0x7f03_0005, 0x7f03_0000, 0x7f02_0007));
    assert_eq!((id("id/used"), id("bool/z")), (0x7f02_0000, 0x7f01_0000));
    assert_eq!(all.name(0x7f03_0005).unwrap(), "string/b");
}

fn document(body: &str) -> (Document, Resources) {
    let all = tree(&[
        file(
            1,
            "res/values/s.xml",
            "<resources><string name=\"s\">S</string><attr name=\"big\" format=\"boolean\"/></resources>",
        ),
        file(2, "res/layout/l.xml", body),
    ]);
    (xml(body, all.symbols()), all)
}

#[test]
fn attributes_are_typed_by_what_they_take() {
    let body = format!(
        "<LinearLayout {ANDROID}\n  android:orientation=\"vertical\" android:layout_width=\"match_parent\">\n  <EditText android:id=\"@+id/name\" android:inputType=\"textPassword|textMultiLine\" android:visibility=\"gone\" android:hint=\"@string/s\" android:text=\"12\" android:maxLength=\"5\" android:padding=\"8dp\" android:textColor=\"?android:attr/textColorPrimary\" app:big=\"true\" style=\"@style/none\" tools=\"x\"/>\n</LinearLayout>"
    );
    let (found, all) = document(&body);
    assert!(found.notes.gaps.is_empty() && found.notes.oddities.is_empty(), "{:?}", found.notes);
    let of = |name: &str| found.attributes.iter().find(|a| a.name == name).unwrap();
    assert_eq!((of("orientation").data, of("layout_width").data as i32), (1, -1));
    assert_eq!((of("inputType").data, of("visibility").data), (0x20081, 2));
    assert_eq!(of("id").data, all.symbols().id("id/name").unwrap());
    assert_eq!(of("hint").data, all.symbols().id("string/s").unwrap());
    assert_eq!(of("text").value(), "12");
    assert_eq!((of("maxLength").value(), of("padding").value()), ("5".to_owned(), "8dp".to_owned()));
    assert_eq!(of("textColor").value(), "?0x01010036");
    assert_eq!((of("big").value(), of("style").value()), ("true".to_owned(), "@style/none".to_owned()));
    assert_eq!(found.elements[1].path, "/LinearLayout/EditText[1]");
    assert_eq!(found.element_at[1], crate::written::Position { line: 3, column: 3 });
    let place = found.attributes.iter().position(|a| a.name == "orientation").unwrap();
    assert_eq!(found.attribute_at[place], crate::written::Position { line: 2, column: 3 });
}

#[test]
fn nothing_outside_is_looked_up_and_bombs_stay_small() {
    let bomb = "<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;\"><!ENTITY f SYSTEM \"file:///etc/passwd\">]><resources><string name=\"s\">&b;&f;</string></resources>";
    let all = tree(&[file(1, "res/values/s.xml", bomb)]);
    assert_eq!(values(&all, "string/s")[0].3, text("&b;&f;"));
    assert!(all.oddities().iter().any(|(_, o)| o.kind == "doctype"));
    assert!(all.gaps().iter().any(|(_, g)| g.detail.contains("not looked up")));
    let deep = "<a>".repeat(100_000);
    let (found, _) = document(&deep);
    assert!(found.elements.len() <= 512 && !found.notes.gaps.is_empty());
}

#[test]
fn damage_gives_less_and_says_so() {
    let whole = format!(
        "<manifest {ANDROID} package=\"p\"><application android:label=\"@string/s\"><activity android:name=\".A\"/></application></manifest>"
    );
    for end in 0..whole.len() {
        let (found, all) = document(whole.get(..end).unwrap());
        assert_eq!(found.element_at.len(), found.elements.len());
        assert_eq!(found.attribute_at.len(), found.attributes.len());
        assert!(!found.notes.gaps.is_empty() || !found.notes.oddities.is_empty() || found.elements.len() == 3, "{end}");
        let _ = all.values(0x7f01_0000);
    }
}
