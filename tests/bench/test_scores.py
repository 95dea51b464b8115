"""Scores of hand-made flows against hand-made truths."""

from typing import Any

import pytest

from bench import marks, scores
from bench.truth import AppTruth, Judged, Place


def end(site: str, channel: str = "log", place: tuple[str, str, str] = ("c", "m", "")) -> dict[str, Any]:
    return {"entry": "e", "site": site, "place": list(place), "channel": channel}


def flow(source: str, sink: str, *way: str, kind: str = "data", channel: str = "log") -> scores.Flow:
    steps = [{"site": s, "place": ["c", "m", ""]} for s in way]
    return {"kind": kind, "source": end(source), "sink": end(sink, channel), "way": steps}


def leaking(leaks: int | None, category: str = "Lifecycle", **more: Any) -> AppTruth:
    return AppTruth("a.apk", "droidbench", category, leaks, **more)


def sites(result: scores.Result) -> list[tuple[str, str]]:
    return [(a["site"], b["site"]) for a, b in result.leaks]


def test_leaks_are_distinct_pairs_of_sites() -> None:
    result = scores.score(leaking(2), [flow("s", "k"), flow("s", "k"), flow("s", "l")])
    assert sites(result) == [("s", "k"), ("s", "l")]
    assert result.tally() == scores.Tally(2, 0, 0)


@pytest.mark.parametrize(("found", "stated", "tally"), [(3, 1, (1, 2, 0)), (1, 3, (1, 0, 2)), (0, 0, (0, 0, 0))])
def test_tally_by_number(found: int, stated: int, tally: tuple[int, int, int]) -> None:
    assert scores.counted(found, stated) == scores.Tally(*tally)


def test_app_level_asks_only_whether() -> None:
    assert scores.score(leaking(1), [flow("s", "k"), flow("s", "l")]).app_tally() == scores.Tally(1, 0, 0)
    assert scores.score(leaking(0), [flow("s", "k")]).app_tally() == scores.Tally(0, 1, 0)
    assert scores.score(leaking(2), []).app_tally() == scores.Tally(0, 0, 1)


def test_decisions_count_in_implicit_flows_only() -> None:
    decision = flow("s", "k", kind="decision")
    assert sites(scores.score(leaking(1, "ImplicitFlows"), [decision])) == [("s", "k")]
    assert sites(scores.score(leaking(1, "Lifecycle"), [decision])) == []


def test_what_stays_in_the_app_is_no_leak_unless_asked_for() -> None:
    kept = flow("s", "k", channel="preferences")
    assert sites(scores.score(leaking(0), [kept])) == []
    assert sites(scores.score(leaking(0), [kept], all_sinks=True)) == [("s", "k")]


def test_a_sink_on_the_way_of_a_longer_flow_is_not_counted_again() -> None:
    long, short = flow("s", "send", "s", "open", "send"), flow("s", "open", "s", "open")
    assert sites(scores.score(leaking(1), [long, short])) == [("s", "send")]
    other = flow("t", "open", "t", "open")
    assert sites(scores.score(leaking(2), [long, short, other])) == [("s", "send"), ("t", "open")]


def test_a_message_that_the_app_takes_itself_is_counted_where_it_ends() -> None:
    started = flow("s", "start", "s", "start", channel="other_app")
    logged = flow("s", "log", "s", "start", "log", channel="log")
    assert sites(scores.score(leaking(1), [started, logged])) == [("s", "log")]
    assert sites(scores.score(leaking(1), [started])) == [("s", "start")]


def test_one_kind_of_datum_at_one_sink_is_one_leak() -> None:
    north, east = flow("latitude", "k"), flow("longitude", "k")
    for one in (north, east):
        one["source"]["categories"] = ["location"]
    assert len(scores.score(leaking(1), [north, east]).leaks) == 1


def test_flows_inside_libraries_and_in_dead_code_are_no_leaks_of_the_app() -> None:
    inside, dead = flow("s", "k"), flow("s", "l")
    inside["source"]["owner"] = inside["sink"]["owner"] = "product.x"
    dead["reach"] = "dead"
    assert sites(scores.score(leaking(0), [inside, dead])) == []


def test_ratios_are_absent_where_nothing_is_below_the_line() -> None:
    assert scores.Tally().as_json()["precision"] is None
    assert scores.Tally(1, 1, 0).as_json() == {
        "right": 1, "wrong": 1, "missed": 0, "precision": 0.5, "recall": 1.0, "f1": 0.6667,
    }  # fmt: skip


QUERY, WRITE, POST = Place("x.A", "run", "query"), Place("x.B", "save", "write"), Place("x.C", "send", "execute")


def judged(number: int, source: Place, sink: Place, expected: bool = True, shared: bool = False) -> Judged:
    return Judged(number, source, sink, expected, shared)


