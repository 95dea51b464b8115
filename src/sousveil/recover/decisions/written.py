"""A draft as a decision: words, codes with labels, records, evidence."""

from collections.abc import Iterable, Sequence

from sousveil.knowledge.load import Knowledge
from sousveil.model.decision import DecidingCode, Decision
from sousveil.model.evidence import Reach, Role, Step, Strength
from sousveil.model.facts import Facts
from sousveil.model.gloss import Text
from sousveil.model.lists import ValueList
from sousveil.model.record import Record
from sousveil.model.screen import Screen
from sousveil.model.text import one_line
from sousveil.model.traces import Traces
from sousveil.recover.decisions.checks import Check
from sousveil.recover.decisions.drafts import Draft, Drafts
from sousveil.recover.decisions.naming import Naming
from sousveil.recover.decisions.origins import Origins
from sousveil.recover.decisions.places import Place, Said
from sousveil.recover.decisions.terms import Term, simple
from sousveil.recover.decisions.told import Phrases, Places
from sousveil.recover.decisions.wants import EQUAL, Want
from sousveil.recover.gloss import Glossary
from sousveil.recover.records.widgets import Widgets

_REACH = (Reach.LIVE, Reach.DORMANT, Reach.UNKNOWN, Reach.DEAD)
_MOST_PLACES = 6
_DOES_SHOWN = 3


