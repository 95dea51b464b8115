#!/usr/bin/env python3
"""Makes the framework table: which classes, methods and constants Android itself declares, and since when.

    python tools/framework_table.py OUT JAR=LEVEL...

Each JAR holds class files of one API level (a .jmod of a JDK may stand in where the jars lack java.*). The same
jars give the same bytes. The format is in docs/framework-table.md. Needs the `zstd` program; nothing else.
"""

from __future__ import annotations

import re
import struct
import subprocess
import sys
import zipfile
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar

MAGIC = b"SVFW0001"
PACKAGES = re.compile(r"(android|dalvik|java|javax|org/apache/http|org/json|org/w3c/dom|org/xml/sax|org/xmlpull)/")
# Interface descriptions of hardware daemons and of the test build: no app sees them.
LEFT_OUT = re.compile(
    r"/V\d+_\d+/|^android/(hardware|system|media)/.*/I[A-Z]\w*\$(Stub|Default|_Parser)|^android/(internal|stats)/"
    r"|\$Stub\$Proxy$|^java/awt/"
)
PUBLIC, PRIVATE, PROTECTED, STATIC, FINAL = 0x1, 0x2, 0x4, 0x8, 0x10
SYNTHETIC = 0x1000
# Flags worth their bytes: public, protected, static, final, native, interface, abstract, annotation, enum.
KEPT_FLAGS = 0x671D

Constant = int | float | str | None


@dataclass
class ClassFile:
    """What one class file declares, or the union over levels."""

    name: str
    flags: int
    parent: str | None
    interfaces: list[str]
    methods: dict[tuple[str, str], int] = field(default_factory=dict)
    constants: dict[str, tuple[str, int | str]] = field(default_factory=dict)
    seen: set[int] = field(default_factory=set)
    method_seen: dict[tuple[str, str], set[int]] = field(default_factory=dict)


class Pool:
    """The constant pool of a class file (JVMS 4.4)."""

    SIZES: ClassVar = {
        3: 4,
        4: 4,
        5: 8,
        6: 8,
        7: 2,
        8: 2,
        9: 4,
        10: 4,
        11: 4,
        12: 4,
        15: 3,
        16: 2,
        17: 4,
        18: 4,
        19: 2,
        20: 2,
    }

    def __init__(self, data: bytes) -> None:
        self.data = data
        count = struct.unpack_from(">H", data, 8)[0]
        self.at = [0] * count
        pos, index = 10, 1
        sizes = self.SIZES
        while index < count:
            self.at[index] = pos
            tag = data[pos]
            pos += 3 + (data[pos + 1] << 8 | data[pos + 2]) if tag == 1 else 1 + sizes[tag]
            index += 2 if tag in (5, 6) else 1
        self.end = pos

    def text(self, index: int) -> str:
        pos = self.at[index]
        size = self.data[pos + 1] << 8 | self.data[pos + 2]
        raw = self.data[pos + 3 : pos + 3 + size]
        try:
            return raw.decode("utf-8")
        except UnicodeDecodeError:
            text = raw.replace(b"\xc0\x80", b"\0").decode("utf-8", "surrogatepass")
            return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")

    def named(self, index: int) -> str | None:
        return self.text(struct.unpack_from(">H", self.data, self.at[index] + 1)[0]) if index else None

    def constant(self, index: int) -> tuple[str, int | str] | None:
        """Kind (`i` whole number, `s` text) and value; numbers with a fraction are left out."""
        pos = self.at[index]
        tag = self.data[pos]
        if tag == 3:
            return "i", struct.unpack_from(">i", self.data, pos + 1)[0]
        if tag == 5:
            return "i", struct.unpack_from(">q", self.data, pos + 1)[0]
        if tag == 8:
            return "s", self.named(index) or ""
        return None


def read_class(data: bytes) -> ClassFile | None:
    """The public and protected face of one class file (JVMS 4.1); None when it is no class."""
    if data[:4] != b"\xca\xfe\xba\xbe":
        return None
    pool = Pool(data)
    flags, this, parent, count = struct.unpack_from(">HHHH", data, pool.end)
    pos = pool.end + 8
    interfaces = [pool.named(i) or "" for i in struct.unpack_from(f">{count}H", data, pos)]
    found = ClassFile(pool.named(this) or "", flags, pool.named(parent), interfaces)
    pos = read_members(data, pool, pos + 2 * count, found, methods=False)
    pos = read_members(data, pool, pos, found, methods=True)
    found.flags = inner_flags(data, pool, pos, found)
    return found


