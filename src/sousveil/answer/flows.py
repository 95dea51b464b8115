"""Rules that ask for a flow of data become findings: which flows count, what is said of them, what carries it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sousveil.answer import moved, rules
from sousveil.answer.evidence import way_to
from sousveil.knowledge.load import Knowledge
from sousveil.model.evidence import Reach, Step, Strength
from sousveil.model.facts import Facts
from sousveil.model.flow import NETWORK, FlowAsked
from sousveil.model.knowledge import Rule
from sousveil.model.report import Finding, Question
from sousveil.model.text import visible
from sousveil.model.traces import Flow, Traces

SHOWN = 3
"""Flows whose steps stand in a finding: the best one to each sink. The tables hold all of them."""

_REACH = {Reach.LIVE: 0, Reach.DORMANT: 1, Reach.UNKNOWN: 2, Reach.DEAD: 3}
_FIRMEST = {Strength.OBSERVED: 0, Strength.TRACED: 1, Strength.INFERRED: 2}


@dataclass(frozen=True, slots=True)
class Told:
    """What one finding rests on."""

    rule: Rule
    flows: tuple[Flow, ...]
    """All that the sentence speaks of: of one reach, the app's own where it has any, the firmest and shortest first."""
    shown: tuple[Flow, ...]
    in_all: int
    """Flows that meet the rule, whatever their reach and whoever's."""


def findings(question: Question, facts: Facts, traces: Traces, knowledge: Knowledge) -> list[Finding]:
    """Every finding that the flow rules of one question give."""
    asked = [r for r in knowledge.rules.values() if r.question == question and r.flow is not None]
    return [
        _finding(told, facts, traces, knowledge) for rule in asked for told in of_rule(rule, facts, traces, knowledge)
    ]


def told(facts: Facts, traces: Traces, knowledge: Knowledge) -> list[Told]:
    """What the flow rules of all questions rest on."""
    asked = [r for r in knowledge.rules.values() if r.flow is not None]
    return [one for rule in asked for one in of_rule(rule, facts, traces, knowledge)]


def of_rule(rule: Rule, facts: Facts, traces: Traces, knowledge: Knowledge) -> list[Told]:
    """What a rule's findings rest on: one for the rule, or one for each kind of data where it is split."""
    if rule.flow is None or not traces.flows:
        return []
    if any(traces.of(p) for p in rule.none) or any(not traces.of(p) for p in rule.all):
        return []
    fitting = meant(rule.flow, facts, traces, knowledge)
    numbers = [f for f in fitting if _numbers(f)]
    return [*_groups(rule, [f for f in fitting if not _numbers(f)], knowledge), *_groups(rule, numbers, knowledge)]


def _numbers(flow: Flow) -> bool:
    """Whether the data is the number that a text message goes to, and not what is sent."""
    return flow.sink in _TEXTS and flow.operand == 1


_TEXTS = ("sink.sms.text", "sink.sms.data")
"""Sinks whose first argument is the number."""
_TO_NUMBERS = "sends text messages to numbers that it takes from {what}"


def _groups(rule: Rule, fitting: list[Flow], knowledge: Knowledge) -> list[Told]:
    if rule.split == "rule":
        groups = [fitting] if fitting else []
    else:
        by_key: dict[str, list[Flow]] = {}
        for flow in fitting:
            by_key.setdefault(_key(rule, flow, knowledge), []).append(flow)
        groups = [by_key[key] for key in sorted(by_key)]
    return [_told(rule, group) for group in groups]


def _key(rule: Rule, flow: Flow, knowledge: Knowledge) -> str:
    """What a rule is split by: the source entry, or the first category of it, which is what it mainly gives."""
    return flow.source if rule.split == "entry" else knowledge.entries[flow.source].categories[0]


def meant(asked: FlowAsked, facts: Facts, traces: Traces, knowledge: Knowledge) -> list[Flow]:
    """The flows a rule means. What only decides whether something is sent, and a server's reply to what was sent,
    are left out."""
    sources = _sources(asked, knowledge)
    channels = {c for word in asked.to for c in (NETWORK if word == "network" else (word,))}
    sinks = {e.id for e in knowledge.of_kind("sinks").values() if e.detail.get("channel") in channels}
    through = set(asked.through)
    found = [
        f for f in traces.flows
        if f.source in sources and f.sink in sinks and not f.decision and through <= f.through
        and ("network" in through or "network" not in f.through)
    ]  # fmt: skip
    if not any(f.sink.startswith(_OUT) for f in found):
        return found
    joins = traces.followed.joins if traces.followed is not None else []
    taken = {(j.put_method, j.put_offset) for j in joins if j.kind == "message"}
    return [f for f in found if not f.sink.startswith(_OUT) or not _stays(f, facts, taken)]


def _sources(asked: FlowAsked, knowledge: Knowledge) -> set[str]:
    """Entries of a category, or named by id or branch."""
    entries = knowledge.of_kind("sources")
    found = {id_ for word in asked.from_ for id_ in knowledge.named(word)}
    return found | {e.id for e in entries.values() if not set(e.categories).isdisjoint(asked.from_)}


_OUT = "sink.message"
"""Branch of the sinks that hand data to other apps."""


