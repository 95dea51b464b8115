"""indicators/stix2.json: a STIX 2.1 bundle that MVT (Mobile Verification Toolkit) loads.

Written by hand and checked against the `stix2` library in tests: every id is made from what the object says (UUID 5),
and no time of the run is in it, so the same report gives the same bytes. STIX asks for times; the day the knowledge
was made stands in their place.
"""

import json
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
"""Objects as MVT reads them: https://docs.mvt.re/en/latest/iocs/ (to be checked)."""


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
        pattern = _pattern(one)
        if one.firm and pattern:
            made = _indicator(one, pattern, time)
            objects += [made, _joins(made["id"], head["id"], time)]
    bundle = {"type": "bundle", "id": _id("bundle", sample.sha256), "objects": objects}
    return json_visible(json.dumps(bundle, ensure_ascii=False, indent=1)) + "\n"


_DAY = "2026-01-01T00:00:00.000Z"


def _is_day(text: str) -> bool:
    return len(text) >= 10 and text[4:5] == "-" and text[:4].isdigit() and text[5:7].isdigit() and text[8:10].isdigit()


def _id(kind: str, *said: str) -> str:
    return f"{kind}--{uuid.uuid5(_SPACE, chr(0).join((kind, *said)))}"


def _pattern(one: Indicator) -> str | None:
    shape = _PATTERNS.get(one.kind)
    if shape is None or "*" in one.value:
        return None
    if one.kind == "address" and ":" in one.value:
        shape = "[ipv6-addr:value = '{}']"
    return shape.format(one.value.replace("\\", "\\\\").replace("'", "\\'"))


def _indicator(one: Indicator, pattern: str, time: str) -> dict[str, Any]:
    return {
        "type": "indicator", "spec_version": "2.1", "id": _id("indicator", pattern), "created": time,
        "modified": time, "name": one.value, "description": one.says, "indicator_types": ["unknown"],
        "pattern": pattern, "pattern_type": "stix", "valid_from": time,
    }  # fmt: skip


def _joins(one: str, other: str, time: str) -> dict[str, Any]:
    return {
        "type": "relationship", "spec_version": "2.1", "id": _id("relationship", one, other), "created": time,
        "modified": time, "relationship_type": "indicates", "source_ref": one, "target_ref": other,
    }  # fmt: skip
