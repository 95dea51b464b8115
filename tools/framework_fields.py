#!/usr/bin/env python3
"""Makes the list of Android's fields that are no plain constants, for reading Java source without class files.

    python tools/framework_fields.py OUT JAR...

One line a class: slashed name, then `kind name` pairs. Listed are public and protected fields of classes an app can
name; left out are int and text constants, which the framework table has. The kind `=` is the class itself; `!` before a
kind marks a static field. A later JAR (or .jmod) adds what earlier ones lack. The same jars give the same bytes.
`rust/core/src/java/fields.zst` was made from android-all 14 and 4.1.2 and the modules java.base, java.logging and
java.sql of OpenJDK 17, then packed by `zstd -19`.
"""

from __future__ import annotations

import struct
import sys
import zipfile
from pathlib import Path

from framework_table import LEFT_OUT, PACKAGES, PROTECTED, PUBLIC, STATIC, SYNTHETIC, Pool

HIDDEN = (
    "com/android/internal/",
    "android/hardware/camera2/impl/",
    "android/net/wifi/hotspot2/",
    "android/telephony/ims/",
)


def fields(data: bytes) -> tuple[str, list[tuple[str, str]]] | None:
    """Class name and (kind, name) of its fields; None for what no app can name."""
    pool = Pool(data)
    flags, this, _parent, count = struct.unpack_from(">HHHH", data, pool.end)
    name = pool.named(this) or ""
    if not flags & PUBLIC or not PACKAGES.match(name) or LEFT_OUT.search(name) or name.startswith(HIDDEN):
        return None
    pos = pool.end + 8 + 2 * count
    count = struct.unpack_from(">H", data, pos)[0]
    pos += 2
    found = []
    for _ in range(count):
        access, label, kind, attributes = struct.unpack_from(">HHHH", data, pos)
        pos += 8
        constant = False
        for _ in range(attributes):
            attribute, size = struct.unpack_from(">HI", data, pos)
            constant |= pool.text(attribute) == "ConstantValue"
            pos += 6 + size
        text = pool.text(kind)
        if not access & (PUBLIC | PROTECTED) or access & SYNTHETIC:
            continue
        if constant and text in ("I", "Ljava/lang/String;"):
            continue
        text = "=" if text == f"L{name};" else text
        found.append((("!" if access & STATIC else "") + text, pool.text(label)))
    return name, found


def main() -> None:
    out, *jars = sys.argv[1:]
    table: dict[str, dict[str, str]] = {}
    for path in jars:
        with zipfile.ZipFile(path) as jar:
            for entry in jar.infolist():
                if entry.filename.endswith(".class"):
                    found = fields(jar.read(entry))
                    for kind, name in found[1] if found else ():
                        table.setdefault(found[0], {}).setdefault(name, kind)
    lines = []
    for name in sorted(table):
        pairs = " ".join(f"{kind} {field}" for field, kind in sorted(table[name].items()))
        lines.append(f"{name} {pairs}\n")
    Path(out).write_text("".join(lines))


if __name__ == "__main__":
    main()
