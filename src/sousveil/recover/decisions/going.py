"""Where a form goes on: calls that send or keep what was entered, or lead to such."""

import re
from collections.abc import Iterable

from sousveil.knowledge.load import Knowledge
from sousveil.model.facts import Facts
from sousveil.model.flow import NETWORK
from sousveil.model.traces import Traces
from sousveil.recover.code import OwnCode, Use

_FARTHEST = 6
"""Callers up from a call to the network."""
_MOST = 20_000
_SENDS = re.compile(r"^(submit|upload|send|post|commit|enqueue|publish|push(Data|Info)|doPost|request)")
_KEEPS = re.compile(r"^(save|insert|persist|store)")
_RUNS = ("run", "call", "doInBackground", "doWork", "onHandleIntent", "subscribe", "apply", "invoke")


class Going:
    """Says of a call whether the form goes on there: `send`, `keep` or nothing."""

    def __init__(self, facts: Facts, traces: Traces, knowledge: Knowledge, own: OwnCode) -> None:
        self._own = own
        self._known: dict[tuple[int, int], str] = {}
        sinks = [
            s
            for id_, entry in knowledge.of_kind("sinks").items()
            if entry.detail.get("channel") in NETWORK
            for s in traces.of(id_)
            if s.method is not None
        ]
        self._sites = {(s.method, s.offset) for s in sinks}
        own_methods = set(own.methods)
        self.methods = self._upwards(
            facts, {s.method for s in sinks if s.method in own_methods and s.method is not None}
        )

    def _upwards(self, facts: Facts, methods: set[int]) -> set[int]:
        """Methods from which the network is reached; what is made to run later counts with who makes it."""
        code = self._own.code
        found, edge = set(methods), sorted(methods)
        for _ in range(_FARTHEST):
            following: set[int] = set()
            for method in edge:
                starts = [method]
                if code is not None and code.method_text(method).partition("->")[2].partition("(")[0] in _RUNS:
                    owner = code.method_class(method) or ""
                    starts += [m for m in code.class_methods(owner) if "-><init>(" in code.method_text(m)]
                following |= {caller for start in starts for caller, _ in self._own.callers(start)}
            edge = sorted(following - found)[:_MOST]
            found |= set(edge)
        return found

    def on(self, use: Use) -> str:
        """What a call does with the form."""
        if use.kind != "call":
            return ""
        place = (use.method, use.offset)
        if place not in self._known:
            self._known[place] = self._does(use)
        return self._known[place]

    def _does(self, use: Use) -> str:
        name = use.text.partition("->")[2].partition("(")[0]
        if (use.method, use.offset) in self._sites or _SENDS.match(name):
            return "send"
        if name != "<init>" and any(m in self.methods for m in self._own.callees(use.method, use.offset)):
            return "send"
        return "keep" if _KEEPS.match(name) else ""

    def calls(self, uses: Iterable[Use]) -> list[tuple[Use, str]]:
        """Those of the uses where a form goes on."""
        return [(use, does) for use in uses if (does := self.on(use))]
