#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::panic
)]
use std::sync::Arc;

use super::*;
use crate::assemble::{Assembler, STATIC};
use crate::flow::models::Model;
use crate::flow::terms::Resources;
use crate::flow::world::World;
use crate::reach::{EntrySpec, Reach};

type Op = (u8, Vec<u16>, i64);

const OBJECT: &str = "Ljava/lang/Object;";
const STRING: &str = "Ljava/lang/String;";
const URL: &str = "Ljava/net/URL;";
const CONNECTION: &str = "Ljava/net/HttpURLConnection;";
const STREAM: &str = "Ljava/io/OutputStream;";
const JSON: &str = "Lorg/json/JSONObject;";
const RETURN: Op = (0x0e, Vec::new(), 0);

fn model(class: &str, method: &str, effects: &[(&str, &str)]) -> Model {
    Model {
        number: 0,
        classes: vec![class.to_owned()],
        subtypes: true,
        methods: vec![method.to_owned()],
        params: None,
        effects: effects.iter().map(|(verb, text)| Effect::parse(verb, text).unwrap()).collect(),
    }
}

fn models() -> Vec<Model> {
    vec![
        model("java.net.URL", "<init>", &[("name", "network(arg0) -> this")]),
        model("java.net.URL", "openConnection", &[("name", "network(this) -> result"), ("build", "result.url = this")]),
        model("java.net.HttpURLConnection", "setRequestMethod", &[("build", "this.method = arg0")]),
        model("java.net.HttpURLConnection", "setRequestProperty", &[("build", "this.header[arg0] = arg1")]),
        model(
            "java.net.HttpURLConnection",
            "getOutputStream",
            &[("open", "network(this) for writing -> result"), ("build", "this.body = result")],
        ),
        model("java.net.HttpURLConnection", "getResponseCode", &[("take", "network(this) -> result")]),
        model("java.io.OutputStream", "write", &[("flow", "arg0 -> this")]),
        model("org.json.JSONObject", "put", &[("store", "arg1 -> this[arg0]"), ("build", "this.key[arg0] = arg1")]),
        model("java.lang.String", "getBytes", &[("flow", "this -> result")]),
        model("org.json.JSONObject", "toString", &[("flow", "this -> result")]),
    ]
}

fn text(all: &mut Assembler, register: u16, text: &str) -> Op {
    (0x1a, vec![register], all.string(text))
}

/// `part name = value [origin]` of each row.
fn shown(world: &World, origins: &Origins) -> Vec<String> {
    let mut terms = Terms::new(world, Resources::default());
    let rows = requests(&mut terms, &[], origins);
    table(rows.clone()).unwrap();
    rows.iter().map(|r| format!("{} {} = {} [{}]", r.part.as_str(), r.name, r.value, r.origin)).collect()
}

fn world(all: Assembler) -> World {
    let hierarchy = all.finish();
    let entry = EntrySpec { class: "a.A".into(), methods: Some(vec!["m".into()]), why: "test".into() };
    let reach = Reach::new(&hierarchy, vec![entry], &[]);
    World::new(Arc::new(hierarchy), Arc::new(reach), models())
}