def placed(*places: Place, kind: str = "data") -> scores.Flow:
    """A flow along places, from the first to the last."""
    ends = [end("/".join(p), place=p) for p in places]
    return {
        "kind": kind,
        "source": ends[0],
        "sink": ends[-1],
        "way": [{"site": e["site"], "place": e["place"]} for e in ends],
    }


def taint(*flows: Judged) -> AppTruth:
    return AppTruth("a", "taintbench", "", flows=flows)


def test_a_flow_is_found_by_its_two_ends() -> None:
    app = taint(judged(1, QUERY, WRITE), judged(2, QUERY, POST))
    result = scores.score(app, [placed(QUERY, WRITE)])
    assert result.found == {1: True, 2: False}
    assert result.tally() == scores.Tally(1, 0, 1)


def test_the_read_of_what_is_named_and_the_write_into_what_is_opened_are_ends_as_well() -> None:
    named, opened = Place("x.A", "run", "parse"), Place("x.B", "send", "getOutputStream")
    found = placed(named, QUERY, WRITE, opened)
    found["source"]["read"], found["sink"]["written"] = list(QUERY), list(WRITE)
    result = scores.score(taint(judged(1, QUERY, WRITE), judged(2, named, opened), judged(3, QUERY, POST)), [found])
    assert result.ends == {1: True, 2: True, 3: False}
    assert result.exact == {1: False, 2: True, 3: False}


def test_a_decision_is_no_flow() -> None:
    assert not scores.score(taint(judged(1, QUERY, WRITE)), [placed(QUERY, WRITE, kind="decision")]).found[1]


def test_a_longer_flow_goes_through_and_is_said_apart() -> None:
    start = Place("x.A", "onCreate", "getDeviceId")
    result = scores.score(taint(judged(1, QUERY, WRITE)), [placed(start, QUERY, WRITE, POST)])
    assert (result.ends[1], result.through[1], result.unjudged) == (False, True, 1)
    assert scores.reported([result], expected=True) == {"stated": 1, "exactly": 0, "end_at": 0, "go_through": 1}


def test_where_asked_for_what_goes_through_counts_for_expected_and_unexpected_alike() -> None:
    app = taint(judged(1, QUERY, WRITE), judged(2, QUERY, POST, False))
    longer = [placed(Place("x.A", "onCreate", "getDeviceId"), QUERY, WRITE, POST)]
    assert scores.score(app, longer).tally() == scores.Tally(0, 0, 1)
    assert scores.score(app, longer, by_ends=False).tally() == scores.Tally(1, 1, 0)


def test_going_through_in_the_wrong_order_is_not_going_through() -> None:
    assert not scores.score(taint(judged(1, QUERY, WRITE)), [placed(WRITE, QUERY, POST)]).through[1]


def test_unexpected_flows_count_but_not_those_nobody_can_tell_apart() -> None:
    app = taint(judged(1, QUERY, WRITE), judged(2, QUERY, WRITE, False, True), judged(3, QUERY, POST, False))
    result = scores.score(app, [placed(QUERY, WRITE), placed(QUERY, POST)])
    assert result.tally() == scores.Tally(1, 1, 0)
    assert scores.reported([result], expected=False) == {"stated": 1, "exactly": 1, "end_at": 1, "go_through": 1}


def test_an_app_that_failed_counts_as_all_missed() -> None:
    failed = scores.Result(taint(judged(1, QUERY, WRITE), judged(2, QUERY, POST, False)), failed="out of time")
    assert failed.tally() == scores.Tally(0, 0, 1)
    assert scores.Result(leaking(2), failed="out of time").tally() == scores.Tally(0, 0, 2)


def test_what_is_wanted_depends_on_the_lists() -> None:
    result = scores.score(taint(judged(1, QUERY, WRITE), judged(2, QUERY, POST, False)), [placed(QUERY, WRITE)])
    own = marks.checked("taintbench", [result], lists=False)
    assert own == [{"what": "recall", "wanted": "0.75 or more", "reached": 1.0, "met": True}]
    listed = marks.checked("taintbench", [result], lists=True)
    assert [(w["what"], w["met"]) for w in listed] == [("recall", True), ("unexpected flows reported", True)]


def test_the_peer_is_held_to_the_same_apps() -> None:
    some = [scores.score(leaking(1, peer=2), [flow("s", "k")]), scores.score(leaking(1), [])]
    found = marks.beside_peer(some)
    assert found == (1, scores.Tally(1, 1, 0), scores.Tally(1, 0, 0))


def test_data_of_no_known_kind_is_no_leak() -> None:
    received = flow("s", "log")
    received["source"]["entry"] = "source.received.message"
    assert not scores.score(leaking(0), [received]).leaks


def test_what_goes_through_the_own_provider_and_leaves_is_one_leak() -> None:
    given = [flow("imei", "insert", channel="provider"), flow("imei", "query", "insert", channel="other_app")]
    assert sites(scores.score(leaking(1), given)) == [("imei", "query")]
