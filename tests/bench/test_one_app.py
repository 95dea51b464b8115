"""Places of an app as truths name them, and sites taken from lists, on one of our own apps."""

from functools import cache
from typing import Any

import pytest

from bench import one_app
from bench.truth import Place
from sousveil import line
from sousveil.knowledge.load import load
from sousveil.model.facts import Facts
from sousveil.model.limits import Limits
from sousveil.trace import owners
from tests.conftest import APPS

OWNERS = owners.owners(load())


@cache
def facts() -> Facts:
    return line.open_facts(APPS / "clipboard_read" / "app.apk", Limits())


@pytest.mark.parametrize(
    ("text", "callee"),
    [
        ("invoke-virtual Ljava/io/File;->delete()Z", "delete"),
        ("invoke-direct Ljava/io/File;-><init>(Ljava/lang/String;)V", "File"),
        ("invoke-direct Lx/A$B;-><init>()V", "B"),
        ("sget-object Lx/A;->URI:Landroid/net/Uri;", "URI"),
        ("return-void", ""),
    ],
)
def test_callees_are_named_as_truths_name_them(text: str, callee: str) -> None:
    assert one_app.callee_of(text) == callee


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("Lx/A;->get()Ljava/lang/String;", ["result", "result.content", "result[].content"]),
        ("Ljava/io/File;-><init>(Ljava/lang/String;)V", ["this", "this.content"]),
        ("Lx/A;->read([B)V", ["arg*"]),
    ],
)
def test_where_a_listed_source_puts_its_datum(text: str, places: list[str]) -> None:
    assert one_app.gives(text) == places


@pytest.mark.parametrize(
    ("text", "static", "places"),
    [
        ("Ljava/io/OutputStream;->write([B)V", False, ["arg*.*"]),
        ("Ljava/io/File;->delete()Z", False, ["this.*"]),
        ("Ljava/net/URLConnection;->getOutputStream()Ljava/io/OutputStream;", False, ["this.*"]),
        ("Landroid/util/Log;->i(Ljava/lang/String;Ljava/lang/String;)I", True, ["arg*.*"]),
    ],
)
def test_where_a_listed_sink_takes_data(text: str, static: bool, places: list[str]) -> None:
    assert one_app.takes(text, static=static) == places


def test_lists_name_every_call_of_that_name() -> None:
    names = {one_app.callee_of(facts().code.method_text(o)) for _, _, _, o in one_app.calls(facts())}  # type: ignore[union-attr]
    name = min(n for n in names if n[:1].islower())
    sources, sinks = one_app.listed(facts(), one_app.Lists(frozenset({name}), frozenset({name})))
    code = facts().code
    assert code is not None
    assert sources
    assert [s[1:3] for s in sources] == [s[1:3] for s in sinks]
    for listed, method, offset, _ in sources:
        assert listed == f"list:{name}"
        assert one_app.place(code, method, offset).callee == name
    assert one_app.listed(facts(), one_app.Lists(frozenset(), frozenset({"noSuchName"}))) == ([], [])


def test_places_that_are_not_in_the_app_are_told() -> None:
    code = facts().code
    assert code is not None
    method, offset, _, _ = next(one_app.calls(facts()))
    there, gone = one_app.place(code, method, offset), Place("no.such.Class", "m", "c")
    assert one_app.absent(facts(), [there, gone]) == [gone]


def row(number: int, source: tuple[int, int | None], sink: tuple[int, int]) -> dict[str, Any]:
    return {
        "flow": number, "kind": "data", "source": "source.x", "source_method": source[0], "source_offset": source[1],
        "sink": "sink.log", "sink_method": sink[0], "sink_offset": sink[1], "sink_operand": 1, "reach": "live",
    }  # fmt: skip


def test_what_is_named_is_read_and_what_is_opened_is_written() -> None:
    code = facts().code
    assert code is not None
    (a, x, *_), (b, y, *_), (c, z, *_) = list(one_app.calls(facts()))[:3]
    places = [(a, x, "source", ".content", ".content"), (b, y, "model", ".content", ""), (c, z, "model", "", "")]
    steps = [
        {"flow": 1, "step": n, "method": m, "offset": o, "kind": k, "from_path": f, "to_path": t, "symbol": ""}
        for n, (m, o, k, f, t) in enumerate(places)
    ]

    def ends(operand: int | None) -> tuple[Any, Any]:
        given = [row(1, (a, x), (a, x)) | {"sink_operand": operand}]
        (flow,) = one_app.named(one_app.Traced(facts(), code, load(), given, steps, OWNERS, {}))
        return flow["source"].get("read"), flow["sink"].get("written")

    read, written = list(one_app.place(code, b, y)), list(one_app.place(code, c, z))
    assert ends(None) == (read, written)
    assert ends(1) == (read, None)


def test_flows_are_named_and_ordered_whatever_their_numbers() -> None:
    code = facts().code
    assert code is not None
    (a, x, *_), (b, y, *_) = list(one_app.calls(facts()))[:2]
    steps = [
        {"flow": 1, "step": 1, "method": b, "offset": y, "kind": "sink", "from_path": "", "to_path": ""},
        {"flow": 1, "step": 0, "method": a, "offset": x, "kind": "source", "from_path": "", "to_path": ""},
    ]
    given = [row(1, (a, x), (b, y)), row(2, (a, None), (b, y))]
    cost = {"cpu_seconds": 0.0}
    one = one_app.named(one_app.Traced(facts(), code, load(), given, steps, OWNERS, cost))
    other = one_app.named(one_app.Traced(facts(), code, load(), given[::-1], steps[::-1], OWNERS, cost))
    assert one == other
    with_way = next(f for f in one if f["way"])
    assert [s["site"] for s in with_way["way"]] == [one_app.site(code, a, x), one_app.site(code, b, y)]
    assert with_way["sink"]["channel"] == "log"
    entry = next(f for f in one if not f["way"])
    assert (entry["source"]["place"][2], entry["source"]["site"]) == ("", code.method_text(a))
