"""How found flows are held against a truth. Pure: no file, no process.

Leaks (DroidBench, component, aliasing and native suites)
: A leak is one kind of datum (the source's data category) at one sink site. The truths state a number an app, not
  which, so a tally is by number: the smaller of found and stated is right, what is over is wrong, what is short is
  missed.
  Pairs of kind `data` count. Pairs of kind `decision` (data decides whether something happens) count only in the
  category ImplicitFlows, which is about them.
  What does not leave the app is no leak by the suites' own wording: sinks whose channel is `preferences` or `database`
  are left out unless all are asked for.
  A sink met on the way of a longer flow of the same datum by the same channel is not counted again: the address an
  URL object is made with, and the connection that is opened by it, are one leak. Nor is a message that a component of
  the app itself takes and passes on, by whatever channel.
  Sources of no known kind (what is handed over in a message, what stands in a file) are left out: the suites count the
  data that were put there.
  Flows between two places of known libraries are left out (the truths are about the apps' own code), and so are
  flows in code to which no way was found.

Flows (TaintBench)
: A judged flow is two calls, each a class, a method and a callee. A flow of ours *ends at them* when it begins with
  the one and ends with the other. Where our source only names data (the address of the contacts), the call that reads
  it is its place as well; where our sink opens something, so is the call that writes the data into it: experts name
  either. How many have exactly the two as source and sink is said beside; with lists only those count. A flow *goes
  through* them when it is at the one and later at the other, from wherever it comes and wherever it leads.
  What ends at them counts. What goes through them is always said beside it, and counts instead where that is asked
  for, for expected and unexpected flows alike: with our own catalogues a flow begins where personal data comes from
  (a message arrives) and not where experts began it (an extra is read), and ends where data leaves (the connection)
  and not in the step before (a write into its stream), so that ends seldom agree. It is the softer measure.
  Flows judged as not expected are false alarms when they are reported, but where an expected flow has the same two
  places nobody could tell the two apart, and they are left out. Flows nobody judged are counted apart.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bench.truth import AppTruth, Judged, Place

Flow = dict[str, Any]
"""As `bench.one_app` writes it."""

IMPLICIT = "ImplicitFlows"
UNNAMED = ("source.read.", "source.received.")
"""Branches of the sources that give data of no known kind."""
HANDED_ON = ("other_app", "provider")
"""Channels by which data goes to a component: one of the app's own, where a longer flow goes on from there."""
STAYS = frozenset({"preferences", "database"})


