"""Collections that code fills: the tables `fillings` and `filled` as lists."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sousveil.model import spots
from sousveil.model.evidence import Reach, Step
from sousveil.model.facts import Facts
from sousveil.model.text import one_line
from sousveil.model.traces import Traces
from sousveil.recover.lists.found import Found, Item
from sousveil.recover.lists.names import member, short_class

if TYPE_CHECKING:
    from sousveil.core import Code

SHOWN = 3
_FORMS = {
    "array": "array in code", "list": "list in code", "map": "map in code", "put": "values put one by one",
    "split": "text cut into pieces", "enum": "enum", "constants": "constants of a class",
    "calls": "calls of one method",
    "switch": "switch", "numbers": "comparisons with numbers", "equals": "comparisons with texts",
    "startsWith": "comparisons of beginnings", "endsWith": "comparisons of endings", "contains": "searches in a text",
}  # fmt: skip
BRANCHES = {"switch", "numbers", "equals", "startsWith", "endsWith", "contains"}
_LEAST_LITERAL = 0.6


def filled(facts: Facts, traces: Traces) -> list[Found]:
    """One list a collection; what several methods put in one field is one list."""
    code = facts.code
    if code is None:
        return []
    cells: dict[int, dict[int, list[dict[str, Any]]]] = {}
    for row in facts.rows("filled"):
        cells.setdefault(row["filling"], {}).setdefault(row["item"], []).append(row)
    names = _Resources(facts)
    lists: list[Found] = []
    by_field: dict[tuple[int, str], Found] = {}
    for row in facts.rows("fillings"):
        found = _found(facts, code, traces, row, list(cells.get(row["filling"], {}).values()), names)
        key = (row["field"], row["form"]) if row["field"] is not None else None
        if key in by_field and row["form"] in ("list", "map"):
            known = by_field[key]
            seen = {tuple(i.texts()) for i in known.items}
            known.items += [i for i in found.items if tuple(i.texts()) not in seen]
            known.others += found.others
            continue
        if key is not None:
            by_field[key] = found
        lists.append(found)
    return lists


class _Resources:
    """Texts of the resources that code names by number."""

    def __init__(self, facts: Facts) -> None:
        self._texts: dict[int, str] = {}
        self._names: dict[str, str] = {}
        for row in facts.rows("resources"):
            if row["key"] is not None:
                continue
            if (
                row["type"] == "string"
                and row["value"] is not None
                and (row["config"] == "" or row["id"] not in self._texts)
            ):
                self._texts[row["id"]] = row["value"]
                self._names[f"string/{row['name']}"] = row["value"]
            else:
                self._texts.setdefault(row["id"], f"@{row['type']}/{row['name']}")

    def text(self, cell: dict[str, Any]) -> tuple[str, str]:
        """The text of a cell and what it is."""
        if cell["number"] is not None:
            known = self._texts.get(cell["number"])
            if known is None:
                return str(cell["number"]), "int"
        else:
            known = self._names.get(cell["text"], f"@{cell['text']}")
        return known, "resource" if known.startswith("@") else "text"


def _found(
    facts: Facts, code: Code, traces: Traces, row: dict[str, Any], rows: list[list[dict[str, Any]]], names: _Resources
) -> Found:
    method = int(row["method"])
    items = [_item(cells, names) for cells in rows]
    found = Found(_name(code, row), _FORMS[row["form"]], items, header=_header(rows))
    found.form_key = row["form"]
    found.filling = row["filling"] if row["field"] is None else None
    found.kept_in, found.others, found.element, found.method = row["field"], row["others"], row["element"], method
    found.subject, found.method_name = row["subject"], code.method_text(method)
    found.handed = code.method_text(row["passed"]) if row["passed"] is not None else None
    found.reach = traces.reach.state(method) if traces.reach is not None else None
    if found.reach == Reach.UNKNOWN and row["kept"] == "static":
        found.reach = None
    offsets = [(cells[0]["offset"], item) for cells, item in zip(rows, items, strict=True)][:SHOWN]
    found.evidence = [step(facts, method, offset, _says(item), found.reach) for offset, item in offsets]
    if not found.evidence:
        says = "The collection is made here, with nothing in it"
        found.evidence = [step(facts, method, int(row["offset"]), says, found.reach)]
        found.empty = True
    _doubts(facts, code, method, rows, items, found)
    return found


def _says(item: Item) -> str:
    beside = f" = {', '.join(c for c in item.cells if c)}" if any(item.cells) else ""
    return one_line(f"Entry {item.value}{beside}")


def step(facts: Facts, method: int, offset: int, says: str, reach: Reach | None) -> Step:
    spot = spots.instruction(facts, method, offset)
    part = facts.part(spot.part)
    return Step(
        part=part.full_path, part_sha256=part.sha256, place=spot.place, reads=spot.reads, shows=says, reach=reach
    )


def _item(cells: list[dict[str, Any]], names: _Resources) -> Item:
    texts, kinds = [], []
    width = max(c["column"] for c in cells) + 1
    by_column = {c["column"]: c for c in cells}
    for column in range(width):
        cell = by_column.get(column)
        text, kind = ("", "null") if cell is None else _text(cell, names)
        texts.append(text)
        kinds.append(kind)
    return Item(texts[0], texts[1:], kind=kinds[0], kinds=kinds)


def _text(cell: dict[str, Any], names: _Resources) -> tuple[str, str]:
    kind = cell["kind"]
    if kind == "resource":
        return names.text(cell)
    if kind == "class":
        return short_class(cell["text"] or ""), kind
    if kind == "null":
        return "", kind
    text = cell["text"] if cell["text"] is not None else str(cell["number"])
    return text, kind


def _header(rows: list[list[dict[str, Any]]]) -> tuple[str, ...]:
    """Names of the columns: the fields that an object's constructor or setters fill."""
    named: dict[int, str] = {}
    width = 0
    for cells in rows:
        for cell in cells:
            width = max(width, cell["column"] + 1)
            if cell["name"]:
                named.setdefault(cell["column"], cell["name"])
    return tuple(named.get(n, "") for n in range(width)) if named else ()


