"""Screens of a published tree without layouts or classes of numbers: put together from code, and said so."""

from pathlib import Path

import pytest

from sousveil.answer import operates
from sousveil.knowledge.load import load
from sousveil.line import open_facts
from sousveil.model.limits import Limits
from sousveil.model.recovered import Recovered
from sousveil.model.screen import Screen
from sousveil.recover.screens import screens
from sousveil.trace import trace

MANIFEST = """<?xml version="1.0" encoding="utf-8"?>
<manifest xmlns:android="http://schemas.android.com/apk/res/android" package="org.example.club">
    <application android:label="Club">
        <activity android:name=".Join" android:label="@string/blood"><intent-filter>
            <action android:name="android.intent.action.MAIN"/>
            <category android:name="android.intent.category.LAUNCHER"/></intent-filter></activity>
        <activity android:name=".Thanks"/>
        <activity android:name=".Gone"/>
    </application>
</manifest>
"""
STRINGS = """<?xml version="1.0" encoding="utf-8"?>
<resources><string name="{name}">{text}</string></resources>
"""
JOIN = """.class public Lorg/example/club/Join;
.super Landroid/app/Activity;
.field private mName:Landroid/widget/EditText;
.method public onCreate(Landroid/os/Bundle;)V
    .registers 5
    sget v0, Lorg/example/club/R$layout;->join:I
    invoke-virtual {p0, v0}, Lorg/example/club/Join;->setContentView(I)V
    sget v0, Lorg/example/club/R$id;->et_name:I
    invoke-virtual {p0, v0}, Lorg/example/club/Join;->findViewById(I)Landroid/view/View;
    move-result-object v1
    check-cast v1, Landroid/widget/EditText;
    iput-object v1, p0, Lorg/example/club/Join;->mName:Landroid/widget/EditText;
    sget v2, Lorg/example/club/R$string;->blood:I
    invoke-virtual {v1, v2}, Landroid/widget/EditText;->setHint(I)V
    sget v0, Lorg/example/club/R$id;->btn_join:I
    invoke-virtual {p0, v0}, Lorg/example/club/Join;->findViewById(I)Landroid/view/View;
    move-result-object v1
    new-instance v2, Lorg/example/club/Join$1;
    invoke-direct {v2, p0}, Lorg/example/club/Join$1;-><init>(Lorg/example/club/Join;)V
    invoke-virtual {v1, v2}, Landroid/view/View;->setOnClickListener(Landroid/view/View$OnClickListener;)V
    return-void
.end method
"""
LISTENER = """.class Lorg/example/club/Join$1;
.super Ljava/lang/Object;
.implements Landroid/view/View$OnClickListener;
.field final synthetic this$0:Lorg/example/club/Join;
.method constructor <init>(Lorg/example/club/Join;)V
    .registers 2
    invoke-direct {p0}, Ljava/lang/Object;-><init>()V
    iput-object p1, p0, Lorg/example/club/Join$1;->this$0:Lorg/example/club/Join;
    return-void
.end method
.method public onClick(Landroid/view/View;)V
    .registers 5
    iget-object v0, p0, Lorg/example/club/Join$1;->this$0:Lorg/example/club/Join;
    new-instance v1, Landroid/content/Intent;
    const-class v2, Lorg/example/club/Thanks;
    invoke-direct {v1, v0, v2}, Landroid/content/Intent;-><init>(Landroid/content/Context;Ljava/lang/Class;)V
    invoke-virtual {v0, v1}, Lorg/example/club/Join;->startActivity(Landroid/content/Intent;)V
    return-void
.end method
"""
THANKS = """.class public Lorg/example/club/Thanks;
.super Landroid/app/Activity;
"""
BINDING = """.class public Lorg/example/club/databinding/LeaveBinding;
.super Ljava/lang/Object;
.field public final etReason:Landroid/widget/EditText;
.field public final title:Landroid/widget/TextView;
.field public final model:Lorg/example/club/Thanks;
.method public static inflate(Landroid/view/LayoutInflater;)Lorg/example/club/databinding/LeaveBinding;
    .registers 2
    const/4 v0, 0x0
    return-object v0
.end method
"""
LEAVE = """.class public Lorg/example/club/Leave;
.super Landroid/app/Fragment;
.method public onCreateView(Landroid/view/LayoutInflater;Landroid/view/ViewGroup;Landroid/os/Bundle;)Landroid/view/View;
    .registers 5
    invoke-static {p1}, Lorg/example/club/databinding/LeaveBinding;->inflate(Landroid/view/LayoutInflater;)Lorg/example/club/databinding/LeaveBinding;
    const/4 v0, 0x0
    return-object v0
.end method
"""  # noqa: E501


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Screen]:
    root: Path = tmp_path_factory.mktemp("tree")
    for name, text in {
        "AndroidManifest.xml": MANIFEST,
        "apktool.yml": "version: 2.9.3\n",
        "res/values/strings.xml": STRINGS.format(name="blood", text="Blood group"),
        "res/values-zh-rCN/strings.xml": STRINGS.format(name="blood", text="血型"),
        "smali/org/example/club/Join.smali": JOIN,
        "smali/org/example/club/Join$1.smali": LISTENER,
        "smali/org/example/club/Thanks.smali": THANKS,
        "smali/org/example/club/Leave.smali": LEAVE,
        "smali/org/example/club/databinding/LeaveBinding.smali": BINDING,
    }.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    facts, knowledge = open_facts(root, Limits()), load()
    found = screens(facts, trace(facts, knowledge, follow=False), knowledge, [])
    return {one.name.rpartition(".")[2]: one for one in found}


