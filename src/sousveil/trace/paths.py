"""The flows as typed rows. Their steps stay in the table until someone asks for those of one flow."""

from sousveil import core
from sousveil.model.evidence import Reach, Strength
from sousveil.model.facts import Facts
from sousveil.model.traces import Flow, FlowStep, Followed, Join, ReachOf, Traces
from sousveil.trace.flow import FlowTables
from sousveil.trace.owners import Owners

_WORSE = (Reach.LIVE, Reach.DORMANT, Reach.UNKNOWN, Reach.DEAD)
_STRENGTH = {"derived": Strength.TRACED, "inferred": Strength.INFERRED}
_COLUMNS = (
    "flow", "kind", "source", "source_method", "source_offset", "sink", "sink_method", "sink_offset", "steps",
    "modelled", "grade", "strength", "cut",
)  # fmt: skip
_STEP = ("kind", "method", "offset", "from_reg", "to_reg", "from_path", "to_path", "symbol", "why")


class Steps:
    """The steps of one flow, read from the table row by row. The rows of a flow stand together and in order."""

    def __init__(self, table: core.Table, lengths: list[int]) -> None:
        self._table = table
        self._order = [table.columns.index(name) for name in _STEP]
        self._first = [0]
        for length in lengths:
            self._first.append(self._first[-1] + length)

    def of(self, flow: Flow) -> list[FlowStep]:
        """The steps of a flow, its source first."""
        start = self._first[flow.number]
        rows = [self._table.row(n) for n in range(start, start + flow.steps)]
        return [FlowStep(*(row[at] for at in self._order)) for row in rows]


def followed(tables: FlowTables, facts: Facts, traces: Traces, owner_of: Owners) -> Followed:
    """The tables as typed rows, with the reach of both ends and whose code they are in."""
    assert facts.code is not None  # noqa: S101 - there are no flows without code
    assert traces.reach is not None  # noqa: S101
    code = facts.code
    joins = [Join(*row) for row in tables.tables["carriers"].rows()]
    rows = list(zip(*(tables.flows.column(name) for name in _COLUMNS), strict=True))
    operands = tables.flows.column("sink_operand")
    steps = Steps(tables.steps, [row[8] for row in rows])
    kinds = tables.steps.column("kind")
    passed = _passed(tables.steps, kinds, joins)
    found = []
    for row, operand in zip(rows, operands, strict=True):
        number, kind, source, from_, from_offset, sink, to, to_offset, length, modelled, grade, strength, cut = row
        through, numbers = passed.get(number, (frozenset(), ()))
        owners = {owner_of.of(code.method_class(method) or "") for method in (from_, to)}
        owner = owners.pop() if len(owners) == 1 else None
        ends = (source, from_, from_offset, sink, to, to_offset)
        said = (length, modelled, grade, _STRENGTH[strength], _reach(traces.reach, from_, to), cut)
        found.append(Flow(number, kind == "decision", *ends, *said, numbers, through, owner, operand))
    return Followed(found, joins, steps, tables.counts, kinds.count("model"), kinds.count("default"))


def _reach(reach: ReachOf, source: int, sink: int) -> Reach:
    return max(reach.state(source), reach.state(sink), key=_WORSE.index)


def _passed(
    steps: core.Table, kinds: list[str], joins: list[Join]
) -> dict[int, tuple[frozenset[str], tuple[int, ...]]]:
    """What each flow passes."""
    places = [n for n, kind in enumerate(kinds) if kind in ("carrier", "static_load")]
    if not places:
        return {}
    flow_of, why = steps.column("flow"), steps.column("why")
    known = {join.number: join for join in joins}
    found: dict[int, tuple[set[str], list[int]]] = {}
    for place in places:
        passed, numbers = found.setdefault(flow_of[place], (set(), []))
        if kinds[place] == "static_load":
            passed.add("static")
            continue
        join = known.get(int(why[place])) if why[place].isdecimal() else None
        if join is not None and join.number not in numbers:
            passed.add(join.kind)
            numbers.append(join.number)
    return {flow: (frozenset(passed), tuple(numbers)) for flow, (passed, numbers) in found.items()}