#[test]
fn a_connection_with_header_json_body_and_checked_answer() {
    let mut all = Assembler::default();
    let (url, json) = (all.kind(URL), all.kind(JSON));
    let make = all.method(URL, "<init>", &format!("({STRING})V"));
    let open = all.method(URL, "openConnection", "()Ljava/net/URLConnection;");
    let cast = all.kind(CONNECTION);
    let verb = all.method(CONNECTION, "setRequestMethod", &format!("({STRING})V"));
    let header = all.method(CONNECTION, "setRequestProperty", &format!("({STRING}{STRING})V"));
    let stream = all.method(CONNECTION, "getOutputStream", &format!("(){STREAM}"));
    let code = all.method(CONNECTION, "getResponseCode", "()I");
    let write = all.method(STREAM, "write", "([B)V");
    let put = all.method(JSON, "put", &format!("({STRING}{OBJECT}){JSON}"));
    let show = all.method(JSON, "toString", &format!("(){STRING}"));
    let bytes = all.method(STRING, "getBytes", "()[B");
    let id = all.method("Landroid/telephony/TelephonyManager;", "getDeviceId", &format!("(){STRING}"));
    let mut body = vec![
        text(&mut all, 1, "http://192.0.2.1/in"),
        (0x22, vec![0], url),
        (0x70, vec![0, 1], make),
        (0x6e, vec![0], open),
        (0x0c, vec![0], 0),
        (0x1f, vec![0], cast),
        text(&mut all, 1, "PUT"),
        (0x6e, vec![0, 1], verb),
        text(&mut all, 2, "X-Key"),
        (0x6e, vec![0, 2, 1], header),
        (0x71, vec![], id),
        (0x0c, vec![3], 0),
        (0x22, vec![4], json),
        text(&mut all, 1, "imei"),
        (0x6e, vec![4, 1, 3], put),
        (0x6e, vec![4], show),
        (0x0c, vec![4], 0),
        (0x6e, vec![4], bytes),
        (0x0c, vec![4], 0),
        (0x6e, vec![0], stream),
        (0x0c, vec![5], 0),
        (0x6e, vec![5, 4], write),
        (0x6e, vec![0], code),
        (0x0a, vec![1], 0),
        (0x13, vec![2], 200),
    ];
    let jump = body.iter().map(|o| i64::from(crate::dex::opcodes::op(o.0).size)).sum::<i64>() + 4;
    body.extend([(0x33, vec![1, 2], jump), RETURN]);
    all.class("La/A;", OBJECT, &[], vec![("m", "(I)V", STATIC, body)]);
    let origins = Origins { methods: [(id as u32, "imei".to_owned())].into_iter().collect(), ..Origins::default() };
    assert_eq!(
        shown(&world(all), &origins),
        [
            r#"verb  = "PUT" [constant]"#,
            r#"address  = "http://192.0.2.1/in" [constant]"#,
            r#"header X-Key = "PUT" [constant]"#,
            "body imei = getDeviceId() [imei]",
            "answer getResponseCode = != 200 [server]",
        ]
    );
}

#[test]
fn annotated_interfaces_are_requests_also_when_renamed() {
    let mut all = Assembler::default();
    let post = all.kind("Lretrofit2/http/POST;") as u32;
    let renamed = all.kind("Lo/a;") as u32;
    let field = all.kind("Lo/b;") as u32;
    let methods = ["one", "two", "three"].map(|name| (name, "(Ljava/lang/String;)V", 0x401, Vec::new()));
    all.class("La/Api;", OBJECT, &[], methods.to_vec());
    all.code.classes[0].flags |= crate::hierarchy::INTERFACE;
    let numbers: Vec<u32> =
        ["one", "two", "three"].iter().map(|n| all.method("La/Api;", n, "(Ljava/lang/String;)V") as u32).collect();
    let element = all.string("value") as u32;
    // `three` has a text that is no address.
    let notes = [
        (2, numbers[0], post, "\"in\""),
        (2, numbers[1], renamed, "\"v1/users\""),
        (3, numbers[1], field, "\"imei\""),
        (2, numbers[2], renamed, "\"word\""),
    ];
    for (kind, owner, of, value) in notes {
        let table = &mut all.code.annotations;
        table.owner_kind.push(kind);
        table.owner.push(owner);
        table.kind.push(of);
        table.element.push(element);
        table.value.push(value).unwrap();
        table.visibility.push(1);
    }
    assert_eq!(
        shown(&world(all), &Origins::default()),
        [
            "verb  = \"POST\" [constant]",
            "address  = \"in\" [constant]",
            "address  = \"v1/users\" [constant]",
            "body imei = ? [parameter]",
        ]
    );
}
