"""What only a published tree has: resources as text, numbers in R classes, apktool.yml, and what a tree lacks."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from sousveil import core
from sousveil.core import Resources
from sousveil.model.lines import decode, split
from sousveil.model.manifest import Flag
from sousveil.model.parts import Part, RawGap
from sousveil.read.elements import Tree, plain

if TYPE_CHECKING:
    from sousveil.model.facts import Facts

LARGEST = 64 << 20
"""Bytes of a text file that are read."""

_R_JAVA = re.compile(r"(?:^|/)R(?:\$\w+)?\.java$")
_R_SMALI = re.compile(r"(?:^|/)R\$(\w+)\.smali$")
_CLASS = re.compile(r"^\s*public\s+(?:static\s+)?(?:final\s+)?class\s+(\w+)", re.MULTILINE)
_CONSTANT = re.compile(r"\bint\s+(\w+)\s*=\s*(0x7f[0-9a-fA-F]{6}|213\d{7})\s*;")
_FIELD = re.compile(r"^\.field [^\n]*?([\w$]+):I = (0x7f[0-9a-f]{6})\b", re.MULTILINE)
_USE = re.compile(r"(?<![\w.])(?:[a-z]\w*(?:\.[a-z]\w*)*\.)?R\.([a-z]+)\.(\w+)")


def text_of(facts: "Facts", part: Part) -> str:
    """The text of a part. What is past the limit is left out."""
    data = facts.parts.blob(part.number).bytes()
    return decode(data[:LARGEST], part.kind, cut=len(data) > LARGEST)


def read_resources(facts: "Facts", resources: Resources) -> None:
    """Reads everything below `res/` that is not compiled, and gives numbers to what code names."""
    parts = [p for p in facts.parts if re.fullmatch(r"res/[^/]+/[^/]+", p.path) and p.kind not in ("axml", "link")]
    if not any(p.kind in ("text_xml", "text_values", "java") for p in facts.parts):
        return
    files = [
        (p.number, p.path, text_of(facts, p) if p.kind in ("text_xml", "text_values") else None)
        for p in sorted(parts, key=lambda p: p.path)
    ]
    numbers = list(_numbers(facts))
    resources.add_tree(_package(facts), files, numbers, sorted(_used(facts)))


def _package(facts: "Facts") -> str:
    for part in facts.parts:
        if part.kind == "text_xml" and part.path == "AndroidManifest.xml":
            root = Tree(core.Xml().add_text(part.number, text_of(facts, part), core.Resources())).root
            return (plain(root, "package") or "") if root else ""
    return ""


def _numbers(facts: "Facts") -> Iterator[tuple[str, str, int]]:
    """(type, name, id) as the tree's own R classes give them."""
    for part in facts.parts:
        if part.kind == "smali" and (named := _R_SMALI.search(part.path)):
            for name, number in _FIELD.findall(text_of(facts, part)):
                yield named[1], name, int(number, 16)
        elif part.kind == "java" and _R_JAVA.search(part.path):
            text = text_of(facts, part)
            inner = [(found.start(), found[1]) for found in _CLASS.finditer(text)]
            for found in _CONSTANT.finditer(text):
                kind = next((name for start, name in reversed(inner) if start < found.start()), "R")
                if kind != "R" and int(found[2], 0) >> 24 == 0x7F:
                    yield kind, found[1], int(found[2], 0)


def _used(facts: "Facts") -> set[tuple[str, str]]:
    """Resources that Java names."""
    found: set[tuple[str, str]] = set()
    for part in facts.parts:
        if part.kind == "java" and not _R_JAVA.search(part.path):
            found.update(_USE.findall(text_of(facts, part)))
    return {(kind, name) for kind, name in found if kind != "styleable"}


_YML = re.compile(r"\s*(minSdkVersion|targetSdkVersion|maxSdkVersion|versionCode|versionName)\s*:\s*(.+?)\s*$")


def apktool_flags(facts: "Facts") -> list[Flag]:
    """Versions that apktool takes out of the manifest and writes into apktool.yml."""
    found: list[Flag] = []
    for part in facts.parts:
        if part.kind != "tool_file" or not part.path.endswith("apktool.yml"):
            continue
        for number, line in enumerate(split(text_of(facts, part)), 1):
            if (match := _YML.fullmatch(line)) is not None and match[2] != "null":
                value = match[2].strip("'\"")
                place = f"text:{number}:{len(line) - len(line.lstrip()) + 1}"
                found.append(Flag(part.number, match[1], value, None, "written", value, place))
        break
    return found


def read(facts: "Facts") -> None:
    """Says what a tree lacks of what a package holds."""
    if facts.parts[0].kind != "tree":
        return
    for detail, closes in _lacks(facts):
        facts.gaps.append(RawGap(0, "entry", "missing", detail, closes))


def _lacks(facts: "Facts") -> Iterator[tuple[str, str]]:
    kinds = {p.kind for p in facts.parts}
    whole = "Get the app's package itself and audit that."
    read_as_text = facts.code is not None and facts.code.written
    if read_as_text and "java" in kinds:
        yield (
            "The code is Java that a decompiler wrote: it may have swapped equal constants or lost branches, and the "
            "bytecode is not here to compare.",
            whole,
        )
    elif read_as_text:
        yield "The code is smali that a disassembler wrote; the bytecode is not here to compare.", whole
    elif facts.code is None:
        yield "No code is in the folder: what the app does is not known.", whole
    yield (
        "Who signed the app cannot be known from a tree, nor whether its files are those of a package that was signed.",
        whole,
    )
    if facts.manifest is None:
        facts.partial = True
        yield "No manifest is in the folder: permissions, components and versions are not known.", whole
    if not kinds & {"text_values", "arsc"}:
        yield "No resource values are in the folder. If the app has any, what they say is not known.", whole
    if not any(re.match(r"res/layout", p.path) for p in facts.parts):
        yield "No layouts are in the folder. If the app has any, what its screens show is not known.", whole
    yield from _classes(facts)


def _classes(facts: "Facts") -> Iterator[tuple[str, str]]:
    """Components whose class is not there."""
    if facts.code is None or facts.manifest is None:
        return
    there = set(facts.code.class_names())
    named = {c.class_name for c in facts.manifest.components if c.class_name and c.kind != "alias"}
    absent = sorted(name for name in named if f"L{name.replace('.', '/')};" not in there)
    facts.partial = bool(absent)
    if absent:
        some = ", ".join(absent[:5]) + (" …" if len(absent) > 5 else "")
        yield (
            f"{len(absent)} classes that the manifest names are not in the folder: {some}",
            "Get the missing files, or the app's package itself.",
        )