def read_members(data: bytes, pool: Pool, pos: int, found: ClassFile, *, methods: bool) -> int:
    """Fields or methods (JVMS 4.5, 4.6) into `found`; the position after them."""
    count = struct.unpack_from(">H", data, pos)[0]
    pos += 2
    for _ in range(count):
        flags, name, kind, attributes = struct.unpack_from(">HHHH", data, pos)
        pos += 8
        value = None
        for _ in range(attributes):
            label, size = struct.unpack_from(">HI", data, pos)
            if not methods and size == 2 and pool.text(label) == "ConstantValue":
                value = pool.constant(struct.unpack_from(">H", data, pos + 6)[0])
            pos += 6 + size
        if not flags & (PUBLIC | PROTECTED) or flags & SYNTHETIC:
            continue
        if methods:
            if pool.text(name) != "<clinit>":
                found.methods[pool.text(name), pool.text(kind)] = flags & KEPT_FLAGS
        elif value is not None:
            found.constants[pool.text(name)] = value
    return pos


def inner_flags(data: bytes, pool: Pool, pos: int, found: ClassFile) -> int:
    """The flags a nested class was written with (JVMS 4.7.6): its own header widens protected and private."""
    count = struct.unpack_from(">H", data, pos)[0]
    pos += 2
    for _ in range(count):
        label, size = struct.unpack_from(">HI", data, pos)
        if pool.text(label) == "InnerClasses":
            for i in range(struct.unpack_from(">H", data, pos + 6)[0]):
                inner, outer, _, flags = struct.unpack_from(">HHHH", data, pos + 8 + 8 * i)
                if pool.named(inner) == found.name:
                    # No outer class: local or anonymous, so nobody else can name it.
                    return flags if outer else flags & ~(PUBLIC | PROTECTED)
        pos += 6 + size
    return found.flags


def read_jar(task: tuple[str, int]) -> tuple[int, dict[str, ClassFile]]:
    path, level = task
    classes = {}
    with zipfile.ZipFile(path) as jar:
        for entry in jar.infolist():
            name = entry.filename.removeprefix("classes/")
            found = read_class(jar.read(entry)) if name.endswith(".class") else None
            if found and found.name + ".class" == name:
                classes[found.name] = found
    return level, keep(classes)


def keep(classes: dict[str, ClassFile]) -> dict[str, ClassFile]:
    """Classes an app can name, and all their ancestors whatever their package."""
    todo = [
        c.name
        for c in classes.values()
        if PACKAGES.match(c.name) and c.flags & (PUBLIC | PROTECTED) and not LEFT_OUT.search(c.name)
    ]
    kept: dict[str, ClassFile] = {}
    while todo:
        name = todo.pop()
        if name in classes and name not in kept:
            kept[name] = classes[name]
            todo += [*classes[name].interfaces, *filter(None, [classes[name].parent])]
    return kept


def merge(levels: dict[int, dict[str, ClassFile]]) -> dict[str, ClassFile]:
    """One row a class: shape and constants of the newest level that has it, methods of all levels."""
    merged: dict[str, ClassFile] = {}
    for level in sorted(levels):
        for name, new in levels[level].items():
            old = merged.get(name)
            new.seen = (old.seen if old else set()) | {level}
            new.method_seen = dict(old.method_seen) if old else {}
            for key in new.methods:
                new.method_seen[key] = new.method_seen.get(key, set()) | {level}
            if old:
                new.methods = old.methods | new.methods
                new.constants = old.constants | new.constants
                new.interfaces = list(dict.fromkeys(new.interfaces + old.interfaces))
            merged[name] = new
    return merged


def covering(levels: dict[int, dict[str, ClassFile]]) -> dict[str, list[int]]:
    """Package → levels whose jar has any class of it: a jar without java.util says nothing about java.util."""
    found: dict[str, set[int]] = {}
    for level, classes in levels.items():
        for name in classes:
            found.setdefault(name.rpartition("/")[0], set()).add(level)
    return {package: sorted(seen) for package, seen in found.items()}


def varint(value: int) -> bytes:
    out = bytearray()
    while value >= 0x80:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)


def zigzag(value: int) -> int:
    return value << 1 if value >= 0 else (-value << 1) - 1


def column(values: list[int]) -> bytes:
    body = b"".join(map(varint, values))
    return struct.pack("<II", len(values), len(body)) + body


