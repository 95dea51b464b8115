"""What has to be answered in a class before it sends: questions with their answers, and everything else it asks for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from sousveil.model.record import Record
from sousveil.model.task import TaskChoice, TaskNeed, TaskOption
from sousveil.recover.code import Node, Use
from sousveil.recover.decisions.checks import Check
from sousveil.recover.decisions.desk import Desk
from sousveil.recover.decisions.places import Place
from sousveil.recover.decisions.terms import Term, simple
from sousveil.recover.decisions.wants import EQUAL, Want, When
from sousveil.recover.records.names import property_name
from sousveil.recover.tasks.units import Unit, home

_CODE = 8
_FOCUS = frozenset(("requestFocus", "setError", "getError", "requestFocusFromTouch"))
_TICKS = frozenset(("setChecked", "check", "setSelected"))
_PASSES = re.compile(r"check|valid|verif|right|legal|correct|empty|null|fill|input|is[A-Z]")
_MOST = 400
_CHOICES = 24


class Answers:
    """Reads one class."""

    def __init__(self, desk: Desk, unit: Unit, records: Sequence[Record]) -> None:
        self._desk, self._unit, self._records = desk, unit, records
        self._uses = [use for method in dict.fromkeys(unit.methods) for use in desk.drafts.by_method.get(method, ())]
        self.places: list[Place] = list(desk.drafts.finder.places(self._uses))[:_MOST]
        self.checks: list[Check] = self._checked(self.places)
        self._codes = self._ticks()
        self._set = self._sets()

    def _checked(self, places: Sequence[Place]) -> list[Check]:
        found = self._desk.drafts.checked(places, self._unit.methods)
        return list({(check.place.site, tuple(w.mark for w in check.lacks)): check for check in found}.values())

    # what must be there

    def needs(self) -> list[TaskNeed]:
        """Everything that is asked for, in the order of the code; what always is before what is only sometimes."""
        found: dict[tuple[str, str], TaskNeed] = {}
        for check in self.checks:
            made = self._need(check)
            there = found.get((made.needs, made.when))
            if there is None or (made.proven and not there.proven):
                found[made.needs, made.when] = made
        for made in self._focused():
            found.setdefault((made.needs, made.when), made)
        return list(found.values())

    def _need(self, check: Check) -> TaskNeed:
        writer = self._desk.writer
        says = next((writer.text(said) for said in check.place.said), None)
        return TaskNeed(
            needs=writer.needed(check), says=says, when=writer.phrase.all(check.rest), proven=check.gates == "send"
        )

    def _focused(self) -> Iterable[TaskNeed]:
        """Entries that are pointed at where a check of the app's own, which is given the entry, says no."""
        uses = [use for use in self._uses if use.kind == "call" and use.values and _name(use) in _FOCUS][:_MOST]
        drafts, writer = self._desk.drafts, self._desk.writer
        for use, row in zip(
            uses, drafts.own.conditions([(u.method, u.offset) for u in uses], across=False), strict=True
        ):
            entry = drafts.names.term(use.values[0])
            if entry is None or entry.kind not in ("field", "widget"):
                continue
            entry = Term(entry.key, entry.name.rpartition(".")[2], "widget", entry.words, entry.owner, entry.field)
            name = next(
                (n for one in row for leaf in one.leaves if (n := self._refused(leaf.sign, leaf.about, entry))), ""
            )
            if name:
                wants = drafts.sorter.when(row).wants
                asked = [w for w in wants if w.term and w.term.key != entry.key and _conditional(w)]
                yield TaskNeed(needs=f"{writer.naming.of(entry)} passes the app's own check `{name}`",
                               when=writer.phrase.all(asked))  # fmt: skip

    def _refused(self, sign: str, about: Sequence[Node], entry: Term) -> str:
        """The check that the entry was given to and that says no."""
        for node in about:
            if node.kind != "call" or sign not in ("is false", "is true"):
                continue
            if not _PASSES.search(node.name) or node.owner.startswith(("Landroid", "Ljava")):
                continue
            terms = [self._desk.drafts.names.term(argument) for argument in node.children]
            if any(term is not None and term.key == entry.key for term in terms):
                return f"{simple(node.owner)}.{node.name}"
        return ""

    # questions

    def choices(self, sent: Sequence[int]) -> list[TaskChoice]:
        """Questions by the checks that ask for one of several, by codes that answers are given, and by lists."""
        found = [made for check in self.checks if (made := self._asked(check, sent)) is not None]
        told = {option.name for choice in found for option in choice.options}
        for (number, name), codes in self._set.items():
            options = [self._option(term, code) for code, term in codes.items()]
            if number in sent and len(options) > 1 and not told & {option.name for option in options}:
                found.append(TaskChoice(field=self._field(number, name), options=tuple(options), how="code"))
        for number in sent:
            record = self._records[number]
            for one in record.fields:
                here = any(self._unit.name in home(step) for step in one.evidence)
                if here and (one.list is not None or len(one.choices) > 1):
                    options = [TaskOption(name=text.text, text=text) for text in one.choices[:_CHOICES]]
                    found.append(TaskChoice(field=f"{record.id}.{one.name}", options=tuple(options), list=one.list,
                                            how="list"))  # fmt: skip
        return list(
            {(c.asks.text if c.asks else None, c.field, tuple(o.name for o in c.options)): c for c in found}.values()
        )

    def _asked(self, check: Check, sent: Sequence[int]) -> TaskChoice | None:
        terms = [want.term for want in check.lacks if want.term and want.term.state in ("ticked", "chosen")]
        if len(terms) < 2 or len(terms) < len(check.lacks):
            return None
        keys = {term.key for term in terms}
        fields = [at for at, some in self._set.items() if at[0] in sent and keys & {t.key for t in some.values()}]
        field = fields[0] if fields else None
        codes = {term.key: code for code, term in self._set.get(field, {}).items()} if field else {}
        options = [self._option(term, codes.get(term.key) or self._codes.get(term.key)) for term in terms]
        return TaskChoice(
            asks=next((self._desk.writer.text(said) for said in check.place.said), None),
            field=self._field(*field) if field else None,
            options=tuple(options),
            how="check",
        )

    def _option(self, term: Term, code: str | None) -> TaskOption:
        naming = self._desk.writer.naming
        return TaskOption(name=naming.of(term), text=naming.label(term), code=code)

    def _field(self, number: int, name: str) -> str:
        record = self._records[number]
        names = {n.text: one.name for one in record.fields for n in one.names}
        return f"{record.id}.{names.get(name, name)}"

    def _sets(self) -> dict[tuple[int, str], dict[str, Term]]:
        """(record, field) → code → the widget that is ticked then."""
        names = self._desk.drafts.names
        at: list[tuple[Use, int, str, str]] = []
        for use in self._uses:
            code = names.constant(use.values[-1]) if use.kind == "call" and len(use.values) > 1 else None
            if code is None or not 0 < len(code) <= _CODE:
                continue
            at += [(use, number, name, code) for number, name in self._written(use)]
        found: dict[tuple[int, str], dict[str, Term]] = {}
        for (_, number, name, code), when in zip(at, self._whens([use for use, *_ in at]), strict=True):
            ticked = [w.term for w in when.wants if w.term and w.term.state in ("ticked", "chosen") and _is(w)]
            if ticked and ticked[-1] is not None:
                found.setdefault((number, name), {}).setdefault(code, ticked[-1])
        return found

    def _written(self, use: Use) -> Iterable[tuple[int, str]]:
        """Records and fields that a call puts its last argument into."""
        name = _name(use)
        if name == "put" and len(use.values) == 3 and use.values[1].kind == "text":
            for number in sorted(self._unit.home):
                if any(use.values[1].text == n.text for f in self._records[number].fields for n in f.names):
                    yield number, use.values[1].text
        elif name.startswith("set") and len(use.values) == 2:
            for number, fields in self._unit.fills.items():
                if property_name(name) in fields and self._named(number, use):
                    yield number, property_name(name)

    def _named(self, number: int, use: Use) -> bool:
        owner = simple(use.text.partition("->")[0])
        return owner in {n.text for n in self._records[number].names} or owner == self._records[number].name

    def _ticks(self) -> dict[str, str]:
        """Widget → the code that stands for it: where a form that was kept is shown again, the code ticks it."""
        names = self._desk.drafts.names
        uses = [u for u in self._uses if u.kind == "call" and len(u.values) == 2 and _name(u) in _TICKS]
        found: dict[str, str] = {}
        for use, when in zip(uses, self._whens(uses), strict=True):
            alike = [w.codes[0] for w in when.all if w.sign in EQUAL and len(w.codes) == 1 and w.kind != "lack"]
            code = next((c for c in alike if 0 < len(c) <= _CODE and not c.startswith("id/")), None)
            key = ""
            if _name(use) == "check" and (named := names.constant(use.values[1])) is not None:
                key = f"id:{named.removeprefix('id/')}" if named.startswith("id/") else ""
            elif use.values[1].kind == "int" and use.values[1].number == 1:
                term = names.term(use.values[0])
                key = term.key if term is not None else ""
            if code and key:
                found.setdefault(key, code)
        return found

    def _whens(self, uses: Sequence[Use]) -> list[When]:
        rows = self._desk.drafts.own.conditions([(u.method, u.offset) for u in uses], across=False)
        return [self._desk.drafts.sorter.when(row) for row in rows]


def _conditional(want: Want) -> bool:
    """It says when something is asked: a part that is shown, a value, an answer that was given."""
    if want.term is None or want.term.kind == "method":
        return False
    return want.kind in ("shown", "meaning") or (want.kind == "filled" and want.term.state in ("ticked", "chosen"))


def _is(want: Want) -> bool:
    return want.kind == "filled" or want.sign == "is true" or (want.sign in EQUAL and want.kind == "meaning")


def _name(use: Use) -> str:
    return use.text.partition("->")[2].partition("(")[0]
