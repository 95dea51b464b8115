"""Have MVT (Mobile Verification Toolkit) load the indicators of audits; say what it takes and finds by them.

    python tools/mvt_reads.py AUDIT...      folders that `sousveil audit` wrote

MVT is not among the tools of this project: run this with a Python of its own that has it (`pip install mvt`). Nothing
is fetched: only MVT's class Indicators is asked, with the indicator files named and none of its own.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

_KINDS = {
    "app:id": ("app_ids", "check_app_id"),
    "app:cert.sha256": ("app_cert_hashes", "check_app_certificate_hash"),
    "file:hashes.'SHA-256'": ("files_sha256", "check_file_hash"),
    "file:path": ("file_paths", "check_file_path"),
    "domain-name:value": ("domains", "check_domain"),
    "ipv4-addr:value": ("domains", "check_domain"),
}
"""Key of a pattern: MVT's collection, and the question that is asked of it."""
_STRANGERS = (
    "org.example.nobody",
    "/sdcard/Download",
    "/sdcard/DCIM/Camera/1.jpg",
    "/sdcard",
    "/data/media/0/Pictures",
)


def written(path: Path) -> list[tuple[str, str]]:
    """Key and value of every pattern of a bundle."""
    objects = json.loads(path.read_text("utf-8"))["objects"]
    patterns = [one["pattern"] for one in objects if one["type"] == "indicator"]
    return [(p[1:].split(" = ")[0], p.split(" = ", 1)[1][1:-2]) for p in patterns]


def problems(path: Path) -> tuple[int, list[str]]:
    """How many indicators MVT took from the file, and what it left out, read otherwise, missed or took wrongly."""
    from mvt.common.indicators import Indicators  # type: ignore[import-not-found]
    from mvt.common.url import URL  # type: ignore[import-not-found]

    URL.check_if_shortened = lambda _self: False  # else MVT asks shorteners of links where they lead
    read: Any = Indicators()
    read.parse_stix2(str(path))
    found = []
    for key, value in written(path):
        if key not in _KINDS:
            found.append(f"{key} is passed over: {value}")
            continue
        collection, question = _KINDS[key]
        if value not in {one.value for one in read.get_iocs(collection)}:
            found.append(f"{key} was not taken as written: {value}")
        elif getattr(read, question)(value) is None:  # of a domain MVT asks without `www.`: that stands beside it
            found.append(f"{question} does not find {value}")
    found += [f"{one} is taken for an indicator" for one in _STRANGERS if read.check_file_path(one)]
    found += [f"{one} is taken for an indicator" for one in _STRANGERS if read.check_app_id(one)]
    return read.total_ioc_count, found


def main() -> int:
    """One line an audit. Ends with 1 where MVT and we differ."""
    bad = 0
    for folder in sys.argv[1:]:
        path = Path(folder) / "indicators" / "indicators.stix2"
        if not path.is_file():
            print(f"{folder}: no indicators there")
            bad += 1
            continue
        count, found = problems(path)
        bad += bool(found)
        print(f"{folder}: MVT took {count}", *found, sep="\n  ")
    return 1 if bad or len(sys.argv) < 2 else 0


if __name__ == "__main__":
    sys.exit(main())