def texts(values: list[str]) -> bytes:
    raw = [v.encode("utf-8", "replace") for v in values]
    body = b"".join(raw)
    return column([len(r) for r in raw]) + struct.pack("<I", len(body)) + body


def interned(values: set[str]) -> tuple[list[str], dict[str, int]]:
    ordered = sorted(values, key=lambda v: v.encode("utf-8", "replace"))
    return ordered, {v: i for i, v in enumerate(ordered)}


def deltas(values: list[int]) -> list[int]:
    """Ascending numbers as first value and differences."""
    return [v - w for v, w in zip(values, [0, *values], strict=False)]


def payload(merged: dict[str, ClassFile], levels: dict[int, dict[str, ClassFile]]) -> bytes:
    steps, covers = sorted(levels), covering(levels)
    place = {level: i for i, level in enumerate(steps)}
    names, name_of = interned(set(merged))
    words, word_of = interned(
        {m[0] for c in merged.values() for m in c.methods} | {f for c in merged.values() for f in c.constants}
    )
    protos, proto_of = interned({m[1] for c in merged.values() for m in c.methods})
    strings, string_of = interned({v for c in merged.values() for k, v in c.constants.values() if k == "s"})

    def span(seen: set[int], package: str) -> int:
        later = [level for level in covers[package] if level > max(seen)]
        last = max(seen) if later else steps[-1]
        return place[min(seen)] << 4 | place[last]

    rows: dict[str, list[int]] = {key: [] for key in COLUMNS}
    for name in names:
        c = merged[name]
        package = name.rpartition("/")[0]
        interfaces = [name_of[i] for i in c.interfaces if i in name_of]
        methods = sorted(
            (word_of[n], proto_of[p], flags, span(c.method_seen[n, p], package)) for (n, p), flags in c.methods.items()
        )
        fields = sorted((word_of[f], kind, v) for f, (kind, v) in c.constants.items())
        rows["class_flags"].append(c.flags & KEPT_FLAGS)
        rows["class_parent"].append(name_of[c.parent] + 1 if c.parent in name_of else 0)
        rows["class_levels"].append(span(c.seen, package))
        rows["class_interfaces"].append(len(interfaces))
        rows["interfaces"] += interfaces
        rows["class_methods"].append(len(methods))
        rows["method_word"] += deltas([m[0] for m in methods])
        rows["method_proto"] += [m[1] for m in methods]
        rows["method_flags"] += [m[2] for m in methods]
        rows["method_levels"] += [m[3] for m in methods]
        rows["class_constants"].append(len(fields))
        rows["constant_word"] += deltas([f[0] for f in fields])
        rows["constant_kind"] += [0 if f[1] == "i" else 1 for f in fields]
        rows["constant_value"] += [zigzag(f[2]) if isinstance(f[2], int) else string_of[f[2]] for f in fields]
    blobs = [texts(t) for t in (names, words, protos, strings)]
    return b"".join([column(steps), *blobs, *(column(rows[key]) for key in COLUMNS)])


COLUMNS = (
    "class_flags", "class_parent", "class_levels", "class_interfaces", "interfaces",
    "class_methods", "method_word", "method_proto", "method_flags", "method_levels",
    "class_constants", "constant_word", "constant_kind", "constant_value",
)  # fmt: skip


def main(arguments: list[str]) -> int:
    if len(arguments) < 2 or any("=" not in a for a in arguments[1:]):
        print(__doc__, file=sys.stderr)
        return 2
    tasks = [(path, int(level)) for path, _, level in (a.rpartition("=") for a in arguments[1:])]
    levels: dict[int, dict[str, ClassFile]] = {}
    with ProcessPoolExecutor(max_workers=2) as pool:
        for level, classes in pool.map(read_jar, tasks):
            # Earlier jars of the same level win: a JDK module only fills what the Android jar lacks.
            levels[level] = classes | levels.get(level, {})
    merged = merge(levels)
    raw = payload(merged, levels)
    packed = subprocess.run(
        ["zstd", "--ultra", "-22", "-q", "-c", "--no-check"], input=raw, stdout=subprocess.PIPE, check=True
    )
    Path(arguments[0]).write_bytes(MAGIC + struct.pack("<I", len(raw)) + packed.stdout)
    methods = sum(len(c.methods) for c in merged.values())
    constants = sum(len(c.constants) for c in merged.values())
    print(
        f"{len(merged)} classes, {methods} methods, {constants} constants; "
        f"{len(raw)} bytes, {len(packed.stdout)} packed",
        file=sys.stderr,
    )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
