"""What an app writes into a file, in words: from the term of what is handed to the call that writes."""

from __future__ import annotations

import re
from collections.abc import Mapping

from sousveil.knowledge.load import Knowledge
from sousveil.model.text import one_line
from sousveil.recover.code import OwnCode
from sousveil.recover.composed import Pieces, ways
from sousveil.recover.remains.paths import paths

MOST = 4
"""Alternatives of one content, and writes to one file, that are told."""
_FIELDS = 12
_MARKS = "|;\t,#:&\n~^_- /"
_PLAIN = "|;\t,#"
"""Marks that stand for themselves where there is only one value."""
_WRITES = re.compile(
    r"Ljava/io/[A-Za-z]+;->(write|writeUTF|writeBytes|print|println|append)\((Ljava/lang/(String|CharSequence|Object);|\[B)"
)
_CALL = re.compile(r"([A-Za-z_$][\w$]*)\((.*)\)", re.DOTALL)


class Formats:
    """Words for terms."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._says = {t: v.says for v in knowledge.values.values() if not v.undo for t in v.terms}
        self._undo = {t: v.says for v in knowledge.values.values() if v.undo for t in v.terms}

    def written(self, own: OwnCode, names: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
        """Path as text → what is written there, in order. Only where the place names one file."""
        calls = [u for u in own.all if u.kind == "call" and _WRITES.match(u.text)]
        files = own.terms([(u.method, u.offset, 0) for u in calls])
        held = own.terms([(u.method, u.offset, 1) for u in calls])
        found: dict[str, dict[str, None]] = {}
        for use, file, term in zip(calls, files, held, strict=True):
            if file is None or term is None or not file[0].startswith("file("):
                continue
            named = paths(file[0].removeprefix("file(").removesuffix(")"), names)
            said = self.told(term[0], names)
            if len(named) == 1 and named[0].pattern and said:
                line = " and the end of a line" if "->println(" in use.text else ""
                found.setdefault(named[0].text, {})[said + line] = None
        return {path: tuple(said)[:MOST] for path, said in found.items() if len(said) <= MOST}

    def told(self, term: str, names: Mapping[str, str]) -> str:
        """The content in words; empty where nothing of it is known."""
        inner, undone = term, []
        while (call := _whole(inner)) is not None and call[0] in self._undo:
            undone.append(self._undo[call[0]])
            inner = call[1]
        said = list(dict.fromkeys(self._way(way) for way in ways(inner, names)))
        if not said or "" in said or len(said) > MOST:
            return ""
        if len(said) == 1 and said[0].startswith("«") and said[0].endswith("»") and " then " not in said[0]:
            said = [f"always {said[0]}"]
        return (f"{' of '.join(undone)} of " if undone else "") + " or ".join(said)

    def _way(self, way: Pieces) -> str:
        if all(constant for _, constant in way):
            text = "".join(t for t, _ in way)
            return f"«{one_line(text, 80)}»" if text else ""
        if not any(constant for _, constant in way) and not any(t in self._says for t, _ in way):
            return ""
        fields = _split(way)
        if fields is None:
            return " then ".join(self._piece(*p) for p in way)
        mark, cells = fields
        listed = "; ".join(f"{n}. {self._cell(cell)}" for n, cell in enumerate(cells[:_FIELDS], 1))
        shown = {"\t": "a tab", "\n": "ends of lines", " ": "blanks"}.get(mark, f"«{mark}»")
        return f"{len(cells)} fields with {shown} between them: {listed}{'; …' if len(cells) > _FIELDS else ''}"

    def _cell(self, cell: Pieces) -> str:
        if all(constant for _, constant in cell):
            text = "".join(t for t, _ in cell)
            return f"always «{one_line(text, 40)}»" if text else "nothing"
        return " then ".join(self._piece(*p) for p in cell if p[0])

    def _piece(self, text: str, constant: bool) -> str:
        if constant:
            return f"«{one_line(text, 40)}»"
        return self._says.get(text, f"a value made by {one_line(text, 60)}" if text != "?" else "a value not known")


def _whole(term: str) -> tuple[str, str] | None:
    """Name and inside of a term that is one call and nothing beside it."""
    call = _CALL.fullmatch(term)
    if call is None:
        return None
    depth, quoted, skip = 0, False, False
    for char in call[2]:
        if skip or char == "\\":
            skip = not skip and quoted
        elif char == '"':
            quoted = not quoted
        elif not quoted:
            depth += (char == "(") - (char == ")")
            if depth < 0:
                return None
    return (call[1], call[2]) if depth == 0 else None


def _split(way: Pieces) -> tuple[str, list[Pieces]] | None:
    """The mark that stands in every constant between values, and the fields between such marks."""
    between = [t for n, (t, constant) in enumerate(way) if constant and 0 < n < len(way) - 1]
    ends = [t for n, (t, constant) in enumerate(way) if constant and n in (0, len(way) - 1)]
    if any(c.isalpha() for t in between for c in t):
        return None  # words between the values: a form with names, and no plain mark
    within, marks = (between, _MARKS) if between else (ends, _PLAIN)
    mark = next((m for m in marks if within and all(m in t for t in within)), None)
    if mark is None:
        return None
    cells: list[list[tuple[str, bool]]] = [[]]
    for text, constant in way:
        if not constant:
            cells[-1].append((text, False))
            continue
        first, *rest = text.split(mark)
        cells[-1] += [(first, True)] if first else []
        cells += [[(part, True)] if part else [] for part in rest]
    return (mark, [tuple(cell) for cell in cells]) if len(cells) > 1 else None
