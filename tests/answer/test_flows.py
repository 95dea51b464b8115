"""Which flows a rule tells, and in which words, on tables made by hand."""

from dataclasses import replace
from types import SimpleNamespace

import pytest

from sousveil.answer import flows, moved, unknown
from sousveil.knowledge.known import Knowledge
from sousveil.model.evidence import Reach, Role, Strength
from sousveil.model.flow import FlowAsked
from sousveil.model.knowledge import CatalogueEntry, Rule
from sousveil.model.report import Question
from sousveil.model.traces import Flow, FlowStep, Followed, Join, Traces

SOURCES = {"source.contacts.store": ["contacts"], "source.sms.store": ["messages"], "source.sms.parts": ["messages"]}
SINKS = {"sink.http.body": "http", "sink.log": "log", "sink.message": "other_app"}
MADE = {"source": "https://example.org", "read": "2026-11-22", "find": [{"call": "a.B.c"}]}
A_FLOW = Flow(
    0, False, "source.contacts.store", 1, 4, "sink.http.body", 2, 8, 3, 100, "", Strength.TRACED, Reach.LIVE, False
)


class Code:
    """As much of the core's code as the words need."""

    written = False

    def method_text(self, number):
        return f"La/M{number};->run()V"

    def method_class(self, number):
        return f"La/M{number};"

    def method_part(self, number):
        return 0

    def instruction_text(self, method, offset):
        return f"instruction {method} {offset}"

    def definition_text(self, method):
        return f"method {method}"


class Steps:
    def __init__(self, steps):
        self.asked = []
        self.steps = steps

    def of(self, flow):
        self.asked.append(flow.number)
        return self.steps


def knowledge():
    entries = {id_: CatalogueEntry(id=id_, what=id_, categories=c, **MADE) for id_, c in SOURCES.items()}
    entries |= {id_: CatalogueEntry(id=id_, what=id_, detail={"channel": c}, **MADE) for id_, c in SINKS.items()}
    kinds = {id_: "sources" if id_ in SOURCES else "sinks" for id_ in entries}
    return Knowledge("1", "", entries=entries, kinds=kinds)


def facts():
    part = SimpleNamespace(full_path="classes.dex", sha256="0" * 64)
    rows = {"components": [{"kind": "provider", "exported": True, "class": "a.M2"}]}
    return SimpleNamespace(code=Code(), part=lambda _: part, rows=lambda name: rows.get(name, []))


def rule(flow, split="rule", does="sends {what} to {to}"):
    examples = {"fires": ["a"], "silent": ["b"]}
    return Rule(
        rule="sends/it", question=Question.SENDS, does=does, flow=FlowAsked(**flow), split=split, innocent_if="It.",
        source="https://example.org", read="2026-11-22", examples=examples,
    )  # fmt: skip


def traces(*found, joins=(), steps=(), counts=None):
    numbered = [replace(f, number=n) for n, f in enumerate(found)]
    return Traces(None, followed=Followed(numbered, list(joins), Steps(list(steps)), counts or {}))


def finding(asked, found):
    known = knowledge()
    known.rules[asked.rule] = asked
    return flows.findings(Question.SENDS, facts(), found, known)


def meant(flow, *found, joins=()):
    return [f.number for f in flows.meant(FlowAsked(**flow), facts(), traces(*found, joins=joins), knowledge())]


TO_NETWORK = {"from": "contacts", "to": "network"}


@pytest.mark.parametrize(
    ("asked", "other", "met"),
    [
        ({"from": "contacts"}, {}, True),
        ({"from": "source.contacts.*"}, {}, True),
        ({"from": "messages"}, {}, False),
        ({"from": ["messages", "contacts"]}, {}, True),
        ({}, {"sink": "sink.log"}, False),
        ({"to": "log"}, {"sink": "sink.log"}, True),
        ({"through": ["file"]}, {}, False),
        ({"through": ["file"]}, {"through": frozenset({"file", "message"})}, True),
        ({}, {"decision": True}, False),
        ({}, {"through": frozenset({"network"})}, False),
        ({"through": ["network"]}, {"through": frozenset({"network"})}, True),
    ],
)
def test_which_flows_a_rule_means(asked, other, met):
    assert meant(TO_NETWORK | asked, replace(A_FLOW, **other)) == ([0] if met else [])


