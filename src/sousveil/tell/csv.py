"""Lists as CSV (RFC 4180): one file a list, and one that says what each is."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from sousveil.model.lists import ListItem, ValueList
from sousveil.model.report import Report
from sousveil.model.text import visible

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_INDEX = (
    "list", "name", "gloss", "kind", "form", "count", "use", "compared with", "a hit", "used",
    "reach", "strength", "file",
)  # fmt: skip


def lists(report: Report) -> Iterator[tuple[str, str]]:
    """(name of the file, its text): the index first, then each list that is told. File names are ours, `L-1.csv`."""
    told = [one for one in report.lists if not one.folded]
    yield "lists.csv", _text([_INDEX, *(_about(one) for one in told)])
    for one in told:
        yield f"{one.id}.csv", _text(_rows(one))


def guarded(text: str) -> str:
    """Visible text that no spreadsheet takes for a formula: a mark that begins one is quoted, unless it is a number."""
    shown = visible(text)
    if not shown.startswith(_FORMULA) or (shown[1:].replace(".", "", 1).isdigit() and shown[0] in "+-"):
        return shown
    return "'" + shown


def _about(one: ValueList) -> tuple[str, ...]:
    return (
        one.id, one.name, one.gloss or "", one.kind, one.form, str(one.count), one.use, "; ".join(one.compared),
        "; ".join(one.hit), "; ".join(one.where), one.reach or "", one.strength, f"{one.id}.csv",
    )  # fmt: skip


def _rows(one: ValueList) -> Iterator[Sequence[str]]:
    width = max((len(_labels(item)) for item in one.items), default=0)
    named = one.header[1:] if len(one.header) > 1 else ()
    labels = [(named[n] if n < len(named) else "") or f"label {n + 1}" for n in range(width)]
    first = (one.header[0] if one.header else "") or "value"
    yield [first, *labels, "language", "gloss", "known as", "stands for no choice", "doubtful", "note"]
    for item in one.items:
        texts = _labels(item)
        langs = dict.fromkeys(t.lang for t in item.labels if t.lang)
        glosses = [t.gloss for t in item.labels if t.gloss]
        yield [
            item.value, *texts, *[""] * (width - len(texts)), " ".join(langs), "; ".join(glosses),
            item.known_as or "", "yes" if item.sentinel else "", "yes" if item.doubtful else "", item.note or "",
        ]  # fmt: skip


def _labels(item: ListItem) -> list[str]:
    """The labels, without the entry's own text where that is all there is."""
    texts = [t.text for t in item.labels]
    return texts[1:] if texts[:1] == [item.value] else texts


def _text(rows: Iterable[Sequence[str]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerows([guarded(cell) for cell in row] for row in rows)
    return out.getvalue()
