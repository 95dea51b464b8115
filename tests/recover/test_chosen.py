"""Conditions that compare the code of a chosen entry name the entry, where only one list can be meant."""

from pathlib import Path

from sousveil.knowledge.load import load
from sousveil.line import open_facts
from sousveil.model.limits import Limits
from sousveil.recover import recover, unseal
from sousveil.trace import trace

MANIFEST = """<?xml version="1.0" encoding="utf-8"?>
<manifest xmlns:android="http://schemas.android.com/apk/res/android" package="org.example.club">
    <application android:label="Club"><activity android:name=".Join"><intent-filter>
        <action android:name="android.intent.action.MAIN"/>
        <category android:name="android.intent.category.LAUNCHER"/></intent-filter></activity></application>
</manifest>
"""
ENTRY = """package org.example.club;
public class Entry {
    private Integer id; private String name;
    public Entry(Integer id, String name) { this.id = id; this.name = name; }
    public Integer getId() { return this.id; }
    public String getName() { return this.name; }
}
"""
CHOOSER = """package org.example.club;
import java.util.List;
public class Chooser extends android.widget.LinearLayout {
    public interface OnChosen { void onChosen(Entry entry); }
    private List entries; private OnChosen listener;
    public void setEntries(List entries) { this.entries = entries; }
    public void setOnChosenListener(OnChosen listener) { this.listener = listener; }
    public void choose(int place) { this.listener.onChosen((Entry) this.entries.get(place)); }
}
"""
MEMBER = """package org.example.club;
public class Member {
    private String name; private String phone; private String birthday; private String swimmingCourse;
    private String bloodType; private String address;
    public void setName(String v) { this.name = v; }
    public void setPhone(String v) { this.phone = v; }
    public void setBirthday(String v) { this.birthday = v; }
    public void setBloodType(String v) { this.bloodType = v; }
    public void setAddress(String v) { this.address = v; }
    public void setSwimmingCourse(String v) { this.swimmingCourse = v; }
    public String getName() { return this.name; }
    public String getPhone() { return this.phone; }
    public String getSwimmingCourse() { return this.swimmingCourse; }
}
"""
JOIN = """package org.example.club;
import android.app.Activity;
import android.os.Bundle;
import android.widget.EditText;
import java.util.ArrayList;
import java.util.List;
public class Join extends Activity implements Chooser.OnChosen {
    private Chooser mKinds; private Chooser mTimes; private EditText mName; private EditText mCourse;
    private Member mMember = new Member();
    protected void onCreate(Bundle saved) {
        super.onCreate(saved);
        this.mKinds = new Chooser();
        this.mName = new EditText(this);
        this.mCourse = new EditText(this);
        List<Entry> kinds = new ArrayList();
        kinds.add(new Entry(Integer.valueOf(1), "Гимнастика"));
        kinds.add(new Entry(Integer.valueOf(2), "Плавание"));
        kinds.add(new Entry(Integer.valueOf(3), "Лыжи"));
        this.mKinds.setEntries(kinds);
        this.mKinds.setOnChosenListener(this);
        MORE
    }
    public void onChosen(Entry entry) { setKind(entry.getId().intValue()); }
    public void setKind(int kind) {
        this.mMember.setName(this.mName.getText().toString());
        if (kind == 2) {
            this.mMember.setSwimmingCourse(this.mCourse.getText().toString());
        }
    }
}
"""
SECOND = """List<Entry> times = new ArrayList();
        times.add(new Entry(Integer.valueOf(1), "Утро"));
        times.add(new Entry(Integer.valueOf(2), "Вечер"));
        times.add(new Entry(Integer.valueOf(3), "Ночь"));
        this.mTimes = new Chooser();
        this.mTimes.setEntries(times);
        this.mTimes.setOnChosenListener(this);"""


def condition(folder: Path, more: str) -> str | None:
    java = folder / "sources" / "org" / "example" / "club"
    java.mkdir(parents=True)
    (folder / "AndroidManifest.xml").write_text(MANIFEST, encoding="utf-8")
    for name, text in (("Entry", ENTRY), ("Chooser", CHOOSER), ("Member", MEMBER), ("Join", JOIN)):
        (java / f"{name}.java").write_text(text.replace("MORE", more), encoding="utf-8")
    facts, knowledge = open_facts(folder, Limits()), load()
    traces = trace(facts, knowledge)
    found = recover(facts, traces, knowledge, unseal(facts, traces, knowledge, None, 1))
    (member,) = [r for r in found.records if r.name == "Member"]
    (field,) = [f for f in member.fields if f.name == "swimmingCourse"]
    return field.condition


def test_the_chosen_entry_is_named(tmp_path: Path) -> None:
    assert condition(tmp_path, "") == "the choice is 2 («Плавание»)"


def test_of_two_lists_neither_is_named(tmp_path: Path) -> None:
    said = condition(tmp_path, SECOND)
    assert said is not None
    assert "Плавание" not in said
    assert "Вечер" not in said
