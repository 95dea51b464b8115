"""indicators/indicators.stix2: a STIX 2.1 bundle that MVT (Mobile Verification Toolkit) loads.

Written by hand and checked against the `stix2` library in tests: every id is made from what the object says (UUID 5),
and no time of the run is in it, so the same report gives the same bytes. STIX asks for times; the day the knowledge
was made stands in their place.
"""

import json
import re
import uuid
from typing import Any

from sousveil.model.indicator import Indicator
from sousveil.model.report import Report
from sousveil.model.text import json_visible

_SPACE = uuid.UUID("5e1f2a7c-0b1d-5c9e-9b64-0d1c2a51c0de")
"""Our name space for UUID 5, made once."""

_PATTERNS = {
    "package": "[app:id = '{}']",
    "certificate": "[app:cert.sha256 = '{}']",
    "file_hash": "[file:hashes.'SHA-256' = '{}']",
    "path": "[file:path = '{}']",
    "domain": "[domain-name:value = '{}']",
    "address": "[ipv4-addr:value = '{}']",
}
"""Objects as MVT reads them: class Indicators in mvt/common/indicators.py, release 2026.10.26. It takes a pattern apart
at `=`, drops every `'` and undoes no escapes; addresses of IPv6 it passes over."""

_UNTOLD = re.compile(r"[=*'\\\x00-\x1f]|^\s|\s$")
"""What a value may not hold so that MVT reads the value that was written; an `=` would stop it at the whole file."""

_SHARED = ("/sdcard", "/storage/emulated/0", "/data/media/0")
"""Names of one folder. MVT compares the beginnings of paths as androidqf lists them: by the first and the last."""


def render(report: Report) -> str:
    """The bundle: one malware object, one indicator for each firm thing, and what joins them."""
    time = f"{report.knowledge.version[:10]}T00:00:00.000Z" if _is_day(report.knowledge.version) else _DAY
    sample = report.sample
    name = sample.package or sample.name
    head: dict[str, Any] = {
        "type": "malware", "spec_version": "2.1", "id": _id("malware", sample.sha256), "created": time,
        "modified": time, "name": name, "is_family": False,
        "description": f"App examined by sousveil; SHA-256 {sample.sha256}. The word malware is the format's.",
    }  # fmt: skip
    objects: list[dict[str, Any]] = [head]
    for one in report.indicators:
        for value in _values(one) if one.firm else ():
            pattern = _pattern(one.kind, value)
            if pattern is not None:
                made = _indicator(one, value, pattern, time)
                objects += [made, _joins(made["id"], head["id"], time)]
    bundle = {"type": "bundle", "id": _id("bundle", sample.sha256), "objects": objects}
    return json_visible(json.dumps(bundle, ensure_ascii=False, indent=1)) + "\n"


_DAY = "2026-01-01T00:00:00.000Z"


def _is_day(text: str) -> bool:
    return len(text) >= 10 and text[4:5] == "-" and text[:4].isdigit() and text[5:7].isdigit() and text[8:10].isdigit()


def _id(kind: str, *said: str) -> str:
    return f"{kind}--{uuid.uuid5(_SPACE, chr(0).join((kind, *said)))}"


def _values(one: Indicator) -> list[str]:
    """The value, and what else the same thing is called."""
    if one.kind == "domain" and one.value.startswith("www."):  # MVT takes `www.` off what it compares
        return [one.value, one.value.removeprefix("www.")]
    root = next((r for r in _SHARED if one.kind == "path" and one.value.startswith(f"{r}/")), None)
    return [one.value] if root is None else [other + one.value[len(root) :] for other in _SHARED]


def _pattern(kind: str, value: str) -> str | None:
    shape = _PATTERNS.get(kind)
    if shape is None or _UNTOLD.search(value):
        return None
    if kind == "address" and ":" in value:
        shape = "[ipv6-addr:value = '{}']"
    return shape.format(value)


def _indicator(one: Indicator, value: str, pattern: str, time: str) -> dict[str, Any]:
    return {
        "type": "indicator", "spec_version": "2.1", "id": _id("indicator", pattern), "created": time,
        "modified": time, "name": value, "description": one.says, "indicator_types": ["unknown"],
        "pattern": pattern, "pattern_type": "stix", "valid_from": time,
    }  # fmt: skip


def _joins(one: str, other: str, time: str) -> dict[str, Any]:
    return {
        "type": "relationship", "spec_version": "2.1", "id": _id("relationship", one, other), "created": time,
        "modified": time, "relationship_type": "indicates", "source_ref": one, "target_ref": other,
    }  # fmt: skip