def test_a_message_that_a_part_of_the_app_takes_is_not_told_as_to_other_apps():
    out = replace(A_FLOW, sink="sink.message")
    join = Join(0, "message", "A", 2, 8, "", 5, None, "")
    assert meant({"from": "contacts", "to": "other_app"}, out) == [0]
    assert meant({"from": "contacts", "to": "other_app"}, out, joins=[join]) == []
    assert meant({"from": "contacts", "to": "other_app"}, out, joins=[replace(join, put_offset=9)]) == [0]


def test_what_can_run_and_is_firm_and_short_is_told_first_and_three_are_shown():
    found = traces(
        replace(A_FLOW, reach=Reach.UNKNOWN),
        replace(A_FLOW, sink_method=3, strength=Strength.INFERRED),
        *(replace(A_FLOW, sink_method=m, steps=9 - m) for m in (4, 5, 6)),
        replace(A_FLOW, sink_method=6, steps=1),
    )
    (told,) = finding(rule(TO_NETWORK), found)
    assert [f["flow"] for f in told.data["flows"]] == [5, 3, 2]
    assert told.data["flows_in_all"] == 6
    assert (told.strength, told.reach) == (Strength.TRACED, Reach.LIVE)
    assert told.says == "The app sends source.contacts.store to sink.http.body."
    assert set(found.followed.steps.asked) == {5, 3, 2}, "steps that are not shown are not read"


def test_flows_of_one_library_are_told_as_the_librarys_only_where_the_app_has_none():
    library = replace(A_FLOW, owner="product.x")
    (told,) = finding(rule(TO_NETWORK), traces(library))
    assert told.says.startswith("Library code in the app (product.x)")
    assert told.data["libraries"] == ["product.x"]
    (told,) = finding(rule(TO_NETWORK), traces(library, replace(A_FLOW, steps=50)))
    assert told.says.startswith("The app sends")
    assert [f["flow"] for f in told.data["flows"]] == [1]


def test_a_rule_can_be_split_by_the_kind_of_data():
    found = traces(A_FLOW, replace(A_FLOW, source="source.sms.store"), replace(A_FLOW, source="source.sms.parts"))
    both = {"from": ["contacts", "messages"], "to": "network"}
    assert [f.categories for f in finding(rule(both, "category"), found)] == [("contacts",), ("messages",)]
    assert len(finding(rule(both, "entry"), found)) == 3
    assert len(finding(rule(both), found)) == 1


def a_step(kind, method, offset, symbol="", why=""):
    return FlowStep(kind, method, offset, 0, 1, "", "", symbol, why)


PATH = [
    a_step("source", 1, 4, why="source.contacts.store"),
    a_step("assign", 1, 6),
    a_step("call", 1, 8, symbol="La/M3;->put(Ljava/lang/String;)V"),
    a_step("carrier", 3, 2, why="0"),
    a_step("default", 4, 6, symbol="Lx/Y;->z()V"),
    a_step("sink", 2, 8, why="sink.http.body"),
]
JOIN = Join(0, "file", "C", 3, 2, '"files/a"', 4, 1, '"files"')


