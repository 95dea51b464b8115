"""Checks the path of a data flow step by step, from the bytes of the sample alone.

What each kind of step says is in docs/evidence.md, under "Steps of a data flow". It shares nothing with the analysis.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sousveil.verify import dalvik, reaching
from sousveil.verify.dalvik import Body, Insn, Undecodable
from sousveil.verify.dex import Dex
from sousveil.verify.stepkinds import (
    KINDS,
    FlowStep,
    Wrong,
    agree,
    gives,
    invoked,
    member,
    named,
    parameter,
    shown,
    signature,
    written_later,
)

BRIDGES = frozenset(["carrier", "callback", "lifecycle"])
KEEPERS = BRIDGES | frozenset(["alias", "model", "store", "array_store", "static_store"])
"""Steps that may keep an object before the datum is put into it."""
MOST_STEPS = 10_000


@dataclass(frozen=True, slots=True)
class Refusal:
    """A step that does not hold: its number, what it says, and what stands there."""

    step: int
    claimed: str
    there: str


class Sample:
    """The dex files of a sample, by number of their part."""

    def __init__(self, files: Mapping[int, bytes]) -> None:
        self._files = {number: Dex.all(data) for number, data in files.items()}

    def find(self, step: FlowStep) -> tuple[Dex, Body]:
        """The code of a step's method, in its part; where it names none, in the first part that has it."""
        for number, files in self._files.items():
            for dex in files if step.part in (number, None) else ():
                body = dex.body(step.method)
                if body is not None:
                    return dex, body
        raise Wrong("the sample has no such method with code")


@dataclass(slots=True)
class _Left:
    """Where a step leaves the datum: in a method, at these states; nothing where no register holds it."""

    method: str = ""
    states: tuple[reaching.State, ...] = ()
    known: bool = False
    changed: tuple[reaching.State, ...] = ()
    """Where, just before it, the object stood that it changed; nothing where it made a new value."""


def check(steps: Sequence[FlowStep], sample: Sample) -> list[Refusal]:
    """What of a path does not hold; empty where all does."""
    return _Path(steps, sample).refusals()