def _name(code: Code, row: dict[str, Any]) -> str:
    method = code.method_text(row["method"])
    if row["field"] is not None:
        return member(code.field_text(row["field"]))
    if row["form"] in ("enum", "constants"):
        return short_class(row["element"] or "")
    if row["form"] in BRANCHES and row["subject"] and "->" in row["subject"]:
        return f"{member(row['subject'])} in {member(method)}"
    if row["kept"] == "passed":
        return f"{member(code.method_text(row['passed']))} in {member(method)}"
    return member(method)


def _doubts(
    facts: Facts, code: Code, method: int, rows: list[list[dict[str, Any]]], items: list[Item], found: Found
) -> None:
    """Entries that stand as a name among plain constants: a decompiler writes a constant of the same number or text
    that it knows from elsewhere. In bytecode the constant itself stands there, so only trees are asked."""
    part = facts.part(code.method_part(method) or 0)
    own = code.method_class(method)
    tree = part.full_path.endswith((".java", ".kt"))
    columns: dict[int, list[tuple[int, dict[str, Any]]]] = {}
    for number, cells in enumerate(rows):
        for cell in cells:
            columns.setdefault(cell["column"], []).append((number, cell))
    for cells_of in columns.values():
        literal = sum(c["named"] is None for _, c in cells_of)
        if len(cells_of) < 3 or literal < _LEAST_LITERAL * len(cells_of):
            continue
        for number, cell in cells_of:
            odd = cell["kind"] == "resource" and not any(c["kind"] == "resource" for _, c in cells_of if c is not cell)
            if cell["named"] is None and not odd:
                continue
            name = member(code.field_text(cell["named"])) if cell["named"] is not None else items[number].value
            elsewhere = cell["named"] is None or code.field_text(cell["named"]).split("->")[0] != own
            if cell["kind"] == "field" or (elsewhere and (tree or odd)):
                items[number].doubt = f"stands as {name} among plain constants, so the constant may be another one"
                items[number].step = step(facts, method, cell["offset"], f"The entry stands as {name}", found.reach)