def test_widgets_come_from_the_ids_that_code_names(shown: dict[str, Screen]) -> None:
    join = shown["Join"]
    assert (join.made_from, join.layouts, join.starts) == ("code", ("join",), True)
    assert [(one.id, one.kind, one.says_id) for one in join.elements] == [
        ("et_name", "entry", "name"),
        ("btn_join", "button", None),
    ]


def test_titles_and_places_are_those_of_the_tree(shown: dict[str, Screen]) -> None:
    assert [t.text for t in shown["Join"].titles] == ["Blood group", "血型"]
    places = [(step.part.rpartition("/")[2], step.place, step.reads) for step in shown["Join"].evidence]
    assert places[0][:2] == ("AndroidManifest.xml", "text:4:19")
    assert places[1][0] == "Join.smali"
    assert "->setContentView(I)V" in (places[1][2] or "")


def test_texts_that_code_puts_in_stand_in_every_language(shown: dict[str, Screen]) -> None:
    hints = shown["Join"].elements[0].hints
    assert [(t.text, t.lang, t.gloss) for t in hints] == [("Blood group", None, None), ("血型", "zh-CN", "blood type")]
    assert shown["Join"].categories == ("blood_type",)


def test_a_binding_class_tells_the_widgets_of_a_missing_layout(shown: dict[str, Screen]) -> None:
    leave = shown["Leave"]
    assert (leave.kind, leave.made_from, leave.layouts) == ("fragment", "code", ("leave",))
    assert [(one.id, one.kind) for one in leave.elements] == [("etReason", "entry"), ("title", "text")]


def test_the_way_is_found_by_the_name_of_the_id(shown: dict[str, Screen]) -> None:
    (lead,) = shown["Join"].leads
    assert (lead.to, lead.by) == (shown["Thanks"].id, "pressing btn_join")
    assert shown["Join"].elements[1].does == "opens Thanks"


def test_a_screen_whose_class_is_not_there_is_told_apart_from_one_that_shows_nothing(shown: dict[str, Screen]) -> None:
    assert (shown["Gone"].made_from, shown["Thanks"].made_from) == ("absent", "none")


def test_what_is_missing_is_said(shown: dict[str, Screen]) -> None:
    told = [finding.says for finding in operates.answer(Recovered(screens=tuple(shown.values())), load())]
    assert "2 have no layout in the sample: what is told of them is put together from code" in told[0]
    assert "The code of 1 is not in the sample" in told[0]
    assert told[1].startswith(
        "The screen «Blood group» asks for 1 thing: «Blood group». It has no layout in the sample"
    )