def test_steps_are_told_in_words_with_the_place_where_a_carrier_is_taken():
    flow = replace(A_FLOW, joins=(0,), through=frozenset({"file"}), grade="C", modelled=0, strength=Strength.INFERRED)
    (told,) = finding(rule(TO_NETWORK), traces(flow, joins=[JOIN], steps=PATH))
    site, *steps = told.evidence
    assert (site.role, site.place, site.reads) == (Role.SITE, "code:La/M2;->run()V+0x8", "instruction 2 8")
    assert {s.role for s in steps} == {Role.FLOW}
    assert [(s.place.rpartition("+")[2], s.shows) for s in steps] == [
        ("0x4", "Read here: source.contacts.store"),
        ("0x8", "It is handed to M3.put"),
        ("0x2", 'Written to the file "files/a", read again in M4.run (one lies inside the other)'),
        ("0x1", "Read again here"),
        ("0x6", "It is taken to pass through Y.z, whose code is not here and which no model describes"),
    ]
    assert told.says == (
        "The app sends source.contacts.store to sink.http.body, by way of a file; part of the way there is inferred."
    )
    assert told.data["flows"][0]["through"] == [{"kind": "file", "key": '"files/a"', "grade": "C"}]


def test_an_inferred_finding_names_the_gap_it_rests_on():
    flow = replace(A_FLOW, modelled=0, strength=Strength.INFERRED)
    found, known = traces(flow, joins=[JOIN], steps=PATH), knowledge()
    known.rules["sends/it"] = rule(TO_NETWORK)
    sample = facts()
    sample.gaps = []
    gaps = {g.says: g.place for g in unknown.gaps(SimpleNamespace(**vars(sample), parts=[]), found, known)}
    (told,) = flows.findings(Question.SENDS, sample, found, known)
    assert [gaps[says] for says in told.gaps] == ["code:La/M4;->run()V+0x6"]


def test_a_weak_join_and_a_bound_that_was_met_are_gaps_too():
    weak = replace(A_FLOW, joins=(0,), grade="C", strength=Strength.INFERRED, cut=True)
    found = traces(weak, joins=[JOIN], steps=[PATH[0], PATH[-1]], counts={"cut": 2})
    (told,) = finding(rule(TO_NETWORK), found)
    assert told.gaps == (
        'Whether the file of this place ("files/a") is that of M4.run ("files") is not certain: '
        "one lies inside the other.",
        "In 2 methods there was more to follow than is followed: data may go further there than is told.",
    )


def test_a_report_says_where_following_stopped():
    def says(counts):
        found = traces(counts=counts)
        sample = facts()
        nothing = SimpleNamespace(**vars(sample), parts=[], gaps=[])
        return [g.says for g in unknown.gaps(nothing, found, knowledge())]

    clean = says({"stopped": 0, "cut": 0, "steps": 5})
    assert len(clean) == 1
    stopped = says({"stopped": 1, "cut": 3, "steps": 4_000_000})
    assert stopped[0] == clean[0]
    assert "stopped after 4000000 steps" in stopped[1]
    assert "In 3 methods" in stopped[2]


def test_the_middle_of_a_long_path_is_left_to_the_table():
    path = [PATH[0], *(a_step("call", 1, 10 + 2 * n, symbol="La/B;->c()V") for n in range(100)), PATH[-1]]
    steps = moved.steps(A_FLOW, facts(), traces(A_FLOW, steps=path), knowledge())
    assert len(steps) == moved.STEPS_SHOWN + 1
    assert steps[moved.STEPS_SHOWN // 2].shows == "61 steps are left out here; the table steps has them, flow 0"
    assert steps[0].shows.startswith("Read here")


@pytest.mark.parametrize(
    ("symbol", "words"),
    [
        ("Lcom/x/A$B;->m(I)V", "A$B.m"),
        ("Lcom/x/A;-><init>()V", "A.new"),
        ("[Lcom/x/A;->clone()Ljava/lang/Object;", "A.clone"),
        ("Lcom/x/A;->f:I", "A.f"),
        ("Lcom/x/\u202e;->f:I", "\\u202e.f"),
    ],
)
def test_short_names(symbol, words):
    assert moved.short(symbol) == words


def test_the_number_of_a_text_message_is_not_what_is_sent():
    text = replace(A_FLOW, sink="sink.sms.text", operand=3)
    number = replace(text, operand=1)
    assert [flows._numbers(f) for f in (text, number, A_FLOW)] == [False, True, False]
