"""What each class of the app does with records: which it reads and where those come from, which it fills in, and
where it sends."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from sousveil.model.evidence import Step
from sousveil.model.record import Record
from sousveil.recover.code import Node, OwnCode, Use
from sousveil.recover.decisions.going import Going
from sousveil.recover.decisions.terms import outer, simple
from sousveil.recover.records.names import parameters, property_name

_ANSWERED = re.compile(
    r"^(on(Response|Success\w*|Succeed\w*|Result\w*|Next|Loaded|Complete\w*|PostExecute|Changed)|accept|apply|invoke"
    r"|success|deliverResponse|call)$"
)
_PUSHED = re.compile(
    r"^on(Message\w*|Receive\w*|Push\w*|Event\w*|Notification\w*|Custom\w*)$|^(handle|process)Push\w*$"
)
_PARSED = re.compile(r"^(fromJson|parseObject|parseArray|readValue|decodeFromString|convertValue)$")
_HANDED = re.compile(r"^get(Serializable|Parcelable)\w*$")
_KEPT = re.compile(r"^(load|loadAll|unique|list|query\w*|find\w*|findAll|first)$")
_MOST = 12
_DEEPEST = 6


@dataclass(slots=True)
class Unit:
    """One outermost class. Records by place in the list of records → field → where it is read or written."""

    name: str
    reads: dict[int, dict[str, Use]] = field(default_factory=lambda: defaultdict(dict))
    fills: dict[int, dict[str, Use]] = field(default_factory=lambda: defaultdict(dict))
    called: dict[int, str] = field(default_factory=dict)
    """Record → the class it is filled in as."""
    from_: dict[int, set[str]] = field(default_factory=lambda: defaultdict(set))
    """Record → answer, push, message, table, made."""
    home: set[int] = field(default_factory=set)
    """Records whose keys are put together in this class."""
    sends: list[Use] = field(default_factory=list)
    methods: list[int] = field(default_factory=list)


class Units:
    """Reads the app's own code once."""

    def __init__(self, own: OwnCode, going: Going, uses: Sequence[Use], records: Sequence[Record]) -> None:
        self._own = own
        self._records = records
        self._by_class = _classes(records)
        self._writes: dict[int, list[Use]] = defaultdict(list)
        self._calls: dict[tuple[int, int], Use] = {}
        self.units: dict[str, Unit] = {}
        self._names: dict[int, str] = {}
        """Method → simple name of the outermost class it is in."""
        for use in uses:
            if use.kind == "write" and use.symbol is not None:
                self._writes[use.symbol].append(use)
            elif use.kind == "call":
                self._calls[use.method, use.offset] = use
        for use in uses:
            self._take(use, going)
        for number, record in enumerate(records):
            for name in _homes(record):
                if name in self.units and {"json", "values", "template"} & set(record.forms):
                    self.units[name].home.add(number)

    def _unit(self, use: Use) -> Unit:
        name = self._names.get(use.method)
        if name is None:
            code = self._own.code
            name = simple(outer((code.method_class(use.method) or "") if code is not None else ""))
            self._names[use.method] = name
        unit = self.units.get(name)
        if unit is None:
            unit = self.units[name] = Unit(name)
        if not unit.methods or unit.methods[-1] != use.method:
            unit.methods.append(use.method)
        return unit

    def _take(self, use: Use, going: Going) -> None:
        unit = self._unit(use)
        if going.on(use) == "send":
            unit.sends.append(use)
        if use.kind != "call" or not use.values:
            return
        owner, _, rest = use.text.partition("->")
        number = self._by_class.get(simple(owner).rpartition(".")[2])
        name = property_name(rest.partition("(")[0])
        if number is None or not name or simple(owner) == unit.name:
            return
        if rest.startswith("set"):
            unit.fills[number].setdefault(name, use)
            unit.called.setdefault(number, simple(owner).rpartition(".")[2])
        elif not parameters(rest.partition("(")[2]):
            unit.reads[number].setdefault(name, use)
            if len(unit.from_[number]) < 4:
                unit.from_[number] |= self.roots(use.values[0], use.method)

    def roots(self, node: Node, method: int, depth: int = 0, seen: frozenset[int] = frozenset()) -> set[str]:
        """Where an object comes from: answer, push, message, table, made; nothing where that is not known."""
        if depth > _DEEPEST:
            return set()
        if node.kind == "parameter":
            return self._given(node.number, method, depth, seen)
        if node.kind in ("field", "static"):
            return self._of_field(node, method, depth, seen)
        if node.kind == "new":
            return {"made"}
        if node.kind == "call":
            return self._of_call(node, method, depth, seen)
        found: set[str] = set()
        for child in node.children[:4]:
            found |= self.roots(child, method, depth + 1, seen)
        return found

    def _of_call(self, node: Node, method: int, depth: int, seen: frozenset[int]) -> set[str]:
        if _PARSED.match(node.name):
            return {"answer"}
        if _HANDED.match(node.name):
            return {"message"}
        if _KEPT.match(node.name) and "Dao" in node.owner:
            return {"table"}
        below = [node.receiver] if node.receiver is not None else list(node.arguments[:1])
        found: set[str] = set()
        for child in below:
            found |= self.roots(child, method, depth + 1, seen)
        return found

    def _of_field(self, node: Node, method: int, depth: int, seen: frozenset[int]) -> set[str]:
        if node.symbol is None or node.symbol in seen:
            return set()
        if node.name.startswith(("this$", "val$")) and node.children and not self._writes.get(node.symbol):
            return self.roots(node.children[0], method, depth + 1, seen)
        found: set[str] = set()
        for use in self._writes.get(node.symbol, ())[:_MOST]:
            found |= self.roots(use.values[0], use.method, depth + 1, seen | {node.symbol})
        return found

    def _given(self, number: int, method: int, depth: int, seen: frozenset[int]) -> set[str]:
        """What a method is given: by the network, where its name says so, else by its callers."""
        text = self._own.code.method_text(method) if self._own.code is not None else ""
        name = text.partition("->")[2].partition("(")[0]
        if _PUSHED.match(name):
            return {"push"}
        if _ANSWERED.match(name):
            return {"answer"}
        found: set[str] = set()
        count = len(parameters(text.partition("(")[2]))
        for site in self._own.callers(method)[:4]:
            use = self._calls.get(site)
            at = number + len(use.values) - count if use is not None else -1
            if use is not None and 0 <= at < len(use.values):
                found |= self.roots(use.values[at], use.method, depth + 1, seen)
        return found


def _classes(records: Sequence[Record]) -> dict[str, int]:
    """Simple name of a class → place of its record."""
    found: dict[str, int] = {}
    for number, record in enumerate(records):
        for name in record.names:
            if name.kind == "class":
                found.setdefault(name.text.replace("$", ".").rpartition(".")[2], number)
    return found


def _homes(record: Record) -> set[str]:
    """Classes in whose code the keys of a record are put together."""
    steps: Iterable[Step] = [*record.evidence, *(step for f in record.fields for step in f.evidence[:2])]
    return {name for step in steps for name in home(step)}


def home(step: Step) -> tuple[str, ...]:
    """The outermost class that a place stands in, by its simple name; nothing for what is no code."""
    if step.place.startswith("code:"):
        return (simple(outer(step.place.removeprefix("code:").partition("->")[0])),)
    if step.part.endswith((".java", ".smali", ".kt")):
        return (step.part.rpartition("/")[2].rpartition(".")[0].partition("$")[0],)
    return ()
