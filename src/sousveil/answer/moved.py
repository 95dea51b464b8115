"""The steps of a flow in plain words, each at its place."""

from collections.abc import Iterator

from sousveil.knowledge.load import Knowledge
from sousveil.model import spots
from sousveil.model.evidence import Role, Step
from sousveil.model.facts import Facts
from sousveil.model.parts import RawGap
from sousveil.model.text import masked, one_line, visible
from sousveil.model.traces import Flow, FlowStep, Followed, Join, Traces

STEPS_SHOWN = 40
"""Steps of one flow that a finding tells; of longer ones the beginning and the end."""

WAITS = {
    "file": "a file", "zip_entry": "a zip file", "preference": "the app's settings", "table": "a database",
    "provider": "a content provider", "message": "a message between its parts", "process": "a program that is started",
    "clipboard": "the clipboard", "notification": "a notification", "property": "a property of the process",
}  # fmt: skip
"""Kinds of carrier, as a sentence names them. What only moves inside the running code is left out."""

_PUT = {
    "file": "Written to the file {key}", "zip_entry": "Put into the zip file under {key}",
    "preference": "Put into the settings under {key}", "table": "Put into the database ({key})",
    "provider": "Given to the content provider {key}", "message": "Sent to another part of the app{key}",
    "process": "Put on the command line of {key}", "clipboard": "Put on the clipboard",
    "notification": "Put into a notification", "property": "Set as the property {key}",
    "network": "Sent to {key}", "static": "Kept for the whole app", "state": "Kept with the saved state",
}  # fmt: skip
_TAKE = {
    "file": "read again", "zip_entry": "taken out", "preference": "read again", "table": "read again",
    "provider": "asked for", "message": "taken", "process": "read from what it says", "clipboard": "taken from it",
    "notification": "read from it", "property": "read again", "network": "comes back",
}  # fmt: skip
_GRADE = {
    "A": "", "B": " (the same name, which is not known)", "C": " (one lies inside the other)",
    "D": " (only the file's name is the same)",
}  # fmt: skip
_UNTOLD = ("assign", "alias")
"""Moves between registers and names of one object: they say nothing to a reader. The table has them."""


def joins(flow: Flow, traces: Traces) -> list[Join]:
    """The joins of carriers on a flow's path, in order."""
    known = traces.followed.joins if traces.followed is not None else []
    return [known[number] for number in flow.joins]


def site(flow: Flow, facts: Facts, shows: str, mask: bool) -> Step:
    """The place where the data leaves."""
    made = _at(facts, flow.sink_method, flow.sink_offset, shows, Role.SITE)
    made = made.model_copy(update={"reach": flow.reach})
    return made.model_copy(update={"reads": masked(made.reads)}) if mask and made.reads else made


def steps(flow: Flow, facts: Facts, traces: Traces, knowledge: Knowledge) -> list[Step]:
    """The path of a flow as evidence, from its source on; the middle of a long one is left to the table."""
    told = list(_told(flow, facts, traces, knowledge))
    if len(told) <= STEPS_SHOWN:
        return told
    half = STEPS_SHOWN // 2
    left = f"{len(told) - 2 * half} steps are left out here; the table steps has them, flow {flow.number}"
    between = told[half].model_copy(update={"shows": left})
    return [*told[:half], between, *told[-half:]]


def _told(flow: Flow, facts: Facts, traces: Traces, knowledge: Knowledge) -> Iterator[Step]:
    if traces.followed is None:
        return
    before: tuple[str, int, int | None] | None = None
    path = traces.followed.steps.of(flow)
    for number, step in enumerate(path):
        if step.kind in _UNTOLD or before == (step.kind, step.method, step.offset):
            continue
        if step.kind == "return" and step.offset is None:  # the caller's next step shows the object that came back
            continue
        place = (step.method, step.offset)
        if step.kind == "sink" and (place == (flow.sink_method, flow.sink_offset) or (before and place == before[1:])):
            continue  # the place itself says it, or the step before
        before = (step.kind, step.method, step.offset)
        join = _join(step, traces)
        following = path[number + 1] if number + 1 < len(path) else None
        yield _at(facts, step.method, step.offset, _says(step, following, join, facts, knowledge))
        if join is not None and (join.take_method, join.take_offset) != (step.method, step.offset):
            words = f"{_TAKE.get(join.kind, 'taken')[:1].upper()}{_TAKE.get(join.kind, 'taken')[1:]} here"
            yield _at(facts, join.take_method, join.take_offset, words)


def _at(facts: Facts, method: int, offset: int | None, shows: str, role: Role = Role.FLOW) -> Step:
    spot = spots.method_itself(facts, method) if offset is None else spots.instruction(facts, method, offset)
    part = facts.part(spot.part)
    return Step(
        part=part.full_path,
        part_sha256=part.sha256,
        place=spot.place,
        reads=spot.reads,
        shows=one_line(shows, 300),
        role=role,
    )


def _join(step: FlowStep, traces: Traces) -> Join | None:
    if step.kind != "carrier" or traces.followed is None or not step.why.isdecimal():
        return None
    number = int(step.why)
    return traces.followed.joins[number] if number < len(traces.followed.joins) else None