def _stays(flow: Flow, facts: Facts, taken: set[tuple[int, int | None]]) -> bool:
    """Whether what seems to go to other apps stays in this one: a message that one of its own parts takes, or what
    a provider gives back that is not open to others."""
    if flow.sink != "sink.message.provider":
        return (flow.sink_method, flow.sink_offset) in taken
    name = (facts.code.method_class(flow.sink_method) or "") if facts.code is not None else ""
    plain = name.removeprefix("L").removesuffix(";").replace("/", ".")
    return not any(r["kind"] == "provider" and r["exported"] and r["class"] == plain for r in facts.rows("components"))


def _told(rule: Rule, fitting: Sequence[Flow]) -> Told:
    ordered = sorted(fitting, key=_rank)
    best = [f for f in ordered if f.reach == ordered[0].reach]
    own = [f for f in best if f.owner is None]
    spoken = tuple(own or best)
    return Told(rule, spoken, _shown(spoken), len(fitting))


def _rank(flow: Flow) -> tuple[int, bool, int, int, int]:
    """What can run first, the app's own code before libraries, the firmest, the shortest."""
    return _REACH[flow.reach], flow.owner is not None, _FIRMEST[flow.strength], flow.steps, flow.number


def _shown(flows: Iterable[Flow]) -> tuple[Flow, ...]:
    """The best flow to each place of a sink; where there are more than are shown, other kinds of sink first."""
    places: dict[tuple[int, int | None], Flow] = {}
    for flow in flows:
        places.setdefault((flow.sink_method, flow.sink_offset), flow)
    kinds = {f.sink: f for f in reversed(places.values())}
    first = [f for f in places.values() if kinds[f.sink] is f]
    rest = [f for f in places.values() if kinds[f.sink] is not f]
    return tuple([*first, *rest][:SHOWN])


def _finding(told: Told, facts: Facts, traces: Traces, knowledge: Knowledge) -> Finding:
    rule, flows = told.rule, told.flows
    entries = [knowledge.entries[i] for i in sorted({f.source for f in flows})]
    sinks = [knowledge.entries[i] for i in dict.fromkeys(f.sink for f in told.shown)]
    strength = min((f.strength for f in flows), key=_FIRMEST.__getitem__)
    reach = flows[0].reach
    owners = sorted({rules.product_name(knowledge, f.owner) for f in flows if f.owner})
    only_library = all(f.owner for f in flows)
    does = _TO_NUMBERS if all(_numbers(f) for f in flows) else rule.does
    does = does.replace("{what}", rules.listing([e.what for e in entries]))
    does = does.replace("{to}", rules.listing([e.what for e in sinks])) + _way(rule, told.shown)
    if strength == Strength.INFERRED:
        does += "; part of the way there is inferred"
    return Finding(
        id=rules.UNNUMBERED,
        question=rule.question,
        rule=rule.rule,
        says=rules.sentence(does, reach, owners if only_library else []),
        data={
            "entries": [e.id for e in entries],
            "what": [e.what for e in entries],
            "flows": [_data(f, traces, knowledge) for f in told.shown],
            "flows_in_all": told.in_all,
            "libraries": owners,
        },
        categories=tuple(sorted({c for e in entries for c in e.categories})),
        strength=strength,
        reach=reach,
        evidence=tuple(s for n, f in enumerate(told.shown) for s in _evidence(f, facts, traces, knowledge, way=n == 0)),
        gaps=tuple(says for f in told.shown for says in moved.bridges(f, facts, traces)),
        innocent_if=rule.innocent_if,
    )  # fmt: skip


def _way(rule: Rule, shown: Sequence[Flow]) -> str:
    """What the data passes on the way, where the rule does not say so itself."""
    named = set(rule.flow.through) if rule.flow is not None else set()
    told = [[moved.WAITS[k] for k in sorted(f.through - named) if k in moved.WAITS] for f in shown]
    kinds = [word for one in told for word in one]
    if not kinds:
        return ""
    return f", {'' if all(told) else 'in part '}by way of {rules.listing(kinds)}"


def _data(flow: Flow, traces: Traces, knowledge: Knowledge) -> dict[str, object]:
    """A flow as `data.flows` has it: docs/report.md."""
    return {
        "flow": flow.number,
        "source": flow.source,
        "sink": flow.sink,
        "to": knowledge.entries[flow.sink].what,
        "channel": knowledge.entries[flow.sink].detail.get("channel"),
        "through": [{"kind": j.kind, "key": visible(j.put_key), "grade": j.grade} for j in moved.joins(flow, traces)],
        "steps": flow.steps,
        "modelled": flow.modelled,
        "grade": flow.grade,
        "strength": flow.strength.value,
        "reach": flow.reach.value,
        "cut": flow.cut,
        "library": flow.owner,
    }


def _evidence(flow: Flow, facts: Facts, traces: Traces, knowledge: Knowledge, *, way: bool) -> list[Step]:
    """The place the data leaves at, the steps it takes there, and how code gets there."""
    sink = knowledge.entries[flow.sink]
    site = moved.site(flow, facts, f"Where it goes: {sink.what}", sink.personal)
    steps = moved.steps(flow, facts, traces, knowledge)
    return [site, *steps, *(way_to(facts, traces, flow.sink_method, flow.reach) if way else ())]