@dataclass(slots=True)
class Tally:
    """Right, wrong and missed. Ratios are None where nothing stands below the line."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    def add(self, other: "Tally") -> None:
        self.right += other.right
        self.wrong += other.wrong
        self.missed += other.missed

    @property
    def precision(self) -> float | None:
        return _ratio(self.right, self.right + self.wrong)

    @property
    def recall(self) -> float | None:
        return _ratio(self.right, self.right + self.missed)

    @property
    def f1(self) -> float | None:
        return _ratio(2 * self.right, 2 * self.right + self.wrong + self.missed)

    def as_json(self) -> dict[str, int | float | None]:
        ratios = {"precision": self.precision, "recall": self.recall, "f1": self.f1}
        return {"right": self.right, "wrong": self.wrong, "missed": self.missed} | {
            name: None if value is None else round(value, 4) for name, value in ratios.items()
        }


def _ratio(part: int, whole: int) -> float | None:
    return part / whole if whole else None


@dataclass(slots=True)
class Result:
    """What a run says of one app."""

    app: AppTruth
    failed: str = ""
    """Why there are no flows of this app: missing, crashed, out of time. It then counts as if nothing were found."""
    leaks: list[tuple[Flow, Flow]] = field(default_factory=list)
    """Source and sink of each leak that counts, by site."""
    ends: dict[int, bool] = field(default_factory=dict)
    """TaintBench: number of a judged flow → whether a flow ends at its two places."""
    exact: dict[int, bool] = field(default_factory=dict)
    """The same: whether a flow has the two as source and sink themselves, not as the read or the write."""
    through: dict[int, bool] = field(default_factory=dict)
    """The same: whether a flow goes through them."""
    by_ends: bool = True
    """Which of the two counts."""
    unjudged: int = 0
    absent: frozenset[Place] = frozenset()
    """Places of the truth that are no call of the app."""

    @property
    def found(self) -> dict[int, bool]:
        return self.ends if self.by_ends else self.through

    def tally(self) -> Tally:
        """At leak level, or over judged flows."""
        if self.app.flows:
            return judged_tally(self.app.flows, self.found)
        return counted(len(self.leaks), self.app.leaks or 0)

    def app_tally(self) -> Tally:
        """At app level: does it leak, yes or no."""
        if self.app.flows:
            whole = judged_tally(self.app.flows, self.found)
            return counted(int(whole.right > 0), int(any(f.expected for f in self.app.flows)))
        return counted(min(len(self.leaks), 1), min(self.app.leaks or 0, 1))

    @property
    def has_truth(self) -> bool:
        return bool(self.app.flows) or self.app.leaks is not None


def score(
    app: AppTruth,
    flows: Sequence[Flow],
    *,
    all_sinks: bool = False,
    by_ends: bool = True,
    absent: Iterable[Place] = (),
) -> Result:
    """Holds the flows of one app against its truth."""
    if not app.flows:
        return Result(app, leaks=leaks(flows, decisions=app.category == IMPLICIT, all_sinks=all_sinks))
    data = [f for f in flows if f["kind"] == "data"]
    exact = {(Place(*f["source"]["place"]), Place(*f["sink"]["place"])) for f in data}
    ends = {(a, b) for f in data for a in _places(f["source"], "read") for b in _places(f["sink"], "written")}
    judged = {f.key for f in app.flows}
    return Result(
        app,
        ends={f.number: f.key in ends for f in app.flows},
        exact={f.number: f.key in exact for f in app.flows},
        through={f.number: f.key in ends or any(goes_through(d, f) for d in data) for f in app.flows},
        by_ends=by_ends,
        unjudged=len(exact - judged),
        absent=frozenset(absent),
    )


def _places(end: Mapping[str, Any], more: str) -> list[Place]:
    """The place of a source or sink, and the call that reads what it names or writes into what it opened."""
    return [Place(*end[key]) for key in ("place", more) if key in end]


def leaks(flows: Sequence[Flow], *, decisions: bool, all_sinks: bool = False) -> list[tuple[Flow, Flow]]:
    """Source and sink of each leak that counts, ordered by sites."""
    kinds = {"data", "decision"} if decisions else {"data"}
    kept = [f for f in flows if f["kind"] in kinds and (all_sinks or f["sink"]["channel"] not in STAYS)]
    kept = [f for f in kept if f.get("reach") != "dead" and not (f["source"].get("owner") and f["sink"].get("owner"))]
    kept = [f for f in kept if not f["source"]["entry"].startswith(UNNAMED)]
    passed = {
        (_datum(f), channel, step["site"])
        for f in kept
        for step in f["way"]
        for channel in (f["sink"]["channel"], *HANDED_ON)
        if step["site"] != f["sink"]["site"]
    }
    pairs: dict[tuple[str, str], tuple[Flow, Flow]] = {}
    for flow in kept:
        pairs.setdefault((_datum(flow), flow["sink"]["site"]), (flow["source"], flow["sink"]))
    ends = {key: pair for key, pair in pairs.items() if (key[0], pair[1]["channel"], key[1]) not in passed}
    return [pair for _, pair in sorted(ends.items() if ends else pairs.items())]


def _datum(flow: Flow) -> str:
    """What kind of datum a flow carries: its data category, else the place it comes from."""
    categories: list[str] = flow["source"].get("categories", [])
    return categories[0] if categories else str(flow["source"]["site"])


def _mutual(pair: tuple[str, str], flows: Sequence[Flow]) -> bool:
    """Whether every source that has this one on its way also lies on this one's way."""
    site, sink = pair
    ways: dict[str, set[str]] = {}
    for flow in flows:
        if flow["sink"]["site"] == sink:
            ways.setdefault(flow["source"]["site"], set()).update(step["site"] for step in flow["way"])
    before = [source for source, way in ways.items() if source != site and site in way]
    return all(source in ways[site] for source in before)


def goes_through(flow: Flow, wanted: Judged) -> bool:
    """Whether a flow is at the wanted source and then, or in the same step, at the wanted sink."""
    way = (
        [Place(*flow["source"]["place"])] + [Place(*s["place"]) for s in flow["way"]] + [Place(*flow["sink"]["place"])]
    )
    begun = False
    for place in way:
        begun = begun or place == wanted.source
        if begun and place == wanted.sink:
            return True
    return False


def counted(found: int, stated: int) -> Tally:
    return Tally(min(found, stated), max(0, found - stated), max(0, stated - found))


def judged_tally(flows: Iterable[Judged], found: dict[int, bool]) -> Tally:
    """Over flows an expert judged, one for one; those that share their places with an expected one are left out."""
    tally = Tally()
    for flow in flows:
        reported = found.get(flow.number, False)
        if flow.expected:
            tally.right += reported
            tally.missed += not reported
        elif not flow.shares_key:
            tally.wrong += reported
    return tally


def total(tallies: Iterable[Tally]) -> Tally:
    whole = Tally()
    for tally in tallies:
        whole.add(tally)
    return whole


def reported(results: Iterable[Result], *, expected: bool) -> dict[str, int]:
    """How many judged flows are reported by either measure, of how many; what cannot be told apart is left out."""
    of = [(r, f) for r in results for f in r.app.flows if f.expected == expected and not f.shares_key]
    return {
        "stated": len(of),
        "exactly": sum(r.exact.get(f.number, False) for r, f in of),
        "end_at": sum(r.ends.get(f.number, False) for r, f in of),
        "go_through": sum(r.through.get(f.number, False) for r, f in of),
    }
