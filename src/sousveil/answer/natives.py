"""What do the bundled native programs do? Programs and scripts as a story; libraries as facts, known ones folded."""

from __future__ import annotations

import re
from collections.abc import Sequence

from sousveil.answer import rules
from sousveil.answer.addresses import Address, addresses
from sousveil.knowledge.load import Knowledge
from sousveil.model.evidence import Reach, Step, Strength
from sousveil.model.native import HiddenText, NativeCopy, NativeProgram, NativeStart, NativeUse
from sousveil.model.recovered import Recovered
from sousveil.model.report import Finding, Question
from sousveil.model.text import one_line

SHOWN = 6
MOST_TOLD = 12
"""Libraries told each for itself; more are told together."""
STEPS = 10

_PROGRAM = "Apps carry programs of their own for video, packing or terminals; what they are given and do decides."
_LIBRARY = "Most apps carry native libraries: games, pictures, sound, databases."
_MACHINES = {"arm": "ARM", "aarch64": "64-bit ARM", "x86": "x86", "x86_64": "64-bit x86"}
_VERBS = ("reads", "writes", "opens", "deletes", "renames", "makes the folder", "changes the rights of",
          "walks through", "runs the command", "runs", "mounts",
          "asks for the address of", "reads the setting")  # fmt: skip
"""Told of a program, in this order; others stand in the data."""
_TELLING = frozenset(
    {
        "runs the command",
        "runs",
        "deletes",
        "mounts",
        "walks through",
        "changes the rights of",
        "asks for the address of",
    }
)
"""Worth telling of a library."""


def answer(recovered: Recovered, knowledge: Knowledge) -> list[Finding]:
    """Programs and scripts first, then libraries that do something of note, then all others in a sentence."""
    programs = [n for n in recovered.natives if n.kind in ("program", "script")]
    others = [n for n in recovered.natives if n.kind not in ("program", "script")]
    plain = [n for n in others if not n.known]
    told, more = plain[:MOST_TOLD], plain[MOST_TOLD:]
    found = [_program(n, knowledge) for n in programs]
    found += [_library(n, knowledge) for n in told]
    if more:
        found.append(_folded(more, f"{_count(len(more))} more native libraries", "natives/more"))
    known = [n for n in others if n.known]
    found += [_hidden(n) for n in recovered.natives if n.hidden]
    if known:
        found.append(_folded(known, f"{_count(len(known))} native {_plural(known)} of known kinds", "natives/known"))
    return found


def hides(recovered: Recovered, knowledge: Knowledge) -> list[Finding]:
    """Programs that take another name, or look whether they are watched."""
    found = []
    for one in recovered.natives:
        if one.known:
            continue
        watched = [u for u in one.uses if u.text.startswith("/proc/self/status") or "TracerPid" in u.text]
        named = [u for u in one.uses if u.verb == "names its process" and one.kind == "program"]
        if named:
            does = f"gives its process the name {rules.listing([f'«{u.text}»' for u in named], 3)}"
            found.append(_hides(one, does, named, "hides/native_name"))
        if watched and "native.call.trace" in one.abilities:
            does = "reads what the system says of its own process, where a debugger would show"
            found.append(_hides(one, does, watched, "hides/native_watched"))
    return found


def _hides(one: NativeProgram, does: str, uses: Sequence[NativeUse], rule: str) -> Finding:
    return Finding(
        id=rules.UNNUMBERED,
        question=Question.HIDES,
        rule=rule,
        says=f"The native {one.kind} {one.name} {does}.",
        data={"native": one.id},
        strength=Strength.TRACED,
        reach=one.reach,
        evidence=tuple(u.evidence for u in uses[:STEPS]),
        innocent_if="Game engines name their threads and protect themselves against cheating in the same way.",
    )


_MADE = {
    "constructor": "when it is loaded",
    "call": "from constants that it hands to one of its functions",
    "java method": "when Java asks one of its methods",
}