def _says(step: FlowStep, following: FlowStep | None, join: Join | None, facts: Facts, knowledge: Knowledge) -> str:
    """What happens to the data at a step. `it` is the data."""
    called, field = short(step.symbol), step.symbol.partition("->")[2].partition(":")[0]
    entry = knowledge.entries.get(step.why)
    if step.kind == "source":
        what = entry.what if entry else "personal data"
        return f"Read here: {what}" if step.offset is not None else f"Android hands this method: {what}"
    if step.kind == "sink":
        return f"It goes in here: {entry.what if entry else called}"
    if step.kind == "carrier":
        return _carried(join, facts) if join is not None else "It is put aside and taken again elsewhere"
    if step.kind == "model":
        return _modelled(step, knowledge)
    if step.kind in ("callback", "lifecycle"):
        there = short(_method(facts, following)) if following is not None else "another method"
        by = f", through {called}" if called else ""
        return f"Android hands it on to {there}{by}"
    return {
        "load": f"It is taken from the field {field}",
        "store": f"It is kept in the field {field}",
        "static_load": f"It is taken from {called}, one place for the whole app",
        "static_store": f"It is kept in {called}, one place for the whole app",
        "array_load": "It is taken out of an array",
        "array_store": "It is put into an array",
        "call": f"It is handed to {called}",
        "return": f"It is handed back by {short(_method(facts, step))}",
        "default": f"It is taken to pass through {called}, whose code is not here and which no model describes",
        "throw": "It is thrown with an exception",
        "branch": "It decides which way the code goes",
    }.get(step.kind, f"It moves on ({step.kind})")


def _carried(join: Join, facts: Facts) -> str:
    put, take = _PUT.get(join.kind, "Put aside"), _TAKE.get(join.kind, "taken")
    plain = join.put_key and "new " not in join.put_key
    key = visible(join.put_key) if plain else ""
    if join.kind == "message":
        put = put.format(key=f" ({key})" if key else "")
    else:
        put = put.format(key=key or "one name" if "{key}" in put else "")
    assert facts.code is not None  # noqa: S101 - there are no flows without code
    return f"{put}, {take} in {short(facts.code.method_text(join.take_method))}{_GRADE.get(join.grade, '')}"


def _modelled(step: FlowStep, knowledge: Knowledge) -> str:
    """Into an object, or out of it, as the model's effects say."""
    called = short(step.symbol)
    owner, _, name = called.rpartition(".")
    model = knowledge.models.get(step.why)
    texts = [text for effect in model.effects for text in effect.values()] if model is not None else []
    ends = {text.rpartition("->")[2].strip().partition(".")[0].partition("[")[0] for text in texts if "->" in text}
    if name == "new" and any("wrap" in effect for effect in (model.effects if model is not None else [])):
        return f"It passes through the {owner} that is made here"
    if name == "new" or step.symbol.endswith(")V") or "this" in ends:
        article = "an" if owner[:1] in "AEIOU" else "a"
        return f"It is put into {article} {owner} ({name})"
    return f"It comes out of {called}"


def _method(facts: Facts, step: FlowStep) -> str:
    assert facts.code is not None  # noqa: S101 - there are no flows without code
    return facts.code.method_text(step.method)


def short(symbol: str) -> str:
    """`Lcom/x/A$B;->m(I)V` as `A$B.m`; constructors as `A.new`."""
    owner, arrow, member = symbol.partition("->")
    name = owner.removesuffix(";").rpartition("/")[2].lstrip("[")
    member = member.partition("(")[0].partition(":")[0]
    member = {"<init>": "new", "<clinit>": "class set-up"}.get(member, member)
    return visible(f"{name}.{member}" if arrow else name)


BOUNDS = {
    "stopped": "Following data was stopped after {steps} steps. Where data goes after that is not known.",
    "cut": "In {n} methods there was more to follow than is followed: data may go further there than is told.",
    "left": "What comes in without its kind being known (a message, a file, a field of a form) was followed only a "
    "part of the way from {n} places.",
    "hubs": "In {n} methods that much of the data meets in, not all that is handed in was followed: data may go "
    "further there than is told.",
}
"""What the engine counts when it meets a bound; see `core.Flows.counts`."""
_READ = "Read the code from the places named under `collects` on."


def bounds(followed: Followed) -> Iterator[RawGap]:
    """A gap for each kind of bound that was met, with the number."""
    for key, says in BOUNDS.items():
        number = followed.counts.get(key, 0)
        if number:
            detail = says.format(n=number, steps=followed.counts.get("steps", 0))
            yield RawGap(0, "entry", "flow", detail, _READ)


def bridges(flow: Flow, facts: Facts, traces: Traces) -> list[str]:
    """What the gaps say that a flow rests on."""
    met = bounds(traces.followed) if flow.cut and traces.followed is not None else ()
    return [gap.detail for gap in (*bridged(flow, facts, traces), *met)]


def bridged(flow: Flow, facts: Facts, traces: Traces) -> Iterator[RawGap]:
    """The gaps a flow bridges: methods without code that no model describes, and weak joins of carriers."""
    if traces.followed is None or facts.code is None:
        return
    for join in joins(flow, traces):
        if join.grade in ("C", "D"):
            yield _gap(
                facts, join.put_method, join.put_offset,
                f"Whether the {join.kind.replace('_', ' ')} of this place ({visible(join.put_key)}) is that of "
                f"{short(facts.code.method_text(join.take_method))} ({visible(join.take_key)}) is not certain: "
                f"{_GRADE[join.grade].strip(' ()')}.",
                "Read how both names are made.",
            )  # fmt: skip
    if flow.modelled == 100:
        return
    told: set[str] = set()
    for step in traces.followed.steps.of(flow):
        if step.kind == "default" and step.offset is not None and step.symbol not in told:
            told.add(step.symbol)
            yield _gap(
                facts, step.method, step.offset,
                f"What {visible(step.symbol)} does with data is not known; it was taken to hand on what it is given.",
                "Read what this method does, or add a model of it: docs/models.md.",
            )  # fmt: skip


def _gap(facts: Facts, method: int, offset: int | None, says: str, closes: str) -> RawGap:
    at = _at(facts, method, offset, "")
    assert facts.code is not None  # noqa: S101 - there are no flows without code
    return RawGap(facts.code.method_part(method) or 0, at.place, "flow", says, closes)
