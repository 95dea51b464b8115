from sousveil.model.evidence import Reach, Role, Step
from sousveil.model.report import Question
from sousveil.tell import order


def step(name, role):
    return Step(part="p", part_sha256="0", place=name, shows=name, role=role)


def test_steps_belong_to_the_site_before_them():
    steps = [
        step("s1", Role.SITE),
        step("f1", Role.FLOW),
        step("f2", Role.FLOW),
        step("w1", Role.WAY),
        step("w2", Role.WAY),
        step("c", Role.CONTEXT),
        step("s2", Role.SITE),
    ]
    first, second = order.sites(steps)
    assert first.step.place == "s1"
    assert [s.place for s in first.flow] == ["f1", "f2"]
    assert [s.place for s in first.way] == ["w1", "w2"]
    assert [s.place for s in first.beside] == ["c"]
    assert (second.step.place, second.way, second.beside) == ("s2", [], [])


def test_context_without_a_site_is_kept():
    (only,) = order.sites([step("c", Role.CONTEXT)])
    assert only.step is None
    assert [s.place for s in only.beside] == ["c"]


def test_every_finding_is_in_one_group(rich):
    groups = [g for c in order.chapters(rich) for g in (c.live, c.unsure, c.dead, c.absent)]
    assert sorted(f.id for g in groups for f in g) == sorted(f.id for f in rich.findings)
    for chapter in order.chapters(rich):
        assert all(f.reach is Reach.DEAD for f in chapter.dead)
        assert all(f.reach in (Reach.LIVE, None) for f in chapter.live)


def test_what_weighs_most_is_never_dead_or_absent(rich):
    chosen = order.telling(rich)
    assert chosen
    assert all(f.reach in (Reach.LIVE, None) and not order.absent(f) for f in chosen)
    assert order.special(chosen[0])


def test_the_largest_gap_stands_in_the_largest_part(rich):
    by_cause = {c.cause: c for c in order.causes(rich)}
    assert by_cause["unsupported"].largest.part == "lib/arm64-v8a/libprobe.so"
    assert [len(c.gaps) for c in order.causes(rich)] == sorted((len(c.gaps) for c in order.causes(rich)), reverse=True)


def test_own_code_weighs_more_than_a_library_and_folded_findings_nothing(small):
    first = small.findings[0]
    made = [
        first.model_copy(update={"id": f"F-{n}", "data": data, "categories": ()})
        for n, data in enumerate([{"libraries": ["X"]}, {"folded": True}, {}], 1)
    ]
    chosen = order.telling(small.model_copy(update={"findings": tuple(made)}))
    assert [f.id for f in chosen] == ["F-3", "F-1"]


def test_more_is_told_of_what_is_taken(small):
    many = tuple(
        small.findings[0].model_copy(update={"id": f"F-{n}", "question": question})
        for n, question in enumerate([Question.COLLECTS] * 6 + [Question.WEAK] * 6)
    )
    chosen = order.telling(small.model_copy(update={"findings": many}))
    assert [f.question for f in chosen].count(Question.COLLECTS) == 4
    assert [f.question for f in chosen].count(Question.WEAK) == 2


def test_data_that_was_followed_weighs_more_than_a_place(small):
    first = small.findings[0]
    made = [
        first.model_copy(update={"id": f"F-{n}", "data": data, "categories": ()})
        for n, data in enumerate([{}, {"flows": [{"flow": 0}]}], 1)
    ]
    chosen = order.telling(small.model_copy(update={"findings": tuple(made)}))
    assert [f.id for f in chosen] == ["F-2", "F-1"]


def test_what_has_weight_stands_before_what_only_runs(small):
    first = small.findings[0]
    made = [
        first.model_copy(update={"id": "F-1", "data": {}, "categories": ()}),
        first.model_copy(update={"id": "F-2", "data": {"weight": 40}, "categories": (), "reach": Reach.UNKNOWN}),
        first.model_copy(update={"id": "F-3", "data": {}, "categories": (), "reach": Reach.UNKNOWN}),
    ]
    chosen = order.telling(small.model_copy(update={"findings": tuple(made)}))
    assert [f.id for f in chosen] == ["F-2", "F-1"]
