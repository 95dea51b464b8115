"""From places to decisions: which of them are about people, which belong together, what each waits for."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from sousveil.knowledge.load import Knowledge
from sousveil.model.facts import Facts
from sousveil.model.traces import Traces
from sousveil.recover.code import OwnCode, Use
from sousveil.recover.decisions.checks import Check, Checks
from sousveil.recover.decisions.going import Going
from sousveil.recover.decisions.helpers import Helpers
from sousveil.recover.decisions.people import Around, Judge
from sousveil.recover.decisions.places import Finder, Place, Said
from sousveil.recover.decisions.terms import Names, Term, outer
from sousveil.recover.decisions.vocabulary import Vocabulary
from sousveil.recover.decisions.wants import EQUAL, Sorter, Want, Ways, When

MOST = 6_000
"""Places whose conditions are asked for."""
_HOW = ("part", "shown", "set", "code", "call", "returned")


@dataclass(slots=True)
class Draft:
    """One decision in the making: places that act under the same condition."""

    wants: tuple[Want, ...]
    either: tuple[Ways, ...]
    places: list[Place]
    whens: list[When]
    checks: list[Check] = field(default_factory=list)
    signals: list[tuple[str, Use]] = field(default_factory=list)
    refuses: bool = False
    """All it does is to refuse."""

    @property
    def mark(self) -> frozenset[object]:
        return frozenset(
            [
                *(w.mark for w in self.wants),
                *(frozenset(frozenset(w.mark for w in way) for way in ways) for ways in self.either),
            ]
        )

    @property
    def all(self) -> list[Want]:
        return [*self.wants, *(want for ways in self.either for way in ways for want in way)]

    @property
    def chooser(self) -> Want | None:
        """The comparison with one code that chooses between alike decisions."""
        found = [w for w in self.wants if w.term is not None and w.sign in EQUAL and len(w.codes) == 1 and not w.role]
        return found[-1] if found else None


class Drafts:
    """Reads the app's own code once and gives the drafts."""

    def __init__(self, facts: Facts, traces: Traces, knowledge: Knowledge, own: OwnCode | None = None) -> None:
        self.own = own or OwnCode(facts, traces)
        self.names = Names(facts, self.own)
        concerns = Vocabulary.concerns(knowledge)
        self._concerns = concerns
        self._knowledge = knowledge
        self.judge = Judge(knowledge, concerns)
        self.sorter = Sorter(self.names, self._is_role)
        self.finder = Finder(facts, self.own, self.names, Vocabulary.actions(knowledge))
        self.uses = self.own.all
        self.names.note(self.uses)
        self.by_method = self.own.by_method
        self._helpers = Helpers(self.own, self.names, self.sorter, self.finder, self.by_method)
        self.going = Going(facts, traces, knowledge, self.own)
        self.labels: dict[tuple[str, str], list[tuple[Place, Said]]] = {}
        self._classes: dict[int, str] = {}
        self._parts: dict[str, list[When]] = {}
        self._around: dict[str, Around] = {}
        self._asked: dict[tuple[int, int], When] = {}
        """Conditions as they stand, parts that are shown among them."""

    def _is_role(self, term: Term) -> bool:
        return any(hit.id == "role" for word in term.words for hit in self._concerns.identifier(word))

    def class_of(self, method: int) -> str:
        if method not in self._classes:
            name = self.own.code.method_class(method) if self.own.code is not None else None
            self._classes[method] = outer(name or "")
        return self._classes[method]

    def drafts(self) -> list[Draft]:
        """All of them, those of one chooser together, in order of its codes."""
        by_class: dict[str, list[Place]] = {}
        for place in self.finder.places(self.uses):
            by_class.setdefault(self.class_of(place.method), []).append(place)
        telling = {name for name, places in by_class.items() if any(p.hits for p in places)}
        places = [p for name in by_class if name in telling for p in by_class[name]][:MOST]
        whens = self._whens(places)
        pairs = list(zip(places, whens, strict=True))
        self._learn(pairs)
        self._asked = {place.site: when for place, when in pairs}
        pairs = [(place, self._expanded(when, place.how == "code")) for place, when in pairs]
        asking = Checks(self.own, self.going, self.sorter, self.by_method)
        methods = [m for m in self.by_method if self.class_of(m) in telling]
        checks = [*asking.of(pairs), *self._handed(asking, methods)]
        found = self._merged(self._told(pairs))
        self._attach(found, checks)
        found += self._refusals(found, checks)
        self._signals(found)
        return sorted(found, key=_order)

    def checked(self, places: Sequence[Place], methods: Iterable[int]) -> list[Check]:
        """The checks among places of any class, and those of these methods."""
        pairs = [(place, self._expanded(when)) for place, when in zip(places, self._whens(places), strict=True)]
        checks = Checks(self.own, self.going, self.sorter, self.by_method)
        return [*checks.of(pairs), *self._handed(checks, dict.fromkeys(methods))]

    def _handed(self, checks: Checks, methods: Iterable[int]) -> list[Check]:
        """Checks in small methods of the app's own that these methods call."""
        asked = list(self._helpers.asked(methods))
        whens = self._whens([place for place, _ in asked])
        return checks.handed(
            (place, lack, self._expanded(when)) for (place, lack), when in zip(asked, whens, strict=True)
        )

    def _whens(self, places: Sequence[Place]) -> list[When]:
        rows = self.own.conditions([place.site for place in places])
        return [self.sorter.when(row, self._only_way(p.method)) for p, row in zip(places, rows, strict=True)]

    def _only_way(self, method: int) -> int:
        """How many callers up there is only one."""
        up = 0
        while up < 4:
            callers = self.own.callers(method)
            if len(callers) != 1:
                return up
            method, up = callers[0][0], up + 1
        return up

    def _learn(self, pairs: Iterable[tuple[Place, When]]) -> None:
        """What codes are called, and when parts are shown."""
        for place, when in pairs:
            meaning = when.meaning
            if place.how == "part" and place.target:
                self._parts.setdefault(_key(place.target), []).append(when)
            one = meaning[0] if len(meaning) == 1 and not when.either and not when.of("lack") else None
            named = place.how in ("returned", "set") or (place.how == "shown" and place.target)
            if named and one is not None and one.term and one.sign in EQUAL and len(one.codes) == 1 and not one.role:
                for said in place.said:
                    self.labels.setdefault((one.term.key, one.codes[0]), []).append((place, said))

    def _expanded(self, when: When, chosen: bool = False) -> When:
        """Where a condition is that a part is shown: the one condition under which it is. With `chosen`, what is ticked
        counts: the operator decides by it."""
        wants: list[Want] = []
        for want in when.wants:
            shown = self._parts.get(want.term.key, []) if want.kind == "shown" and want.term else []
            if len(shown) == 1 and want.sign in EQUAL and want.codes == ("0",) and shown[0].meaning:
                wants += shown[0].meaning
            elif chosen and want.term and want.term.state in ("ticked", "chosen") and want.kind in ("filled", "lack"):
                wants.append(replace(want, kind="meaning"))
            else:
                wants.append(want)
        return When(tuple(dict.fromkeys(wants)), when.either, when.technical, when.told)

    def _told(self, pairs: Sequence[tuple[Place, When]]) -> Iterator[Draft]:
        """Places about people, each with its condition; with what stands beside them in a series."""
        told = [
            (place, when) for place, when in pairs if place.hits and not when.of("lack") and self._people(place, when)
        ]
        kept = {place.site for place, _ in told}
        beside = [pair for pair in self._beside(told, pairs) if pair[0].site not in kept]
        for place, when in [*told, *beside]:
            yield Draft(tuple(_meaning(when)), _speaking(when), [place], [when])

    def _people(self, place: Place, when: When) -> bool:
        meaning = _meaning(when)
        if not meaning and not _speaking(when):
            return False
        asked = [want for want in self._asked.get(place.site, when).all if want.kind in ("meaning", "shown")]
        terms = [want.term for want in (*meaning, *when.all, *asked) if want.term and want.kind in ("meaning", "shown")]
        method = self.own.code.method_text(place.method) if self.own.code is not None else ""
        return self.judge.about_people(place, self.judge.near(place, method, terms), self._class_words(place.method))

    def _class_words(self, method: int) -> Around:
        name = self.class_of(method)
        if name not in self._around:
            methods = [m for m in self.by_method if self.class_of(m) == name]
            uses = [use for m in methods for use in self.by_method[m]]
            texts = [s.text for p in self.finder.places(uses) for s in p.said]
            self._around[name] = self.judge.around(name, uses, texts)
        return self._around[name]

    def _beside(
        self, told: Sequence[tuple[Place, When]], pairs: Sequence[tuple[Place, When]]
    ) -> Iterator[tuple[Place, When]]:
        """What other codes of the same value do in the same class, where one of them is a measure against persons."""
        series = set()
        for place, when in told:
            chooser = Draft(tuple(_meaning(when)), (), [place], [when]).chooser
            if self.judge.grave(place) and chooser is not None and chooser.term is not None:
                series.add((self.class_of(place.method), chooser.term.key))
        codes = {(self.class_of(place.method), place.name) for place, _ in told if place.how == "code"}
        for place, when in pairs:
            if place.how == "code" and (self.class_of(place.method), place.name) in codes and _meaning(when):
                yield place, when
                continue
            chooser = Draft(tuple(_meaning(when)), (), [place], [when]).chooser
            if place.how == "call" or when.of("lack") or chooser is None or chooser.term is None:
                continue
            if (self.class_of(place.method), chooser.term.key) in series and len(_meaning(when)) == 1:
                yield place, when

    def _merged(self, drafts: Iterable[Draft]) -> list[Draft]:
        found: dict[frozenset[object], Draft] = {}
        for draft in drafts:
            there = found.setdefault(draft.mark, draft)
            if there is not draft:
                there.places += draft.places
                there.whens += draft.whens
        for draft in found.values():
            order = sorted(
                range(len(draft.places)), key=lambda n: (_HOW.index(draft.places[n].how), draft.places[n].site)
            )
            draft.places = [draft.places[n] for n in order]
            draft.whens = [draft.whens[n] for n in order]
        return list(found.values())

    def _attach(self, drafts: Sequence[Draft], checks: Sequence[Check]) -> None:
        """Checks of the same class go with the decisions that they are asked for."""
        for draft in drafts:
            classes = {self.class_of(place.method) for place in draft.places if place.how != "returned"}
            marks = {want.mark for want in draft.wants}
            chosen = {w.term.key for w in draft.wants if w.term is not None and w.term.state == "chosen"}
            for check in checks:
                rest = {want.mark for want in check.rest}
                if not rest and all(want.term is not None and want.term.key in chosen for want in check.lacks):
                    continue  # that what decides is chosen goes without saying
                if self.class_of(check.place.method) in classes and rest <= marks:
                    draft.checks.append(check)

    def _refusals(self, drafts: Sequence[Draft], checks: Sequence[Check]) -> list[Draft]:
        """Checks that name a measure against a person and belong to no decision."""
        held = {check.place.site for draft in drafts for check in draft.checks}
        found = []
        for check in checks:
            if check.place.site in held or not self.judge.grave(check.place) or not check.rest:
                continue
            when = When(check.rest)
            if self._people(check.place, when):
                found.append(Draft(check.rest, (), [check.place], [when], [check], refuses=True))
        return found

    def _signals(self, drafts: Sequence[Draft]) -> None:
        """Sounds, dialogs and red that come under the same condition."""
        calls = {_descriptor(call): a.id for a in self._knowledge.actions.values() for call in a.calls}
        by_method: dict[int, list[Draft]] = {}
        for draft in drafts:
            for place in draft.places:
                by_method.setdefault(place.method, []).append(draft)
        made = [(calls[use.text.partition("(")[0]], use) for m in sorted(by_method) for use in self.by_method[m]
                if use.kind == "call" and use.text.partition("(")[0] in calls]  # fmt: skip
        made = [(id_, use) for id_, use in made if id_ != "red" or _is_red(use)]
        rows = self.own.conditions([(use.method, use.offset) for _, use in made])
        for (id_, use), row in zip(made, rows, strict=True):
            when = self._expanded(self.sorter.when(row, self._only_way(use.method)))
            mark = Draft(tuple(_meaning(when)), _speaking(when), [], []).mark
            for draft in by_method[use.method]:
                if draft.mark == mark and all(id_ != other for other, _ in draft.signals):
                    draft.signals.append((id_, use))