def _hidden(one: NativeProgram) -> Finding:
    """Texts that its code makes and that stand nowhere in the file."""
    told = []
    for how, when in _MADE.items():
        texts = [t.text for t in one.hidden if t.how == how]
        if texts:
            more = f" and {_count(len(texts) - SHOWN)} more" if len(texts) > SHOWN else ""
            told.append(f"{when}: {_quoted([one_line(t, 120) for t in texts[:SHOWN]])}{more}")
    count = f"{_count(len(one.hidden))} text{'s' if len(one.hidden) > 1 else ''}"
    stands = "do not stand in the file as such" if len(one.hidden) > 1 else "does not stand in the file as such"
    return Finding(
        id=rules.UNNUMBERED,
        question=Question.NATIVES,
        rule="natives/hidden",
        says=f"The native {one.kind} {one.name} makes {count} that {stands}, {'; '.join(told)}.",
        data={"native": one.id, "texts": [t.text for t in one.hidden[:100]]},
        strength=max((t.strength for t in one.hidden), key=_FIRM.index),
        reach=one.reach if one.starts else Reach.UNKNOWN,
        evidence=tuple({(s.part, s.place, s.reads): s for t in one.hidden[:STEPS] for s in t.evidence}.values()),
        innocent_if="Apps hide keys of paid services and checks against copying in the same way.",
    )


_FIRM = (Strength.OBSERVED, Strength.TRACED, Strength.INFERRED)


def sends(recovered: Recovered, knowledge: Knowledge) -> list[Finding]:
    """Addresses that native code makes and that stand nowhere in the file."""
    noise = [re.compile(n.pattern) for n in knowledge.noise.values()]
    found = []
    for one in recovered.natives:
        for text in one.hidden:
            for address in addresses(text.text):
                if not any(n.search(address.written) for n in noise):
                    found.append(_address(one, text, address))
    return found


def _address(one: NativeProgram, text: HiddenText, address: Address) -> Finding:
    written = one_line(address.written, 120)
    return Finding(
        id=rules.UNNUMBERED,
        question=Question.SENDS,
        rule="sends/hidden_address",
        says=f"Native code ({one.name}) makes the address {written}, which does not stand in the file as such.",
        data={"host": address.host, "network": address.network, "addresses": [written], "native": one.id},
        strength=text.strength,
        reach=one.reach if one.starts else Reach.UNKNOWN,
        evidence=text.evidence,
        innocent_if="An address in an app is not proof that anything is sent there, nor of what is sent.",
    )


def _program(one: NativeProgram, knowledge: Knowledge) -> Finding:
    what = f"The {'script' if one.kind == 'script' else 'native program'} {one.name}"
    sentences = [f"{what} {_machines(one)} is inside the package"]
    sentences[0] += _inside(one) + "."
    sentences += _story(one)
    sentences += _does(one, knowledge, _VERBS)
    if one.commands:
        first = [c.partition(": ")[2] for c in one.commands[:4]]
        sentences.append(f"It has {_count(len(one.commands))} commands, among them {_quoted(first)}.")
    if one.options:
        sentences.append(f"It takes the options {_letters(one.options)}.")
    if one.usage:
        sentences.append(f"Its usage text is «{one.usage[0][:160]}».")
    return _finding(one, " ".join(sentences), "natives/script" if one.kind == "script" else "natives/program", _PROGRAM)


def _library(one: NativeProgram, knowledge: Knowledge) -> Finding:
    sentences = [f"The native {one.kind} {one.name} {_machines(one)} is inside the package{_inside(one)}."]
    loads = [s for s in one.starts if s.how == "load"]
    sentences.append(
        "The app's own code loads it." if loads else "Nothing was seen in the app's own code that loads it."
    )
    sentences += _story(one)
    declared = [m for m in one.methods if m.declared]
    if one.methods:
        names = [m.method.partition("->")[2].partition("(")[0] for m in declared or one.methods]
        whose = f"{_count(len(one.methods))} Java method{'s' if len(one.methods) > 1 else ''}"
        sentences.append(f"It serves {whose} ({rules.listing(names, SHOWN)}).")
    sentences += _does(one, knowledge, tuple(v for v in _VERBS if v in _TELLING))
    return _finding(one, " ".join(sentences), "natives/library", _LIBRARY)


def _machines(one: NativeProgram) -> str:
    machines = list(dict.fromkeys(_MACHINES.get(p.machine, p.machine) for p in one.parts))
    return f"({', '.join(machines)})" if machines else ""


def _inside(one: NativeProgram) -> str:
    named = [f"{s.says} {s.version}" if s.version else s.says for s in one.libraries]
    places = f" as {_count(len(one.parts))} files" if len(one.parts) > 1 else ""
    holds = f"; it holds {rules.listing(named, SHOWN)}" if named else ""
    return places + holds


