"""Writes rust/core/src/aapttext/formats.txt: what each public framework attribute takes.

    python tools/framework_formats.py android-all-14-robolectric-10818077.jar

The jar is Robolectric's build of AOSP 14 (Maven org.robolectric:android-all, Apache-2.0); its resources.arsc holds
the attributes. A line is `name formats` and, for words, `word=number`; all numbers are hexadecimal.
"""

import sys
import zipfile
from pathlib import Path

from sousveil import core

OUT = Path(__file__).parent.parent / "rust/core/src/aapttext/formats.txt"
HEAD = """\
# What public attributes of Android 14 take, made by tools/framework_formats.py from the resource table
# in org.robolectric:android-all:14-robolectric-10818077 (AOSP, Apache-2.0).
# `name formats word=number …`, in hexadecimal; formats are the bits of ResTable_map.
"""


def main() -> None:
    resources = core.Resources()
    resources.add(0, zipfile.ZipFile(sys.argv[1]).read("resources.arsc"))
    table = resources.table()
    found: dict[int, tuple[str, int, list[str]]] = {}
    for row in (dict(zip(table.columns, values, strict=True)) for values in table.rows()):
        if row["type"] != "attr" or core.framework_name(row["id"]) is None:
            continue
        name, mask, words = found.get(row["id"], (row["name"], 0, []))
        if row["key"] == "type":
            mask = row["data"]
        elif row["key"].startswith("android:"):
            words = [*words, f"{row['key'].removeprefix('android:')}={row['data']:x}"]
        found[row["id"]] = (name, mask, words)
    lines = sorted(" ".join([name, f"{mask:x}", *words]) for name, mask, words in found.values())
    OUT.write_text(HEAD + "\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
