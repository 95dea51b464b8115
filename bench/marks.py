"""What others reach on these suites, and what is wanted here.

Always with suite, subset and truth: figures on different subsets or truths are not to be compared one to one.
"""

from dataclasses import dataclass
from typing import Any

from bench import scores
from bench.scores import Result, Tally


@dataclass(frozen=True, slots=True)
class Mark:
    """A published figure."""

    suite: str
    who: str
    subset: str
    precision: float | None
    recall: float | None
    f1: float | None


MARKS = (
    Mark("droidbench", "FlowDroid 2024, forward", "133 apps its own tests enable", 0.897, 0.919, 0.908),
    Mark("droidbench", "FlowDroid 2024, forward", "188 apps, header truth", 0.880, 0.742, 0.805),
    Mark("droidbench", "FlowDroid 2.7.1 + IccTA", "158 apps, TSE 2021 truth", 0.883, 0.715, 0.790),
    Mark("droidbench", "Amandroid 3.2.0", "158 apps, TSE 2021 truth", 0.631, 0.487, 0.550),
    Mark("taintbench", "FlowDroid", "whole suite, per-app lists", 0.75, 0.23, 0.35),
    Mark("taintbench", "JSVFA", "whole suite, per-app lists", 0.30, 0.72, 0.42),
    Mark("taintbench", "NESA (language model + Datalog)", "whole suite, per-app lists", 0.66, 0.79, 0.72),
    Mark("ubcbench", "Tai-e", "24 right, 4 wrong, 2 missed", 0.86, 0.92, 0.89),
    Mark("iccbench", "FlowDroid", "whole suite", None, None, 0.786),
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A figure to reach. `lists`: whether it is about a run with the truth's own lists; None: either."""

    suite: str
    what: str
    bound: float
    lists: bool | None = None
    at_most: bool = False


WANTED = (
    Wanted("droidbench", "F1, leak level", 0.93),
    Wanted("iccbench", "F1, leak level", 0.90),
    Wanted("ubcbench", "F1, leak level", 0.90),
    Wanted("taintbench", "recall", 0.85, lists=True),
    Wanted("taintbench", "unexpected flows reported", 0.25, lists=True, at_most=True),
    Wanted("taintbench", "recall", 0.75, lists=False),
)


def checked(suite: str, results: list[Result], *, lists: bool) -> list[dict[str, Any]]:
    """What is wanted of this suite, what is reached, and whether that is enough."""
    found = []
    whole = scores.total(r.tally() for r in results)
    for wanted in WANTED:
        if wanted.suite != suite or wanted.lists not in (None, lists):
            continue
        reached = _reached(wanted, whole, results)
        met = None
        if reached is not None:
            met = reached <= wanted.bound if wanted.at_most else reached >= wanted.bound
        bound = f"{wanted.bound} or {'less' if wanted.at_most else 'more'}"
        found.append(
            {
                "what": wanted.what,
                "wanted": bound,
                "reached": None if reached is None else round(reached, 4),
                "met": met,
            }
        )
    return found


def _reached(wanted: Wanted, whole: Tally, results: list[Result]) -> float | None:
    if wanted.what == "recall":
        return whole.recall
    if wanted.at_most:
        against = sum(not f.expected and not f.shares_key for r in results for f in r.app.flows)
        return whole.wrong / against if against else None
    return whole.f1


def beside_peer(results: list[Result]) -> tuple[int, Tally, Tally] | None:
    """On the apps for which the truth file says what a peer reports: their number, the peer's tally, ours."""
    both = [r for r in results if r.app.peer is not None and r.app.leaks is not None]
    if not both:
        return None
    peer = scores.total(scores.counted(r.app.peer or 0, r.app.leaks or 0) for r in both)
    return len(both), peer, scores.total(r.tally() for r in both)