def _meaning(when: When) -> list[Want]:
    """What decides: comparisons about what the app is for, and parts whose showing is not explained."""
    return [*when.meaning, *when.of("shown")]


def _speaking(when: When) -> tuple[Ways, ...]:
    """Alternatives that are all about what the app is for."""
    return tuple(ways for ways in when.either if all(w.kind in ("meaning", "shown") for way in ways for w in way))


def _key(target: str) -> str:
    owner, _, name = target.partition("->")
    bare = name[1:] if len(name) > 1 and name[0] == "m" and name[1].isupper() else name
    return f"{owner}->{bare.lower()}"


def _descriptor(call: str) -> str:
    owner, _, name = call.rpartition(".")
    return f"L{owner.replace('.', '/')};->{name}"


def _is_red(use: Use) -> bool:
    if not use.values:
        return False
    value = use.values[-1]
    red, green, blue = value.number >> 16 & 0xFF, value.number >> 8 & 0xFF, value.number & 0xFF
    return value.kind == "int" and red > 150 and green < 90 and blue < 90


def _order(draft: Draft) -> tuple[str, int, str, tuple[int, int]]:
    chooser = draft.chooser
    code = chooser.codes[0] if chooser else ""
    number = int(code) if code.lstrip("-").isdigit() else 0
    return (chooser.term.key if chooser and chooser.term else "~", number, code, draft.places[0].site)
