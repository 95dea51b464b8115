"""report.html: one file, no request, readable with scripts off and on paper."""

import base64
import hashlib
import json
import os
import re
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from sousveil.model import script
from sousveil.model.cache import folder
from sousveil.model.evidence import Reach, Strength
from sousveil.model.language import language
from sousveil.model.record import Name, Record, RecordField
from sousveil.model.report import Finding, Gap, PartSummary, Report
from sousveil.model.text import visible
from sousveil.tell import decision_picture, order, pictures, record_picture, shell, words
from sousveil.tell.words import say

if TYPE_CHECKING:
    from jinja2 import BytecodeCache, Environment
    from markupsafe import Markup

_LONGEST = 1000
_GAPS = 300
_PARTS = 1000
_SITES, _RECORD_SITES = 12, 6
_ROWS = 400
_FIELDS = 300
_ENTRIES = 500
_TOLD_ELSEWHERE = {
    "absent", "folded", "special", "texts", "list", "record", "records", "request", "weight", "table", "task",
}  # fmt: skip
"""What the page tells in its own way."""
_DECIDED = 30
_TOLD = 20
"""Findings of a chapter that stand open; further ones unfold."""


_CODE = re.compile(r"`([^`\n]{1,200})`")
_END = re.compile(r"(?<=[a-z0-9)”»`])\. (?=[A-Z1-9«“`])")


def render(report: Report, *, date: str | None = None, opened: bool = False) -> str:
    """The whole document. `date` is printed where given; `opened` leaves no detail folded, for printing from a
    browser that cannot unfold them by itself."""
    from markupsafe import Markup

    style, code = _asset("report.css"), _asset("report.js")
    gaps, parts = _listed_gaps(report), _listed_parts(report)
    return (
        _environment()
        .get_template("report.html.j2")
        .render(
            report=report,
            date=date,
            opened=opened,
            style=Markup(style),  # noqa: S704 — our own files, not the sample's
            code=Markup(code),  # noqa: S704
            policy=_policy(style, code),
            chapters=order.chapters(report),
            telling=order.telling(report),
            absent=sum(order.absent(f) for f in report.findings),
            dead=sum(len(c.dead) for c in order.chapters(report)),
            causes=order.causes(report),
            gaps=gaps,
            parts=parts,
            gap_ids={g.id: g for g in report.gaps},
            shown_gaps={g.id for g in gaps},
            part_numbers={p.path: n for n, p in reversed(list(enumerate(parts, start=1)))},
            most_sites=_SITES,
            most_record_sites=_RECORD_SITES,
            most_entries=_ENTRIES,
            lists={one.id: one for one in report.lists},
            requests={one.id: one for one in report.requests},
            coverage=[(n, v) for n, v in report.coverage if n != "notes"],
            name=report.sample.label.get("") or report.sample.package or report.sample.name,
            file_word=shell.quoted(report.sample.name),
            strengths=tuple(Strength),
            reaches=(*Reach, None),
            decided=decision_picture.pictures(report.decisions),
            most_decided=_DECIDED,
            most_told=_TOLD,
            **_screens(report),
            **_records(report),
        )
    )


def _screens(report: Report) -> dict[str, Any]:
    """What the template of screens draws."""
    shown, map_ = pictures.drawn(report.screens), pictures.chart(report.screens)
    on_map = {box.screen.id for box in map_.boxes} if map_ is not None else set()
    rows = pictures.listed(report.screens)
    rows = tuple(screen for n, screen in enumerate(rows) if n < _ROWS or screen.id in on_map)
    return {
        "screen_map": map_,
        "screen_rows": rows,
        "row_ids": {screen.id for screen in rows},
        "screens_by_id": {screen.id: screen for screen in report.screens},
        "sheets": [pictures.sheet(screen) for screen in shown],
        "drawn_ids": {screen.id for screen in shown},
        "asking": sum(not screen.folded and pictures.entered(screen) > 0 for screen in report.screens),
    }


def _records(report: Report) -> dict[str, Any]:
    """What the template of records tells."""
    by_id = {record.id: record for record in report.records}
    return {
        "records_by_id": by_id,
        "record_map": record_picture.picture(report.records),
        "record_rows": record_picture.rows(report.records),
        "record_list": [(f, by_id[id_]) for f in report.findings for id_ in _told_in(f) if id_ in by_id],
        "most_fields": _FIELDS,
        "columns": _columns,
        "other_names": _other_names,
    }


def _columns(record: Record) -> list[str]:
    """Columns of a record's table in which something stands."""
    there = {
        "label": any(f.labels for f in record.fields),
        "type": any(f.type or f.choices for f in record.fields),
        "category": any(f.categories for f in record.fields),
        "from": any(f.origins for f in record.fields),
        "to": any(f.goes for f in record.fields),
        "when": any(f.condition or f.required for f in record.fields),
    }
    return [key for key, some in there.items() if some]


def _other_names(field: RecordField) -> list[Name]:
    """Names that say more than the one a field is told by: `ADD_TIME` says no more than `addTime`; one widget is
    enough."""
    found: dict[str, Name] = {}
    for name in field.names:
        same = name.text.replace("_", "").lower()
        if same != field.name.replace("_", "").lower():
            found.setdefault("widget" if name.kind == "widget" else same, name)
    return list(found.values())


def _told_in(finding: Finding) -> list[str]:
    """Ids of the records that a finding tells of."""
    if finding.rule == "collects/tables":
        return [str(id_) for id_ in finding.data.get("records", ())]
    return [str(finding.data["record"])] if finding.data.get("record") else []