class Writer:
    """Writes decisions; ids of records, screens and lists are looked up by name."""

    def __init__(
        self,
        facts: Facts,
        traces: Traces,
        knowledge: Knowledge,
        drafts: Drafts,
        listed: Sequence[ValueList],
        shown: Sequence[Screen],
        written: Sequence[Record],
        widgets: Widgets | None = None,
    ) -> None:
        self._traces = traces
        self._partial = facts.partial
        self._knowledge = knowledge
        self._drafts = drafts
        self._listed = [one for one in listed if not one.folded]
        self._records = written
        self._screens = {_last(screen.name): screen.id for screen in reversed(shown)}
        self._origins = Origins(drafts.own, drafts.names, drafts.uses)
        self.places = Places(facts, drafts.finder.constants)
        self._glossary = Glossary.of(knowledge)
        self.naming = Naming(facts, self._glossary, widgets, written)
        self.phrase = Phrases(self.naming.of, self.naming.option)
        self._classes = set(facts.code.class_names()) if facts.code is not None else set()

    def decision(self, number: int, draft: Draft) -> Decision:
        """The decision with the id `D-number`."""
        reach = self._reach(draft.places)
        actions = self._actions(draft)
        roles = [want for want in draft.wants if want.role]
        fields = [self._field(w.term) for w in draft.wants if w.term is not None and not w.role and w.kind == "meaning"]
        conditional = _telling(draft.checks)
        chooser = draft.chooser
        return Decision(
            id=f"D-{number}",
            action=actions[0] if actions else "other",
            actions=tuple(actions),
            does=self._does(draft),
            when=self.phrase.all(draft.wants, draft.either),
            technical="; ".join(dict.fromkeys(text for when in draft.whens for text in when.technical)),
            codes=tuple(self._codes(draft.wants)),
            fields=tuple(dict.fromkeys(text for text, _ in fields)),
            requires=tuple(dict.fromkeys(self.needed(c) for c in (conditional or draft.checks))),
            refuses=tuple(dict.fromkeys(self.text(s) for c in conditional for s in c.place.said)),
            waits=next((c.gates for c in (conditional or draft.checks) if c.gates), ""),
            signals=tuple(id_ for id_, _ in draft.signals),
            sets=draft.places[0].name if draft.places[0].how == "code" else None,
            puts=draft.places[0].code or None,
            series=chooser.term.name if chooser and chooser.term else None,
            who=self.phrase.all(roles) or None,
            texts=tuple(dict.fromkeys(self.text(said) for place in draft.places for said in place.said)),
            elsewhere=self._elsewhere(draft),
            whole=self._whole(draft),
            record=next((record for _, record in fields if record), None),
            screen=self._screen(draft.places),
            strength=self._strength(draft),
            reach=reach,
            evidence=tuple(self._evidence(draft)),
        )

    def _actions(self, draft: Draft) -> list[str]:
        found: dict[str, None] = {}
        for place in draft.places:
            found.update(dict.fromkeys(self._drafts.judge.kinds(place)))
        for want in draft.wants:  # a label of the code names what it stands for
            for place, said in self._labels(want):
                if self._drafts.judge.grave(place):
                    found.update(dict.fromkeys(hit.id for hit in self._drafts.finder.hits(said)))
        if draft.refuses:
            found = {"refuse": None, **found}
        known = self._knowledge.actions
        return sorted(found, key=lambda id_: known[id_].kind != "person" if id_ in known else True)

    def _labels(self, want: Want) -> list[tuple[Place, Said]]:
        if want.term is None or want.sign not in EQUAL or len(want.codes) != 1:
            return []
        return self._drafts.labels.get((want.term.key, want.codes[0]), [])

    def _codes(self, wants: Iterable[Want]) -> Iterable[DecidingCode]:
        for want in wants:
            if want.term is None or want.kind != "meaning":
                continue
            for code in want.codes:
                one = [said for place, said in self._labels(want)]
                listed = self._paired(want.term, code)
                labels = {text.text: text for text in (listed[1] if listed else ())}
                labels |= {said.text: self.text(said) for said in one}
                yield DecidingCode(
                    of=want.term.name, value=code, labels=tuple(labels.values()), list=listed[0] if listed else None
                )

    def _paired(self, term: Term, code: str) -> tuple[str, tuple[Text, ...]] | None:
        """The list that the code says it compares this value with, and its labels for the code."""
        word = term.words[0].lower()
        for one in self._listed:
            if any(word in {w.lower() for w in _split(text)} for text in one.compared):
                for item in one.items:
                    if item.value == code and item.labels:
                        return one.id, item.labels
        return None

    def _field(self, term: Term) -> tuple[str, str | None]:
        """The field of a record, and the record; else `Class.field`."""
        for record in self._records:
            names = {_last(name.text) for name in record.names} | {_last(record.name)}
            if simple(term.owner) in names:
                for one in record.fields:
                    if term.words[0].lower() in {one.name.lower(), *(n.text.lower() for n in one.names)}:
                        return f"{record.id}.{one.name}", record.id
        return term.name, None

    def needed(self, check: Check) -> str:
        """What would satisfy a check."""
        return self.phrase.needed(check.lacks)

    def text(self, said: Said) -> Text:
        return self._glossary.told(said.text, said.lang)

    def _does(self, draft: Draft) -> str:
        if draft.refuses:
            return f"refuses with «{one_line(draft.places[0].said[0].text, 120)}»"
        named = {place.site for want in draft.wants for place, _ in self._labels(want) if place.how == "returned"}
        found = dict.fromkeys(self._doing(p) for p in draft.places if p.site not in named)
        found = found or dict.fromkeys(map(self._doing, draft.places))
        return " and ".join(list(found)[:_DOES_SHOWN])

    def _doing(self, place: Place) -> str:
        if place.how == "code":
            gloss = self._glossary.identifier(place.name)
            words = f" ({gloss.gloss})" if gloss else _words(place)
            return f"sets `{place.name}`{words} to {place.code}"
        if place.how in ("part", "call"):
            gloss = self._glossary.identifier(place.name)
            words = f" ({gloss.gloss})" if gloss else _words(place)
            return f"{'shows the part' if place.how == 'part' else 'calls'} `{place.name}`{words}"
        said = self.text(place.said[0]).gloss
        words = f" ({said})" if said else _words(place)
        text = f"«{one_line(place.said[0].text, 120)}»{words}"
        if place.how == "returned":
            return f"calls it {text}"
        return f"sets `{place.name}` to {text}" if place.how == "set" else f"shows {text}"

    def _elsewhere(self, draft: Draft) -> tuple[str, ...]:
        return tuple(dict.fromkeys(said for w in draft.all if (said := self._origins.elsewhere(w))))

    def _whole(self, draft: Draft) -> str:
        if not all(when.told for when in draft.whens):
            return "partial"
        owners = {want.term.owner for want in draft.wants if want.term is not None and want.term.kind == "field"}
        if self._partial or self._traces.hiding or any(owner not in self._classes for owner in owners):
            return "lower bound"
        return "exact"

    def _screen(self, places: Sequence[Place]) -> str | None:
        names = [_last(simple(self._drafts.class_of(place.method))) for place in places]
        return next((self._screens[name] for name in names if name in self._screens), None)

    def _strength(self, draft: Draft) -> Strength:
        """Named only by an identifier, an action is inferred; a text says it."""
        said = any(place.said and place.hits for place in draft.places) or any(c.place.hits for c in draft.checks)
        said = said or any(self._labels(want) for want in draft.wants)
        return Strength.TRACED if said else Strength.INFERRED

    def _reach(self, places: Sequence[Place]) -> Reach | None:
        if self._traces.reach is None:
            return None
        states = {self._traces.reach.state(place.method) for place in places}
        return next((reach for reach in _REACH if reach in states), None)

    def _evidence(self, draft: Draft) -> Iterable[Step]:
        reach, places = self._traces.reach, self.places
        steps: list[Step | None] = []
        for place in draft.places[:_MOST_PLACES]:
            state = reach.state(place.method) if reach is not None else None
            steps.append(places.code(place.method, place.offset, f"The app {self._doing(place)}", Role.SITE, state))
            steps += places.said(place, state)
        marks = {want.mark for want in draft.all}
        asked = [*draft.all, *(want for when in draft.whens for want in when.all if want.mark in marks)]
        steps += [places.leaf(want.leaf, self.phrase(want), None) for want in asked]
        for want in draft.all:
            for place, said in self._labels(want)[:2]:
                shows = f"«{said.text}» stands for {want.codes[0]}"
                steps.append(places.code(place.method, place.offset, shows, Role.CONTEXT, None))
        steps += self.of_checks(_telling(draft.checks))
        for id_, use in draft.signals:
            what = self._knowledge.actions[id_].what
            steps.append(places.code(use.method, use.offset, f"The app {what}", Role.CONTEXT, None))
        unique = {(step.place, step.shows): step for step in steps if step is not None}
        return unique.values()

    def of_checks(self, checks: Sequence[Check]) -> list[Step | None]:
        """Where the first checks ask, and what they say."""
        steps: list[Step | None] = []
        for check in checks[:_MOST_PLACES]:
            for want in check.lacks:
                steps.append(self.places.leaf(want.leaf, self.phrase(want), None))
            place, text = check.place, one_line(check.place.said[0].text, 120)
            steps.append(self.places.code(place.method, place.offset, f"Then it says «{text}»", Role.CONTEXT, None))
        return steps


def _telling(checks: Sequence[Check]) -> list[Check]:
    """Those that are asked only in this case, or whose message names an action."""
    return [check for check in checks if check.rest or check.place.hits]


def _words(place: Place) -> str:
    """Glosses of the words that name the action, where they are not English already."""
    glosses = dict.fromkeys(
        hit.gloss for hit in place.hits if not hit.word.isascii() or place.how in ("part", "call", "code")
    )
    return f" (in it: {', '.join(glosses)})" if glosses else ""


def _last(name: str) -> str:
    return name.strip("L;").replace("/", ".").rpartition(".")[2]


def _split(text: str) -> list[str]:
    return [word for word in "".join(c if c.isalnum() or c == "_" else " " for c in text).split() if word]
