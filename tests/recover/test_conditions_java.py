"""Conditions in words, of a published Java tree: of ways between screens, of choices that listeners are told of."""

from pathlib import Path

import pytest

from sousveil.knowledge.load import load
from sousveil.line import audit_in_memory
from sousveil.model.limits import Limits
from sousveil.model.report import Report

MANIFEST = """<?xml version="1.0" encoding="utf-8"?>
<manifest xmlns:android="http://schemas.android.com/apk/res/android" package="org.example.club">
    <application android:label="Club">
        <activity android:name=".Join"/>
        <activity android:name=".Parents"/>
    </application>
</manifest>
"""
JOIN = """package org.example.club;
import android.app.Activity;
import android.content.Intent;
import android.os.Bundle;
import android.view.View;
import android.widget.AdapterView;
import android.widget.CheckBox;
import android.widget.EditText;
import android.widget.Spinner;
public class Join extends Activity {
    private CheckBox childBox;
    private Spinner sportSpinner;
    private EditText boatEdit;
    public void onCreate(Bundle state) {
        super.onCreate(state);
        this.sportSpinner.setOnItemSelectedListener(new AdapterView.OnItemSelectedListener() {
            public void onItemSelected(AdapterView<?> parent, View view, int position, long id) {
                if (position == 4) {
                    Join.this.boatEdit.setVisibility(0);
                }
            }
            public void onNothingSelected(AdapterView<?> parent) {
            }
        });
    }
    public void next() {
        if (this.childBox.isChecked()) {
            startActivity(new Intent(this, Parents.class));
        }
    }
}
"""
PARENTS = """package org.example.club;
public class Parents extends android.app.Activity {
}
"""


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Report:
    tree = tmp_path_factory.mktemp("tree")
    code = tree / "sources" / "org" / "example" / "club"
    code.mkdir(parents=True)
    (tree / "resources").mkdir()
    Path(tree / "resources" / "AndroidManifest.xml").write_text(MANIFEST, encoding="utf-8")
    (code / "Join.java").write_text(JOIN, encoding="utf-8")
    (code / "Parents.java").write_text(PARENTS, encoding="utf-8")
    return audit_in_memory(tree, Limits(), load())


def test_a_way_says_when_it_is_taken(report: Report) -> None:
    (join,) = [screen for screen in report.screens if screen.name.endswith("Join")]
    assert [lead.condition for lead in join.leads] == ["`childBox` (child) is ticked"]


def test_no_condition_speaks_of_parameters(report: Report) -> None:
    said = [lead.condition for screen in report.screens for lead in screen.leads]
    said += [one.condition for screen in report.screens for one in screen.elements]
    said += [field.condition for record in report.records for field in record.fields]
    assert not any("parameter" in text for text in said if text)
