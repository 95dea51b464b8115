"""Lists as CSV, safe to open in a spreadsheet."""

import csv
import io

from sousveil.tell.csv import guarded, lists
from tests.conftest import audited


def test_a_cell_never_begins_a_formula_and_numbers_stay_numbers():
    assert guarded("=1+1") == "'=1+1"
    assert guarded("@sum") == "'@sum"
    assert guarded("-65536") == "-65536"
    assert guarded("+86") == "+86"
    assert guarded("-cmd") == "'-cmd"
    assert guarded("a\u202eb") == "a\\u202eb"


def test_one_file_a_list_with_every_entry_and_an_index():
    files = dict(lists(audited("lists_in_resources")))
    index = list(csv.DictReader(io.StringIO(files["lists.csv"])))
    (blood,) = [row for row in index if row["kind"] == "blood_types"]
    rows = list(csv.DictReader(io.StringIO(files[blood["file"]])))
    assert [r["value"] for r in rows] == ["0", "A", "B", "AB", "O"]
    assert [r["label 2"] for r in rows][1] == "A型"
    assert rows[0]["stands for no choice"] == "yes"
    assert not any("screen_colours" in row["name"] for row in index)