class _Path:
    def __init__(self, steps: Sequence[FlowStep], sample: Sample) -> None:
        self.steps = steps
        self.sample = sample
        self.calls: list[tuple[str, int]] = []

    def refusals(self) -> list[Refusal]:
        if not self.steps or len(self.steps) > MOST_STEPS:
            return [Refusal(0, "a path", "it has no steps, or too many")]
        found: list[Refusal] = []
        left = _Left()
        for number, step in enumerate(self.steps):
            try:
                self._order(number)
                if step.offset is not None and step.offset not in self.sample.find(step)[1].insns:
                    raise Wrong("no instruction begins there")
                self._arrives(number, left)
                left = self._step(number)
            except Wrong as error:
                found.append(Refusal(number, str(step), str(error)))
                left = _Left()
            except Undecodable as error:
                found.append(Refusal(number, str(step), f"the code cannot be read: {error}"))
                left = _Left()
            except reaching.TooLarge:
                found.append(Refusal(number, str(step), "the method has more paths than are searched"))
                left = _Left()
        return found

    def _order(self, number: int) -> None:
        step = self.steps[number]
        if (number == 0) != (step.kind == "source"):
            raise Wrong("a path begins with its source, and with one only")
        last = number == len(self.steps) - 1
        # A branch within a path: what comes after is a value that the datum only decided.
        if (last and step.kind not in ("sink", "branch")) or (not last and step.kind == "sink"):
            raise Wrong("a path ends with its sink or the branch it decides, and with one only")
        if number == 0:
            return
        before = self.steps[number - 1]
        left = before.kind not in BRIDGES or before.to_reg >= 0
        takes = step.kind not in BRIDGES or step.from_reg >= 0
        if left and takes and before.to_path != step.from_path:
            raise Wrong(f"the step before left it at {before.to_path!r} of its value")
        if (before.kind == "static_store") != (step.kind == "static_load") and "carrier" not in (
            before.kind,
            step.kind,
        ):
            raise Wrong("a static field is stored to in one step and loaded from in the next")
        if (
            step.kind == "static_load"
            and before.kind == "static_store"
            and member(before.symbol) != member(step.symbol)
        ):
            raise Wrong(f"the step before stored to {before.symbol}")

    def _arrives(self, number: int, left: _Left) -> None:
        """The datum the step before left must stand where this one takes it from."""
        step = self.steps[number]
        if number == 0 or not left.known or step.kind == "static_load":
            return
        if step.from_reg < 0:
            if step.kind in BRIDGES:
                return
            raise Wrong("it takes the datum from no register")
        if left.method != step.method:
            raise Wrong(f"the step before left the datum in {left.method}")
        _, body = self.sample.find(step)
        if step.kind == "return" and step.offset is None:
            if not any(step.from_reg in reaching.origins(body, state)[1] for state in left.states):
                raise Wrong("the datum is not in what came in as that parameter")
            return
        if step.offset is None:
            return
        before = self.steps[number - 1]
        at_once = before.offset == step.offset and before.to_reg == step.from_reg and not _fresh(body, before)
        later = written_later(step, body)
        if not later and (at_once or (step.offset, step.from_reg) in reaching.spread(body, left.states)):
            return
        if (step.kind in KEEPERS or later) and self._backward(body, step, left):
            return
        raise Wrong("the datum does not get to that register: it is overwritten, or no path leads there")

    def _backward(self, body: Body, step: FlowStep, left: _Left) -> bool:
        """Two things were made one (an alias, a stream around a stream) before the datum came to one of them."""
        if step.offset is None or not left.changed:
            return False
        kept = _left(step.method, body, body.insns[step.offset], step.from_reg)
        return not reaching.spread(body, kept.states).isdisjoint(left.changed)

    def _step(self, number: int) -> _Left:
        step = self.steps[number]
        dex, body = self.sample.find(step)
        if step.kind in BRIDGES:
            self.calls.clear()
            return self._bridge(number, dex, body)
        if step.offset is None:
            return self._entry(number, body)
        insn = body.insns[step.offset]
        if step.kind in ("call", "return", "throw"):
            return {"call": self._call, "return": self._return, "throw": self._throw}[step.kind](
                number, dex, body, insn
            )
        if step.kind not in KINDS:
            raise Wrong(f"there is no step of kind {step.kind!r}")
        KINDS[step.kind](step, dex, body, insn)
        if step.kind == "static_load":
            # The datum waited in the field: who loads it may have been called from anywhere.
            self.calls.clear()
        if step.kind == "static_store" or step.to_reg < 0:
            return _Left()
        if step.kind == "alias" and insn.writes >= 0 and step.to_reg in insn.reads:
            return _object(step.method, body, insn, step.to_reg)
        return _left(step.method, body, insn, step.to_reg)

    def _entry(self, number: int, body: Body) -> _Left:
        step = self.steps[number]
        if step.kind == "source":
            parameter(body, step.to_reg)
            return _Left(step.method, ((0, step.to_reg),), known=True)
        if step.kind == "return":
            parameter(body, step.from_reg)
            return self._given_back(number, body, step.from_reg - (body.registers - body.ins))
        raise Wrong("it names no instruction")

    def _bridge(self, number: int, dex: Dex, body: Body) -> _Left:
        """The near end has `from_reg` at the instruction; the far end, in the method of the next step, has `to_reg`."""
        step = self.steps[number]
        if step.offset is not None:
            insn = body.insns[step.offset]
            named(step, dex, insn)
            if step.from_reg >= 0 and step.from_reg not in gives(body, insn) | set(insn.regs):
                raise Wrong(f"{shown(dex, insn)} does not have that register")
        elif step.from_reg >= 0:
            raise Wrong("it names a register and no instruction")
        if step.to_reg < 0 or number + 1 == len(self.steps):
            return _Left()
        method = self.steps[number + 1].method
        _, other = self.sample.find(self.steps[number + 1])
        if step.kind == "callback":
            parameter(other, step.to_reg)
            return _Left(method, ((0, step.to_reg),), known=True)
        return _Left(method, tuple(_landings(other, step.to_reg)), known=True)

    def _call(self, number: int, dex: Dex, body: Body, insn: Insn) -> _Left:
        step, following = self.steps[number], self.steps[number + 1] if number + 1 < len(self.steps) else None
        invoked(step, dex, insn)
        places = [place for place, register in enumerate(insn.regs) if register == step.from_reg]
        if not places:
            raise Wrong(f"{shown(dex, insn)} is not given that register")
        agree(step)
        if following is None or signature(following.method) != signature(step.symbol):
            raise Wrong("the next step is not in a method of that name and types")
        _, callee = self.sample.find(following)
        if step.to_reg not in [callee.registers - callee.ins + place for place in places]:
            raise Wrong("the method called does not get that argument in that register")
        self.calls.append((step.method, insn.offset))
        return _Left(following.method, ((0, step.to_reg),), known=True)

    def _return(self, number: int, dex: Dex, body: Body, insn: Insn) -> _Left:
        step = self.steps[number]
        agree(step)
        if insn.op not in dalvik.RETURNS and insn.op != dalvik.RETURN_VOID:
            raise Wrong(f"{shown(dex, insn)} is no return")
        if insn.op in dalvik.RETURNS and insn.regs[0] == step.from_reg:
            return self._given_back(number, body, None)
        came = sorted(reaching.origins(body, (insn.offset, step.from_reg))[1])
        first = body.registers - body.ins
        for register in came:
            if register >= first:
                return self._given_back(number, body, register - first)
        raise Wrong(f"{shown(dex, insn)} does not return that register")

    def _given_back(self, number: int, body: Body, place: int | None) -> _Left:
        """At each call that may have led here, the result (or the argument at a place) stands in `to_reg`."""
        step, following = self.steps[number], self.steps[number + 1] if number + 1 < len(self.steps) else None
        if following is None:
            raise Wrong("nothing follows")
        dex, caller = self.sample.find(following)
        states: list[reaching.State] = []
        changed: list[reaching.State] = []
        for call in self._callers(step, following.method, dex, caller):
            if place is None:
                result = caller.result(call.offset)
                if result is not None and result.regs[0] == step.to_reg:
                    states += reaching.after(caller, result.offset, [step.to_reg])
            elif place < len(call.regs) and call.regs[place] == step.to_reg:
                held = reaching.same(caller, call.offset, step.to_reg)
                states += reaching.after(caller, call.offset, held)
                changed.append((call.offset, step.to_reg))
        if not states:
            raise Wrong("no call of the method gives it back in that register")
        return _Left(following.method, tuple(states), known=True, changed=tuple(changed))

    def _callers(self, step: FlowStep, method: str, dex: Dex, caller: Body) -> list[Insn]:
        """Calls in the caller: the one that led into the callee if the path has it, else all of that name and types."""
        if self.calls:
            came, offset = self.calls.pop()
            if came != method:
                raise Wrong(f"it was called from {came}")
            return [caller.insns[offset]]
        wanted = signature(step.method)
        calls = [i for i in caller.insns.values() if i.op in dalvik.INVOKES and i.op not in (0xFC, 0xFD)]
        return [i for i in calls if signature(dex.method(i.index)) == wanted]

    def _throw(self, number: int, dex: Dex, body: Body, insn: Insn) -> _Left:
        step, following = self.steps[number], self.steps[number + 1] if number + 1 < len(self.steps) else None
        if insn.op != dalvik.THROW or insn.regs[0] != step.from_reg:
            raise Wrong(f"{shown(dex, insn)} does not throw that register")
        if following is None:
            raise Wrong("nothing follows")
        places, catcher = [insn], body
        if following.method != step.method:
            dex, catcher = self.sample.find(following)
            places = self._callers(step, following.method, dex, catcher)
        states: list[reaching.State] = []
        for place in places:
            for handler in catcher.handlers(place.offset):
                caught = catcher.insns[handler]
                if caught.op == dalvik.MOVE_EXCEPTION and step.to_reg in (-1, caught.regs[0]):
                    states += reaching.after(catcher, handler, caught.regs)
        if not states:
            raise Wrong("no handler there catches it in that register")
        return _Left(following.method, tuple(states), known=True)


