"""Sealed parts: what does not show what it holds, which code reads it, and what is inside where the app's own code
says how it is opened. Nothing of the sample runs; keys are read, not guessed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from sousveil.model.evidence import Role, Step
from sousveil.model.facts import Facts
from sousveil.model.parts import Part
from sousveil.model.sealed import Inside, Sealed
from sousveil.model.text import one_line
from sousveil.model.traces import Traces
from sousveil.recover import places
from sousveil.recover.code import OwnCode, Use
from sousveil.recover.sealed.constants import Constants
from sousveil.recover.sealed.natively import NativeKeys, NativeText
from sousveil.recover.sealed.opening import LARGEST, Budget, Opened, opened
from sousveil.recover.sealed.schemes import Locked, Scheme, natively, schemes

if TYPE_CHECKING:
    from sousveil.recover.natives.hidden import Hidden, Key

_FOLDERS = ("assets/", "res/raw/")
_PICTURES = (b"PKM 10", b"PKM 20", b"\xabKTX ", b"DDS ", b"\x13\xab\xa1\x5c", b"PVR\x03", b"\x03RVP", b"qoif")
"""First bytes of pictures for a graphics processor (ETC1, ETC2, KTX, DDS, ASTC, PVR) and of QOI: nothing seals them."""
_UNKNOWN = frozenset(("opaque", "text_latin1", "text_gbk"))
_RANDOM = 7_200
"""Entropy from which bytes look encrypted or packed."""
_WRITTEN = 4_000
"""Entropy from which a text of one alphabet may be base64 or hex."""
MOST_PARTS = 200
READERS = 3


def sealed(
    facts: Facts,
    traces: Traces,
    constants: Constants | None = None,
    hidden: Hidden | None = None,
    before: Sequence[Inside] = (),
    passed: int = 1,
) -> list[Inside]:
    """Every part that is sealed or was opened, ids `X-1`, `X-2` …; opened ones first. `hidden`: what native code
    makes; `before`: what an earlier pass found, of which the opened ones stand; `passed` counts the passes."""
    found = [one for one in before if one.data is not None]
    done = {one.part for one in found}
    candidates = [p for p in facts.parts if _candidate(p) and p.number not in done][:MOST_PARTS]
    if facts.code is None or not candidates:
        return found
    constants = constants or Constants(OwnCode(facts, traces))
    keys = _keys(hidden.keys) if hidden is not None else []
    ways, locked = schemes(constants, NativeKeys(facts), keys)
    if hidden is not None:
        ways += natively([*keys, *_keys(hidden.constants)], hidden.algorithms)
    budget = Budget()
    for part in candidates:
        read_by = list(readers(facts, part, constants.uses))
        came = opened(facts.parts.blob(part.number).bytes()[:LARGEST], ways, budget)
        if came is not None or (part.kind == "opaque" and read_by and not _picture(facts, part)):
            made = _sealed(facts, traces, part, read_by, came, locked, budget, constants)
            if came is None:
                found.append(Inside(made, part.number))
            else:
                found.append(Inside(made.model_copy(update={"passed": passed}), part.number, came.data))
    found.sort(key=lambda i: not i.sealed.opened)
    return [Inside(i.sealed.model_copy(update={"id": f"X-{n}"}), i.part, i.data) for n, i in enumerate(found, 1)]


def _keys(keys: Sequence[Key]) -> list[Key]:
    """Each value once."""
    return list({key.value: key for key in reversed(keys)}.values())[::-1]


def _picture(facts: Facts, part: Part) -> bool:
    return facts.parts.blob(part.number).slice(0, 8).bytes().startswith(_PICTURES)


def _candidate(part: Part) -> bool:
    """A file of the package itself in no known format, or a text that may be bytes written as text."""
    name = part.full_path.rpartition("!/")[2]
    if not name.startswith(_FOLDERS) or part.size < 16 or part.same_as is not None:
        return False
    return part.kind in _UNKNOWN or (part.kind == "text" and part.entropy >= _WRITTEN)


def readers(facts: Facts, part: Part, uses: Sequence[Use]) -> Iterator[Use]:
    """Calls that name the part: by its path below assets, or by the number of a raw resource."""
    name = part.full_path.rpartition("!/")[2]
    asset = name.removeprefix("assets/")
    numbers = {
        row["id"] for row in facts.rows("resources") if row["type"] == "raw" and row["value"] == name
    } if name.startswith("res/") else set()  # fmt: skip
    for use in uses:
        if use.kind == "call":
            for value in use.values[-3:]:
                named = value.kind == "text" and value.text in (asset, name, f"/{name}")
                if named or (value.kind == "int" and value.number & 0xFFFFFFFF in numbers):
                    yield use
                    break


def _sealed(
    facts: Facts, traces: Traces, part: Part, read_by: Sequence[Use], came: Opened | None, locked: Sequence[Locked],
    budget: Budget, constants: Constants,
) -> Sealed:  # fmt: skip
    steps = [_part_step(part)]
    steps += [_step(facts, traces, u.method, u.offset, f"Reads {part.full_path}") for u in read_by[:READERS]]
    scheme = came.scheme if came is not None else None
    if scheme is not None:
        native = scheme.native is not None or scheme.run is not None
        whose = "the key comes from native code" if native else "the key is constant"
        shows = f"Opens data by {_name(scheme)}; {whose}"
        steps += [_step(facts, traces, scheme.method, scheme.offset, shows)] if scheme.method >= 0 else []
        steps += [_native_step(facts, scheme.native)] if scheme.native is not None else []
        steps += _run_steps(scheme.run, scheme.key, constants) if scheme.run is not None else []
    reach = places.reach(traces, read_by[0].method) if read_by else None
    return Sealed(
        id="X-0",
        part=part.full_path,
        size=part.size,
        entropy=part.entropy,
        looks=_looks(part),
        opened=came is not None,
        how=came.how if came is not None else "",
        key=scheme.key.hex() if scheme is not None else "",
        recipe=came.recipe if came is not None else None,
        kind=came.kind if came is not None else "",
        opened_size=len(came.data) if came is not None else 0,
        opened_sha256=hashlib.sha256(came.data).hexdigest() if came is not None else "",
        begins=_begins(came) if came is not None else "",
        missing="" if came is not None else _missing(locked, budget),
        reach=reach,
        evidence=tuple(steps),
    )


def _native_step(facts: Facts, text: NativeText) -> Step:
    part = facts.part(text.part)
    return Step(
        part=part.full_path,
        part_sha256=part.sha256,
        place=f"elf:va=0x{text.address:x},file=0x{text.file_offset:x}",
        reads=text.text,
        shows="A text that the native method uses: the key",
    )


def _run_steps(key: Key, made: bytes, constants: Constants) -> list[Step]:
    """The native function that makes the key, or to which it is handed."""
    if constants.running is None:
        return []
    if key.job is None:
        return [
            constants.running.place(key.function, "Constants are handed to native code as a key by the function at")
        ]
    says = (
        "The native function that makes the key:"
        if key.value == made
        else "Its result goes into the key: native code at"
    )
    return constants.running.steps(key.function, key.job, _shown(key.value), says)


def _shown(key: bytes) -> str:
    """The key as the run gives it: a text, else in hexadecimal."""
    return key.decode("ascii") if key.isalnum() else key.hex()


def _name(scheme: Scheme) -> str:
    return {"XOR": "exclusive or with a key", "RC4": "RC4"}.get(scheme.name, scheme.name)


def _begins(came: Opened) -> str:
    text = came.kind in ("text", "json", "xml", "html", "properties", "script", "javascript")
    return one_line(came.data[:400].decode("utf-8", "replace"), 120) if text else ""


def _looks(part: Part) -> str:
    if part.kind != "opaque":
        return "bytes written as text, perhaps"
    if part.entropy >= _RANDOM:
        return "encrypted or packed"
    return "in no known format"


def _missing(locked: Sequence[Locked], budget: Budget) -> str:
    if budget.left < 0:
        return "trying stopped at its limit"
    if locked:
        return f"the key: code opens data by {locked[0].name}, but {locked[0].why}"
    return "how it is read: no algorithm with a constant key was found in the app's code"


def _part_step(part: Part) -> Step:
    return Step(
        part=part.full_path,
        part_sha256=part.sha256,
        place="entry",
        shows=f"{part.size:,} bytes, {_looks(part)}; entropy {part.entropy / 1000:.2f} of 8 bits a byte",
    )


def _step(facts: Facts, traces: Traces, method: int, offset: int, shows: str) -> Step:
    return places.step(facts, traces, method, offset, shows, Role.SITE)
