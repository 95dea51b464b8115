"""Two lists that belong together: labels and codes of the same entries."""

from collections.abc import Sequence
from typing import Any

from sousveil.model.facts import Facts
from sousveil.recover.lists.found import Found
from sousveil.recover.lists.names import words

_LABELS = {"name", "label", "title", "entry", "entrie", "text", "display", "string", "caption", "desc", "item", "key"}
_CODES = {"value", "code", "id", "entryvalue", "val", "num", "number", "index", "type", "iso", "abbr"}


def pair(facts: Facts, lists: Sequence[Found]) -> list[Found]:
    """The lists with each pair made one: the codes as values, the labels beside them. The labels' list is kept."""
    spent: set[int] = set()
    by_stem: dict[tuple[str, str, int], list[tuple[bool, int]]] = {}
    for number, found in enumerate(lists):
        stem = _stem(found)
        if stem is not None and len(found.items) > 1:
            by_stem.setdefault((stem[0], stem[1], len(found.items)), []).append((stem[2], number))
    for group in by_stem.values():
        labels = [n for is_label, n in group if is_label]
        codes = [n for is_label, n in group if not is_label]
        if len(labels) == 1 and len(codes) == 1:
            _join(lists[labels[0]], lists[codes[0]])
            spent.add(codes[0])
    by_id = {found.resource: n for n, found in enumerate(lists) if found.resource is not None}
    for label, code in _declared(facts):
        one, two = by_id.get(label), by_id.get(code)
        if one is None or two is None or one == two or two in spent or one in spent:
            continue
        if len(lists[one].items) == len(lists[two].items) and not any(i.cells for i in lists[one].items):
            _join(lists[one], lists[two])
            spent.add(two)
    return [found for n, found in enumerate(lists) if n not in spent]


def _stem(found: Found) -> tuple[str, str, bool] | None:
    """Where it stands, its name without its last word, and whether that word says labels."""
    if found.resource is None and (found.kept_in is None or found.form_key != "array"):
        return None
    owner, _, name = found.name.rpartition(".") if found.kept_in is not None else ("", "", found.name)
    parts = words(name)
    if any(item.cells for item in found.items):
        return None
    for take in (2, 1):
        last = "".join(parts[-take:]).rstrip("s")
        if len(parts) > take or (len(parts) == take and take == 1):
            if last in _CODES:
                return owner, " ".join(parts[:-take]), False
            if last in _LABELS:
                return owner, " ".join(parts[:-take]), True
    return None


def _join(labels: Found, codes: Found) -> None:
    """Makes one list of the two, in that of the labels."""
    for label, code in zip(labels.items, codes.items, strict=True):
        label.cells = [label.value, *label.cells]
        label.value, label.kind = code.value, code.kind
    labels.name = f"{labels.name} + {codes.name}"
    labels.evidence = [*labels.evidence[:2], *codes.evidence[:1]]


def _declared(facts: Facts) -> list[tuple[int, int]]:
    """Pairs that one element of a screen or of settings names: `entries` and `entryValues`."""
    by_element: dict[tuple[int, int], dict[str, int]] = {}
    for row in facts.rows("xml_attributes"):
        if row["name"] in ("entries", "entryValues"):
            by_element.setdefault((row["part"], row["element"]), {})[row["name"]] = _id(row)
    found = [(p["entries"], p["entryValues"]) for p in by_element.values() if len(p) == 2]
    return list(dict.fromkeys(found))


def _id(row: dict[str, Any]) -> int:
    return int(row["data"] or 0)