def _left(method: str, body: Body, insn: Insn, register: int) -> _Left:
    """After an instruction: in the register it wrote, or in each that holds the object it changed."""
    result = body.result(insn.offset) if insn.op in dalvik.INVOKES | dalvik.NEW_ARRAYS else None
    if result is not None and result.regs[0] == register and register not in insn.regs:
        return _Left(method, tuple(reaching.after(body, result.offset, [register])), known=True)
    if insn.writes == register:
        return _Left(method, tuple(reaching.after(body, insn.offset, [register])), known=True)
    left = _object(method, body, insn, register)
    if result is not None and result.regs[0] == register:
        left.states += tuple(reaching.after(body, result.offset, [register]))
    return left


def _object(method: str, body: Body, insn: Insn, register: int) -> _Left:
    """After an instruction: in each register that still holds the object it found in this one."""
    held = [one for one in reaching.same(body, insn.offset, register) if not insn.overwrites(one)]
    return _Left(method, tuple(reaching.after(body, insn.offset, held)), known=True, changed=((insn.offset, register),))


def _landings(body: Body, register: int) -> list[reaching.State]:
    """Where a datum may come to stand in a register from elsewhere: as a parameter, or given by any instruction."""
    states = [(0, register)] if body.registers - body.ins <= register < body.registers else []
    for insn in body.insns.values():
        if register in gives(body, insn):
            result = body.result(insn.offset) if register not in insn.regs else None
            states += reaching.after(body, (result or insn).offset, [register])
    if not states:
        raise Wrong("nothing in the next step's method gives that register")
    return states


def _fresh(body: Body, step: FlowStep) -> bool:
    """Whether the step's instruction makes a new value in its `to_reg`, so that it stands there only afterwards."""
    insn = body.insns.get(step.offset) if step.offset is not None else None
    return insn is None or insn.writes == step.to_reg or step.to_reg not in insn.regs
