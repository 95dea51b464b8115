"""Writes rust/core/src/arsc/framework.txt: the public framework resources, id to name.

    python tools/framework_names.py android-all-14-robolectric-10818077.jar

The jar is Robolectric's build of AOSP 14 (Maven org.robolectric:android-all, Apache-2.0). Names and ids are the
constants of its classes `android.R$*`: public ids never change between Android versions.
"""

import struct
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

OUT = Path(__file__).parent.parent / "rust/core/src/arsc/framework.txt"
HEAD = """\
# Public framework resources of Android 14, made by tools/framework_names.py from the constants of android.R$*
# in org.robolectric:android-all:14-robolectric-10818077 (AOSP, Apache-2.0).
# `:type`, then `@first id`, then one name an id; Java's `_` in style names is written back as `.`.
"""


def constants(data: bytes) -> Iterator[tuple[str, int]]:
    """Static int constants of a class file (JVMS 4.1 to 4.7.2)."""
    (count,) = struct.unpack(">H", data[8:10])
    pool: list[str | int | None] = [None] * count
    at, index = 10, 1
    while index < count:
        tag = data[at]
        if tag == 1:
            (size,) = struct.unpack(">H", data[at + 1 : at + 3])
            pool[index] = data[at + 3 : at + 3 + size].decode("utf-8", "replace")
            at += 3 + size
        elif tag == 3:
            (pool[index],) = struct.unpack(">i", data[at + 1 : at + 5])
            at += 5
        elif tag in (5, 6):
            at, index = at + 9, index + 1
        else:
            at += {7: 3, 8: 3, 16: 3, 19: 3, 20: 3, 15: 4}.get(tag, 5)
        index += 1
    at += 6
    at += 2 + 2 * struct.unpack(">H", data[at : at + 2])[0]
    (fields,) = struct.unpack(">H", data[at : at + 2])
    at += 2
    for _ in range(fields):
        _, name, _, attributes = struct.unpack(">HHHH", data[at : at + 8])
        at += 8
        for _ in range(attributes):
            kind, size = struct.unpack(">HI", data[at : at + 6])
            if pool[kind] == "ConstantValue":
                value = pool[struct.unpack(">H", data[at + 6 : at + 8])[0]]
                if isinstance(value, int):
                    yield str(pool[name]), value
            at += 6 + size


def main() -> None:
    jar = zipfile.ZipFile(sys.argv[1])
    out = [HEAD]
    for entry in sorted(jar.namelist()):
        if not entry.startswith("android/R$") or "styleable" in entry:
            continue
        kind = entry[len("android/R$") : -len(".class")]
        last = -1
        rows = sorted({value: name for name, value in constants(jar.read(entry))}.items())
        if rows:
            out.append(f":{kind}\n")
        for value, name in rows:
            if value != last + 1:
                out.append(f"@{value:08x}\n")
            out.append((name.replace("_", ".") if kind == "style" else name) + "\n")
            last = value
    OUT.write_text("".join(out), encoding="utf-8")


if __name__ == "__main__":
    main()
