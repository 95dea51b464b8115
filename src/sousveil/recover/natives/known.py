"""Libraries and algorithms inside a native file, by their texts and constants."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sousveil import core
from sousveil.knowledge.load import Knowledge
from sousveil.model.facts import Facts
from sousveil.model.knowledge import NativeMark
from sousveil.model.native import NativeSign
from sousveil.recover.natives.files import Files, NativeFile, code_step, text_step

_BUILD = re.compile(r"^(?:Android )?(?:GCC: |clang version |\(.*\) ?clang version |Linker: |Android \(\d)|^rustc ")
_PATHS = re.compile(
    r"^(?:/(?:home|Users|root|opt|mnt|build|tmp|var|data/jenkins)[^\s:;]*|[A-Z]:[\\/][^\s:;*?\"<>|]+)/?"
)
MOST_BUILD = 6


def libraries(file: NativeFile, knowledge: Knowledge) -> list[NativeSign]:
    """Static libraries and engines, each once, by the first text that shows it; with a version where one does."""
    marks = [(m, re.compile(m.text)) for m in knowledge.natives.values() if m.kind == "library" and m.text]
    found: dict[str, NativeSign] = {}
    for text, address, offset in file.strings:
        for mark, pattern in marks:
            held = found.get(mark.id)
            if held is not None and held.version:
                continue
            seen = pattern.search(text, 0, 400)
            if seen is None:
                continue
            version = next((g for g in seen.groups() if g), None)
            if held is None or version:
                step = text_step(file.part, address, offset, text, f"A text of {mark.says}")
                found[mark.id] = NativeSign(id=mark.id, says=mark.says, version=version, evidence=step)
    return [found[key] for key in sorted(found)]


def algorithms(file: NativeFile, facts: Facts, knowledge: Knowledge, files: Files) -> list[NativeSign]:
    """Algorithms whose constants stand in the file or are made by one function."""
    data = facts.parts.blob(file.part.number).bytes()
    marks = [m for m in knowledge.natives.values() if m.kind == "algorithm"]
    found = {sign.id: sign for sign in _tables(file, data, marks)}
    left = [m for m in marks if m.words and m.id not in found]
    for sign in _made(file, data, left, files):
        found.setdefault(sign.id, sign)
    return [found[key] for key in sorted(found)]


def _tables(file: NativeFile, data: bytes, marks: list[NativeMark]) -> Iterator[NativeSign]:
    for mark in marks:
        places = [at for at in (data.find(bytes.fromhex(one)) for one in mark.bytes) if at >= 0]
        if places:
            at = min(places)
            step = code_step(file.part, 0, None, f"A table of {mark.says} stands at offset 0x{at:x}")
            yield NativeSign(
                id=mark.id, says=mark.says, evidence=step.model_copy(update={"place": f"@0x{at:x}", "reads": None})
            )


def _made(file: NativeFile, data: bytes, marks: list[NativeMark], files: Files) -> Iterator[NativeSign]:
    words = sorted({word for mark in marks for word in mark.words})
    if not words:
        return
    by_function: dict[int, set[int]] = {}
    for address, word in core.native_words(data, words):
        function = files.function_of(file.part.number, address)
        if function is not None:
            by_function.setdefault(function, set()).add(word)
    for mark in marks:
        for function in sorted(by_function):
            if len(by_function[function] & set(mark.words)) >= mark.least:
                offset = files.offsets.get((file.part.number, function))
                shows = f"The function at 0x{function:x} makes the constants of {mark.says}"
                yield NativeSign(id=mark.id, says=mark.says, evidence=code_step(file.part, function, offset, shows))
                break


def build(file: NativeFile) -> tuple[str, ...]:
    """Compiler lines, build id and paths of the machine it was built on."""
    found = [f"build id {file.build_id}"] if file.build_id else []
    found += [f"NDK {file.ndk}"] if file.ndk else []
    paths: dict[str, None] = {}
    for text, _, _ in file.strings:
        if _BUILD.match(text):
            found.append(text[:120])
        elif (seen := _PATHS.match(text)) and re.search(r"\.(?:c|cc|cpp|cxx|h|hpp|rs|go|m|S)$", text):
            paths[seen.group()[:160]] = None
    return tuple(dict.fromkeys([*found[:MOST_BUILD], *list(paths)[:MOST_BUILD]]))