def _listed_gaps(report: Report) -> tuple[Gap, ...]:
    """The first gaps, and each that a finding rests on: a badly damaged app may have a hundred thousand."""
    cited = {name for finding in report.findings for name in finding.gaps}
    return tuple(g for n, g in enumerate(report.gaps) if n < _GAPS or g.id in cited)


def _listed_parts(report: Report) -> tuple[PartSummary, ...]:
    """The first parts, and each that evidence stands in."""
    cited = {step.part for finding in report.findings for step in finding.evidence}
    return tuple(p for n, p in enumerate(report.parts) if n < _PARTS or p.path in cited)


def _asset(name: str) -> str:
    return (files("sousveil.tell") / "templates" / name).read_text(encoding="utf-8")


def _policy(style: str, code: str) -> str:
    """The content security policy: nothing but this style and this script, by hash."""

    def by_hash(text: str) -> str:
        return "'sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() + "'"

    allowed = f"style-src {by_hash(style)}; script-src {by_hash(code)}"
    return f"default-src 'none'; {allowed}; base-uri 'none'; form-action 'none'"


def _compiled() -> "BytecodeCache | None":
    """Compiled templates from an earlier run; none where the cache folder cannot be written."""
    from jinja2 import FileSystemBytecodeCache

    kept = folder() / "templates"
    try:
        kept.mkdir(parents=True, exist_ok=True)
    except OSError:
        return None
    return FileSystemBytecodeCache(str(kept)) if os.access(kept, os.W_OK) else None


@cache
def _environment() -> "Environment":
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("sousveil.tell"),
        bytecode_cache=_compiled(),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_finalize,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals |= {
        "say": say,
        "counted": words.count,
        "words": words,
        "pictures": pictures,
        "title_of": pictures.title,
        "sites": order.sites,
        "special": order.special,
        "originals": order.originals,
        "details": _details,
        "language": script.language,
        "named": language,
        "tongue": script.tongue,
    }
    environment.filters |= {
        "marked": _marked,
        "cut": _cut,
        "long": _long,
        "first": _first,
        "rest": _rest,
        "brief": _brief,
    }
    return environment


def _finalize(value: Any) -> Any:
    """Every expression of every template passes here: no hidden character gets into the document."""
    from markupsafe import Markup

    if value is None:
        return ""
    return value if isinstance(value, Markup) else visible(str(value))


def _cut(text: str, limit: int = _LONGEST) -> str:
    return text if len(text) <= limit else text[: limit - 1] + "…"


def _long(text: str, limit: int = _LONGEST) -> bool:
    return len(text) > limit


def _marked(text: str, limit: int = _LONGEST) -> "Markup":
    """Visible text in which each stretch of another script is set apart and names its script; names of the code, which
    stand between backticks, as code."""
    from markupsafe import Markup, escape

    pieces = []
    for piece, tag in script.runs(visible(_cut(text, limit))):
        safe = Markup(_CODE.sub(r"<code>\1</code>", str(escape(piece))))  # noqa: S704 — escaped just before
        pieces.append(Markup('<bdi lang="{}">{}</bdi>').format(tag, safe) if tag else safe)
    return Markup("").join(pieces)


def _first(text: str) -> str:
    """The first sentence, which stands as the heading; all of a text without a second one."""
    found = _END.search(text)
    return text[: found.end() - 1].rstrip() if found else text


def _rest(text: str) -> str:
    return text[len(_first(text)) :].strip()


def _brief(text: str, limit: int = 280) -> str:
    """As many whole sentences as fit; where that is less than half, as many whole words."""
    told, left = _first(text), _rest(text)
    while left and len(told) + 1 + len(_first(left)) <= limit:
        told, left = f"{told} {_first(left)}", _rest(left)
    if left and len(told) < limit // 2:
        told = f"{told} {left}"
    return told if len(told) <= limit else told[:limit].rsplit(" ", 1)[0].rstrip(",;:(") + " …"


def _details(finding: Finding) -> list[tuple[str, str]]:
    """The typed data of a finding as rows of text, but for what the page tells in its own way."""
    return [
        (k.replace("_", " "), _value(v))
        for k, v in finding.data.items()
        if k not in _TOLD_ELSEWHERE and v not in ([], (), {}, None, "")
    ]


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return say("yes") if value else say("no")
    if isinstance(value, str | int | float):
        return str(value)
    if isinstance(value, list | tuple) and all(isinstance(v, str | int | float) for v in value):
        return ", ".join(str(v) for v in value)
    if isinstance(value, dict) and all(isinstance(v, str | int | float) for v in value.values()):
        return ", ".join(f"{k}: {v}" for k, v in value.items())
    if isinstance(value, list | tuple) and all(isinstance(v, dict) and "flow" in v for v in value):
        return "; ".join(_flow(v) for v in value)
    return json.dumps(value, ensure_ascii=False, default=str)


def _flow(flow: dict[str, Any]) -> str:
    """One of `data.flows` in a line."""
    grade = say("flow.grade", grade=flow["grade"]) if flow.get("grade") else ""
    cut = say("flow.cut") if flow.get("cut") else ""
    return say("flow.row", n=flow["flow"], source=flow["source"], sink=flow["sink"], steps=flow["steps"],
               modelled=flow["modelled"], strength=flow["strength"], grade=grade, cut=cut)  # fmt: skip
