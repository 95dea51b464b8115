"""What uses a list, what it is compared with, and what a hit does, as far as a look at the places tells."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from sousveil import core
from sousveil.model.evidence import Reach, Role, Step
from sousveil.model.facts import Facts
from sousveil.model.text import one_line
from sousveil.model.traces import Traces
from sousveil.recover.lists.filled import BRANCHES, step
from sousveil.recover.lists.found import Found
from sousveil.recover.lists.names import member

if TYPE_CHECKING:
    from sousveil.core import Code

_PLUMBING = re.compile(
    r"L(java/(lang/(?!Runtime;|ProcessBuilder;|System;->(load|exit)|Thread)|util/(?!Timer;|concurrent/)|text/|io/PrintStream;)"
    r"|kotlin/|android/(util/|text/|content/Intent;->(get|has)|os/Bundle;->get|view/\w+;->(get|is|has)))"
)
"""What every program does next, whatever was compared: it goes on in a loop, puts texts together, logs."""
_MADE_TEXT = ("Ljava/lang/StringBuilder;->", "Ljava/lang/StringBuffer;->")
_MOST = 8
_SIGNS = re.compile(r"[\\.+*?()|\[\]{}^$#&~-]")
_SHOWN = 2
_TREE = (".java", ".kt", ".smali")


class Uses:
    """The table `list_uses`, and where screens and texts name a list."""

    def __init__(self, facts: Facts, traces: Traces) -> None:
        self._facts, self._traces = facts, traces
        self._own = set(traces.own_classes)
        self._by_field: dict[int, list[dict[str, Any]]] = {}
        self._by_resource: dict[int, list[dict[str, Any]]] = {}
        self._by_filling: dict[int, list[dict[str, Any]]] = {}
        for row in facts.rows("list_uses"):
            for key, group in (
                ("field", self._by_field), ("resource", self._by_resource), ("filling", self._by_filling),
            ):  # fmt: skip
                if row[key] is not None:
                    group.setdefault(row[key], []).append(row)
        self._by_id_field = self._id_fields()
        self._screens: dict[int, list[dict[str, Any]]] = {}
        for row in facts.rows("xml_attributes"):
            if row["kind"] == "reference" and row["data"]:
                self._screens.setdefault(int(row["data"]), []).append(row)
        self._tree = any(part.full_path.endswith(_TREE) for part in facts.parts)
        self._raw = {
            str(row["value"]): int(row["id"])
            for row in facts.rows("resources")
            if row["type"] == "raw" and row["value"]
        }

    def tell(self, lists: Sequence[Found]) -> None:
        """Fills in what is known of the use of each list."""
        named = self._names(lists)
        for found in lists:
            rows = self._rows(found)
            self._code(found, rows)
            self._screen(found)
            if found.use == "unknown" and found.kept_in is None and found.resource is None:
                self._elsewhere(found, named)
            elif not found.where and not found.compared:
                found.use = "unknown" if self._open(found) or _key(found) in named else "inert"

    def _open(self, found: Found) -> bool:
        """Whether a use may be where nothing was looked: in what a tree lacks, or beside the field in the method that
        fills a list and hands it on."""
        code = self._facts.code
        if self._tree or code is None or found.method is None or found.form_key not in ("list", "map", "put"):
            return self._tree
        return "-><clinit>" not in code.method_text(found.method)

    def _rows(self, found: Found) -> list[dict[str, Any]]:
        if found.kept_in is not None:
            rows = self._by_field.get(found.kept_in, [])
        elif found.filling is not None:
            rows = self._by_filling.get(found.filling, [])
        else:
            resource = found.resource
            if resource is None and found.path is not None:
                resource = next((id_ for path, id_ in self._raw.items() if found.path.endswith(path)), None)
            rows = self._by_resource.get(resource, []) if resource is not None else []
            rows = [*rows, *self._by_id_field.get(_resource_name(found), [])]
        return [r for r in rows if r["how"] != "filled"]

    def _id_fields(self) -> dict[str, list[dict[str, Any]]]:
        """Reads of fields of `R`, by `array/NAME`: source, and code of libraries, name a resource so."""
        code, found = self._facts.code, dict[str, list[dict[str, Any]]]()
        for number, rows in self._by_field.items():
            owner, _, name = code.field_text(number).partition(";->") if code is not None else ("", "", "")
            if "/R$" in owner:
                found.setdefault(f"{owner.rsplit('$', 1)[1]}/{name.split(':')[0]}", []).extend(rows)
        return found

    def _code(self, found: Found, rows: list[dict[str, Any]]) -> None:
        code = self._facts.code
        if code is None or not rows:
            return
        found.use = "used"
        own = [r for r in rows if code.method_class(r["method"]) in self._own]
        if not own and found.owner is None and found.resource is not None:
            found.owner = "a library, whose code alone uses it"
        telling = [r for r in own or rows if r["how"] in ("compared", "looked_up")]
        for row in telling:
            _add(found.compared, _against(code, row))
            for called in str(row["hit"] or "").split("; "):
                if called and not _PLUMBING.match(called):
                    _add(found.hit, f"calls {member(called)}")
        others = [r for r in own or rows if r not in telling]
        for row in others:
            _add(found.where, _where(code, row))
        for row in [*telling, *others][:_SHOWN]:
            found.evidence.append(self._step(code, row))

    def _step(self, code: Code, row: dict[str, Any]) -> Step:
        traces = self._traces
        reach = traces.reach.state(row["method"]) if traces.reach is not None else None
        how = _against(code, row) if row["how"] in ("compared", "looked_up") else _where(code, row)
        made = step(self._facts, row["method"], row["offset"], one_line(f"Use: {how}"), reach)
        return made.model_copy(update={"role": Role.CONTEXT})

    def _screen(self, found: Found) -> None:
        """Screens and settings that name the array."""
        for row in self._screens.get(found.resource or -1, []):
            part = self._facts.part(row["part"])
            found.use = "used"
            _add(found.where, f"chosen from on {part.path.rsplit('/', 1)[-1].removesuffix('.xml')}")

    def _elsewhere(self, found: Found, named: set[str]) -> None:
        """A list that is kept nowhere is used where it is made; a file is used where its name stands."""
        code = self._facts.code
        live = found.reach in (None, Reach.LIVE)
        if found.path is not None:
            if _key(found) in named:
                found.use = "used"
                _add(found.where, "its name stands in the code")
        elif code is not None and found.method is not None:
            made = member(code.method_text(found.method))
            found.use = "used" if live else "unknown"
            if found.form_key in BRANCHES:
                _add(found.compared, _subject(found.subject, made))
            elif found.handed is not None:
                _add(found.where, f"handed to {member(found.handed)} in {made}")
            elif not found.where:
                _add(found.where, f"made in {made}")

    def _names(self, lists: Sequence[Found]) -> set[str]:
        """Names of lists and files that stand as texts in the code: they may be looked up by name."""
        wanted = {_key(found) for found in lists if found.resource is not None or found.path is not None}
        code = self._facts.code
        if code is None or not wanted:
            return set()
        named = core.Patterns([rf"(?:^|/)(?:{'|'.join(map(_escaped, sorted(wanted)))})$"])
        texts = {code.string(number).rsplit("/", 1)[-1] for _, number, _, _ in named.search_code(code)}
        return texts & wanted


def _escaped(name: str) -> str:
    return _SIGNS.sub(r"\\\g<0>", name)


def _resource_name(found: Found) -> str:
    if found.resource is not None:
        return f"array/{found.name.split(' + ')[0]}"
    return f"raw/{(found.path or '').rsplit('/', 1)[-1].split('.')[0]}"


def _key(found: Found) -> str:
    if found.resource is not None:
        return found.name.split(" + ")[0]
    return (found.path or "").rsplit("/", 1)[-1]


def _subject(subject: str | None, made: str) -> str:
    if subject is None:
        return f"a value in {made}"
    if subject.startswith("parameter"):
        return f"what {made} is given"
    if subject.startswith(_MADE_TEXT):
        return f"a text put together in {made}"
    if subject.startswith("Ljava/lang/Integer;->parse"):
        return f"a number read from a text in {made}"
    return member(subject)


def _against(code: Code, row: dict[str, Any]) -> str:
    made = member(code.method_text(row["method"]))
    said = _subject(row["against"], made) if row["against"] else "a value"
    return said if said == f"what {made} is given" or said.endswith(f" in {made}") else f"{said} in {made}"


_HOW = {
    "read": "read in {made}", "gone_through": "gone through in {made}",
    "element_handed": "its entries handed to {symbol} in {made}",
    "handed": "handed to {symbol} in {made}", "returned": "given out by {made}", "kept": "kept in {symbol}",
}  # fmt: skip


def _where(code: Code, row: dict[str, Any]) -> str:
    made = member(code.method_text(row["method"]))
    symbol = member(row["symbol"]) if row["symbol"] else ""
    return _HOW.get(row["how"], "read in {made}").format(made=made, symbol=symbol)


def _add(words: list[str], said: str) -> None:
    if said not in words and len(words) < _MOST:
        words.append(said)