def _story(one: NativeProgram) -> list[str]:
    """How it gets out of the package and what starts it."""
    runs = [s for s in one.starts if s.how != "load"]
    steps = [_copied(one.copies[0], one)] if one.copies else []
    if runs:
        first = min(runs, key=lambda s: (s.command.startswith("<"), -len(s.command)))
        steps.append(_run(first, len(runs)))
    told = [f"The app's own code {' and '.join(steps)}."] if steps else []
    if not runs and one.kind in ("program", "script"):
        told.append("What starts it was not seen in the app's own code.")
    return told


def _copied(copy: NativeCopy, one: NativeProgram) -> str:
    part = one.parts[0].part
    where = f" to «{copy.to}»" if copy.to else ""
    return f"copies {part}{where}{', makes it executable' if copy.executable else ''}" if where else f"opens {part}"


def _run(start: NativeStart, count: int) -> str:
    rights = " as the all-powerful user" if start.root else ""
    how = "hands the shell" if start.how == "shell" else "runs it with"
    more = f" ({_count(count)} places)" if count > 1 else ""
    output = ", and reads what it prints" if start.reads_output else ""
    return f"{how} «{start.command}»{rights}{more}{output}"


def _does(one: NativeProgram, knowledge: Knowledge, verbs: Sequence[str]) -> list[str]:
    """Files and commands by name, then what else its imports can do."""
    told = []
    for verb in verbs:
        names = list(dict.fromkeys(u.text for u in one.uses if u.verb == verb))
        if names:
            told.append(f"{verb} {_quoted(names[:SHOWN])}{' and others' if len(names) > SHOWN else ''}")
    sentences = [f"It {'; '.join(told)}."] if told else []
    if one.known:
        return sentences
    able = [knowledge.natives[i] for i in one.abilities if i in knowledge.natives and knowledge.natives[i].note]
    says = list(dict.fromkeys(m.says for m in able))
    if says:
        sentences.append(f"It has calls for {rules.listing(says, 10)}.")
    if one.addresses:
        sentences.append(f"Addresses stand in it: {rules.listing(list(one.addresses), SHOWN)}.")
    if one.algorithms:
        sentences.append(f"It holds constants of {rules.listing([a.says for a in one.algorithms], 10)}.")
    return sentences


def _quoted(names: Sequence[str]) -> str:
    return ", ".join(f"«{name}»" for name in names)


def _letters(options: str) -> str:
    """`ho:l:` as `-h, -o …, -l …`."""
    found = []
    for at, char in enumerate(options):
        if char not in ":+-":
            found.append(f"-{char}{' …' if options[at + 1 : at + 2] == ':' else ''}")
    return ", ".join(found)


def _folded(some: Sequence[NativeProgram], what: str, rule: str) -> Finding:
    names = [f"{n.name} ({', '.join(s.says for s in n.libraries[:3])})" if n.libraries else n.name for n in some]
    return Finding(
        id=rules.UNNUMBERED,
        question=Question.NATIVES,
        rule=rule,
        says=f"{what} {'is' if len(some) == 1 else 'are'} inside the package: {rules.listing(names, 12)}.",
        data={"natives": [n.id for n in some], "folded": True},
        strength=Strength.OBSERVED,
        evidence=tuple(
            step for n in some[:STEPS] for step in (*(s.evidence for s in n.libraries[:1]), *n.evidence[:1])
        ),
        innocent_if=_LIBRARY,
    )


def _finding(one: NativeProgram, says: str, rule: str, innocent: str) -> Finding:
    steps: list[Step] = [*one.evidence]
    steps += [step for copy in one.copies[:2] for step in copy.evidence]
    steps += [step for start in one.starts[:3] for step in start.evidence]
    steps += [u.evidence for u in one.uses if u.verb in _VERBS][:STEPS]
    steps += [s.evidence for s in (*one.libraries, *one.algorithms)][:4]
    return Finding(
        id=rules.UNNUMBERED,
        question=Question.NATIVES,
        rule=rule,
        says=says,
        data={"native": one.id, "parts": [p.part for p in one.parts]},
        strength=one.strength,
        reach=one.reach if one.starts else Reach.UNKNOWN,
        evidence=tuple({(s.part, s.place): s for s in steps}.values()),
        innocent_if=innocent,
    )


def _count(number: int) -> str:
    return f"{number:,}"


def _plural(some: Sequence[NativeProgram]) -> str:
    return "library" if len(some) == 1 else "libraries"
