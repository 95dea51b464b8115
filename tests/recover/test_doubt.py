"""Entries whose literal a decompiler replaced by a name."""

from types import SimpleNamespace

from sousveil.recover.lists.filled import _doubts
from sousveil.recover.lists.found import Found, Item


def facts(path):
    part = SimpleNamespace(full_path=path, sha256="0" * 64)
    return SimpleNamespace(part=lambda _number: part, code=Code())


class Code:
    """Answers for one method of `Lorg/x/A;`."""

    written = False

    def method_part(self, _method):
        return 1

    def method_class(self, _method):
        return "Lorg/x/A;"

    def method_text(self, _method):
        return "Lorg/x/A;->m()V"

    def instruction_text(self, _method, _offset):
        return "sget-object"

    def field_text(self, number):
        return {1: "Lorg/y/Other;->LIMIT:I", 2: "Lorg/x/A;->OWN:I"}[number]


def cell(number, named=None, kind="int"):
    return {"column": 0, "kind": kind, "text": None, "number": number, "named": named, "name": None, "offset": 4}


def doubtful(path, cells):
    items = [Item(str(c["number"])) for c in cells]
    _doubts(facts(path), Code(), 0, [[c] for c in cells], items, Found("x", "array", items))
    return [i.doubt is not None for i in items]


def test_a_constant_of_another_class_among_plain_ones_is_doubtful_in_a_tree():
    cells = [cell(1), cell(2), cell(3), cell(36, named=1)]
    assert doubtful("sources/org/x/A.java", cells) == [False, False, False, True]
    assert doubtful("classes.dex", cells) == [False] * 4


def test_the_class_s_own_constant_is_not_doubtful_and_neither_are_names_that_all_use():
    assert doubtful("A.java", [cell(1), cell(2), cell(3), cell(4, named=2)]) == [False] * 4
    assert doubtful("A.java", [cell(1, named=1), cell(2, named=1), cell(3, named=1)]) == [False] * 3


def test_a_field_without_a_known_value_is_doubtful_and_its_name_is_kept():
    items = [Item("1"), Item("2"), Item("3"), Item("LIMIT")]
    rows = [[cell(1)], [cell(2)], [cell(3)], [cell(None, named=1, kind="field")]]
    _doubts(facts("A.java"), Code(), 0, rows, items, Found("x", "array", items))
    assert items[3].doubt is not None
    assert "Other.LIMIT" in items[3].doubt
