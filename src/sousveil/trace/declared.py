"""Sightings outside code: manifest, parts of the package, native symbols, resources."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from sousveil.model.evidence import Reach
from sousveil.model.facts import Facts
from sousveil.model.knowledge import CatalogueEntry, Find
from sousveil.model.sighting import Sighting

Row = Mapping[str, Any]


def sightings(entry: CatalogueEntry, find: Find, facts: Facts) -> Iterator[Sighting]:
    """Where one `find` that is not about code is seen."""
    if find.permission is not None:
        yield from _permission(entry, find.permission, facts)
    elif find.component is not None:
        yield from _component(entry, find.component, facts)
    elif find.application is not None:
        yield from _application(entry, find.application, facts)
    elif find.native is not None:
        yield from _native(entry, find.native, facts)


def fits(row: Row, wanted: Mapping[str, str], names: tuple[str, ...]) -> bool:
    return all(re.search(wanted[n], _text(row[n])) is not None for n in names if n in wanted)


def _text(value: object) -> str:
    """Truth values as the manifest writes them."""
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _from_row(entry: CatalogueEntry, row: Row, how: str, text: str, reach: Reach | None = None) -> Sighting:
    return Sighting(entry.id, how, int(row["part"]), str(row["place"]), text, reach=reach)


def _permission(entry: CatalogueEntry, name: str, facts: Facts) -> Iterator[Sighting]:
    for row in facts.rows("permissions"):
        if row["name"] == name and row["how"] in ("asked", "implied", "included"):
            how = "permission" if row["how"] == "asked" else "implied"
            yield _from_row(entry, row, how, str(row["reads"] or name))


def _component(entry: CatalogueEntry, wanted: Mapping[str, str], facts: Facts) -> Iterator[Sighting]:
    filters: dict[str, list[Row]] = {}
    for row in facts.rows("filters"):
        filters.setdefault(str(row["component_place"]), []).append(row)
    meta: dict[str, list[Row]] = {}
    for row in facts.rows("meta_data"):
        meta.setdefault(str(row["component_place"]), []).append(row)
    for row in facts.rows("components"):
        place = str(row["place"])
        if not fits(row, wanted, ("kind", "class", "permission", "exported")):
            continue
        if not all(
            any(f["kind"] == kind and re.search(wanted[kind], str(f["value"])) for f in filters.get(place, ()))
            for kind in ("action", "category")
            if kind in wanted
        ):
            continue
        if "meta_data" in wanted and not any(
            re.search(wanted["meta_data"], str(m["name"])) for m in meta.get(place, ())
        ):
            continue
        off = None if row["enabled"] else Reach.DORMANT  # Android starts nothing of a component that is switched off
        yield _from_row(entry, row, "component", str(row["reads"] or row["class"]), off)


def _application(entry: CatalogueEntry, wanted: Mapping[str, str], facts: Facts) -> Iterator[Sighting]:
    """Attributes of <manifest> and <application>; all that are named must fit, the last is the place."""
    seen: list[Sighting] = []
    for name, pattern in sorted(wanted.items()):
        fitting = [
            row for row in facts.rows("flags") if row["name"] == name and re.search(pattern, _text(row["value"]))
        ]
        if not fitting:
            return
        seen += [_from_row(entry, row, "application", str(row["reads"] or _tag(row))) for row in fitting[:1]]
    yield from seen


def _tag(row: Row) -> str:
    """The element that lacks an attribute: what stands where Android takes its default."""
    return str(row["place"]).rpartition("/")[2].partition("[")[0]


def _native(entry: CatalogueEntry, wanted: Mapping[str, str], facts: Facts) -> Iterator[Sighting]:
    for name, pattern in sorted(wanted.items()):
        if name == "string":
            rows = ((r, r["value"]) for r in facts.rows("native_strings"))
        elif name == "needed":
            rows = ((r, r["library"]) for r in facts.rows("native_needed"))
        else:
            rows = ((r, r["name"]) for r in facts.rows("native_symbols") if r["direction"] == name)
        for row, text in rows:
            if re.search(pattern, text):
                yield Sighting(entry.id, "native", int(row["part"]), native_place(row), str(text))


def native_place(row: Row) -> str:
    """The locator of a native string or symbol; the whole file where no address is known."""
    if row.get("address") and row.get("file_offset"):
        return f"elf:va=0x{row['address']:x},file=0x{row['file_offset']:x}"
    if row.get("file_offset") and "value" in row and row["encoding"] != "utf16":
        return f"bytes:0x{row['file_offset']:x}+{len(str(row['value']).encode())}"
    return "entry"


def resource_place(row: Row) -> str:
    """The locator of one resource value."""
    if row["line"] is not None:
        return f"text:{row['line']}:{row['column']}" if row["line"] else "entry"
    config = f"@{row['config']}" if row["config"] else ""
    key = f"#{row['key']}" if row["key"] not in (None, "") else ""
    return f"res:0x{row['id']:08x}{config}{key}"
