"""Records as files: a table of the fields (CSV, RFC 4180) and a JSON Schema (2020-12) of what is written down."""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sousveil.model.record import Record, RecordField
from sousveil.model.report import Report
from sousveil.model.text import visible
from sousveil.tell.csv import guarded

SCHEMA = "https://json-schema.org/draft/2020-12/schema"
_KINDS = ("class", "identifier", "serialised", "key", "column", "widget", "template")
_HEADER = (
    "field", "gloss", *(kind for kind in _KINDS if kind != "class"), "labels", "languages", "label glosses", "type",
    "choices", "list", "only when", "required", "categories", "special", "from", "to", "sent and not shown",
)  # fmt: skip
_INDEX = (
    "record", "name", "gloss", "about", "forms", "tables", "fields", "special", "sent", "sent and not shown", "holds",
    "strength", "reach", "file",
)  # fmt: skip
_TYPES = {"text": "string", "number": "number", "boolean": "boolean", "date": "string", "list": "array"}


def records(report: Report) -> Iterator[tuple[str, str]]:
    """(name of the file, its text): the index first, then two files for each record that is told."""
    told = [record for record in report.records if not record.folded]
    yield "records.csv", _text([_INDEX, *(_about(record) for record in told)])
    for record in told:
        yield f"{record.id}.csv", _text([_HEADER, *(_row(field) for field in record.fields)])
        yield f"{record.id}.schema.json", schema(record)


def _about(record: Record) -> tuple[str, ...]:
    tables = [n.text for n in record.names if n.kind == "table"]
    special = dict.fromkeys(c for f in record.fields for c in f.special)
    return (
        record.id, record.name, record.gloss or "", record.about or "", " ".join(record.forms), "; ".join(tables),
        str(len(record.fields)), "; ".join(special), str(sum("sent" in f.goes for f in record.fields)),
        str(sum(f.unseen for f in record.fields)), "; ".join(f"{r.to} by {r.by}" for r in record.relations),
        record.strength, record.reach or "", f"{record.id}.csv",
    )  # fmt: skip


def _row(field: RecordField) -> tuple[str, ...]:
    named = {kind: "; ".join(n.text for n in field.names if n.kind == kind) for kind in _KINDS}
    return (
        field.name, field.gloss or "", *(named[kind] for kind in _KINDS if kind != "class"),
        "; ".join(t.text for t in field.labels), " ".join(dict.fromkeys(t.lang for t in field.labels if t.lang)),
        "; ".join(t.gloss for t in field.labels if t.gloss), field.type or "",
        "; ".join(t.text for t in field.choices), field.list or "", field.condition or "",
        "yes" if field.required else "", "; ".join(field.categories), "; ".join(field.special),
        "; ".join(field.origins), "; ".join(field.goes), "yes" if field.unseen else "",
    )  # fmt: skip


def schema(record: Record) -> str:
    """The record as a JSON Schema. What is not known is left out; nothing is added that was not found."""
    made: dict[str, Any] = {
        "$schema": SCHEMA,
        "title": visible(record.name),
        "type": "object",
        "properties": {visible(field.name): _property(field, record) for field in record.fields},
    }
    if record.gloss:
        made["description"] = record.gloss
    required = [visible(field.name) for field in record.fields if field.required]
    if required:
        made["required"] = required
    return json.dumps(made, ensure_ascii=False, indent=1) + "\n"


def _property(field: RecordField, record: Record) -> dict[str, Any]:
    made: dict[str, Any] = {}
    holds = next((r for r in record.relations if r.by == field.name or r.by in {n.text for n in field.names}), None)
    if holds is not None:
        there = {"$ref": f"{holds.to}.schema.json"}
        made = {"type": "array", "items": there} if holds.many else there
    elif field.type in _TYPES:
        made["type"] = _TYPES[field.type]
    if field.labels:
        made["title"] = visible(field.labels[0].text)
    if field.gloss:
        made["description"] = field.gloss
    if field.choices:
        made["examples"] = [visible(t.text) for t in field.choices]
    names = {kind: [visible(n.text) for n in field.names if n.kind == kind] for kind in _KINDS}
    said = {
        "x-names": {kind: texts for kind, texts in names.items() if texts},
        "x-categories": list(field.categories),
        "x-special": list(field.special),
        "x-from": list(field.origins),
        "x-to": list(field.goes),
        "x-only-when": visible(field.condition) if field.condition else None,
        "x-sent-and-not-shown": field.unseen or None,
    }
    return made | {name: value for name, value in said.items() if value}


def _text(rows: Iterable[Sequence[str]]) -> str:
    out = io.StringIO()
    csv.writer(out).writerows([guarded(cell) for cell in row] for row in rows)
    return out.getvalue()
