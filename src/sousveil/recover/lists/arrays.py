"""Arrays in the resources: texts and numbers, in all languages, references followed."""

from collections.abc import Iterator
from typing import Any

from sousveil.model.evidence import Step
from sousveil.model.facts import Facts
from sousveil.model.place import Place, write
from sousveil.model.text import one_line
from sousveil.recover.lists.found import Found, Item

_DEPTH = 4
SHOWN = 3
"""First entries whose places are evidence."""


def arrays(facts: Facts) -> list[Found]:
    """One list an array resource; its entries in the default configuration, other languages beside them."""
    by_id: dict[int, list[dict[str, Any]]] = {}
    texts: dict[tuple[str, str], dict[str, str]] = {}
    for row in facts.rows("resources"):
        if row["type"] == "array":
            by_id.setdefault(int(row["id"]), []).append(row)
        elif row["key"] is None and row["value"] is not None:
            texts.setdefault((row["type"], row["name"]), {}).setdefault(row["config"], row["value"])
    return [_array(facts, id_, rows, texts) for id_, rows in by_id.items()]


def _array(facts: Facts, id_: int, rows: list[dict[str, Any]], texts: dict[tuple[str, str], dict[str, str]]) -> Found:
    configs: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        configs.setdefault(row["config"], []).append(row)
    main = "" if "" in configs else min(configs)
    items = []
    for row in _entries(configs[main]):
        value, kind = _value(row, texts, main)
        items.append(Item(value, kind=kind, step=_step(facts, row, value)))
    for config, others in configs.items():
        if config != main:
            for item, row in zip(items, _entries(others), strict=False):
                item.other[str(row["locale"]) or config] = _value(row, texts, config)[0]
    if len(configs) == 1 and items:
        _through_references(items, configs[main], texts)
    name = str(rows[0]["name"])
    steps = [item.step for item in items[:SHOWN] if item.step is not None]
    if not steps:
        steps = [_step(facts, rows[0], "")]
    found = Found(name, "array resource", items, evidence=steps, resource=id_, empty=not items)
    found.path = facts.part(int(rows[0]["part"])).full_path
    return found


def _entries(rows: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    yield from (r for r in rows if r["kind"] != "empty" and r["key"] not in (None, "parent"))


def _value(row: dict[str, Any], texts: dict[tuple[str, str], dict[str, str]], config: str) -> tuple[str, str]:
    """The text of an entry and what it is; a reference to a text is followed."""
    value, kind = str(row["value"] or ""), str(row["kind"])
    for _ in range(_DEPTH):
        if not value.startswith("@"):
            break
        known = texts.get(_named(value))
        if known is None:
            return value, "resource"
        value, kind = known.get(config, known.get("", next(iter(known.values())))), "string"
    return value, {"string": "text", "integer": "int", "float": "float"}.get(kind, kind)


def _named(reference: str) -> tuple[str, str]:
    kind, _, name = reference.lstrip("@").partition("/")
    return kind, name


def _through_references(
    items: list[Item], rows: list[dict[str, Any]], texts: dict[tuple[str, str], dict[str, str]]
) -> None:
    """Other languages of the texts that an array refers to."""
    for item, row in zip(items, _entries(rows), strict=False):
        known = texts.get(_named(str(row["value"] or ""))) if str(row["value"] or "").startswith("@") else None
        for config, value in (known or {}).items():
            if config and not config[:1].isdigit() and value != item.value:
                item.other.setdefault(config, value)


def _step(facts: Facts, row: dict[str, Any], value: str) -> Step:
    part = facts.part(int(row["part"]))
    place = write(Place("res", (int(row["id"]), row["config"] or None, row["key"])))
    reads = row["value"]
    if row.get("line"):  # a published tree: the line of the file says it
        place = f"text:{row['line']}:{row['column']}"
        reads = facts.reads(int(row["part"]), place)
    shows = (
        one_line(f"Entry of the array {row['name']}: {value}") if value else f"The array {row['name']} has no entries"
    )
    return Step(part=part.full_path, part_sha256=part.sha256, place=place, reads=reads, shows=shows)
