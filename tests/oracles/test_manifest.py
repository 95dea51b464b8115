"""What a manifest declares and every string of the resources, as androguard, apk-info and aapt2 read them."""

import re
import shutil
import subprocess
import zipfile
from collections import Counter
from functools import cache
from typing import Any

import pytest

from sousveil import core
from sousveil.model.manifest import Manifest
from sousveil.read import manifest, resources
from tests.conftest import sample
from tests.oracles.control import NAMES, facts_of

pytestmark = [pytest.mark.samples, pytest.mark.parametrize("name", NAMES)]

COMPONENTS = {
    "activity": "get_activities",
    "alias": "get_activity_aliases",
    "service": "get_services",
    "receiver": "get_receivers",
    "provider": "get_providers",
}

# A string ends where its closing quote is followed by the next value, entry or type.
STRING = re.compile(
    r'^ {6}\(([\w+-]*)\) (?:\(styled string\) )?"(.*?)"(?: \S+:\d+,\d+)*\n(?= *\(| *resource | *type | *Package|\Z)',
    re.S | re.M,
)
FILE = re.compile(r"^ {6}\(([\w+-]*)\) \(file\) (\S+)", re.M)


@cache
def declared(name: str) -> Manifest:
    found = facts_of(sample(name), resources, manifest).manifest
    assert found is not None
    return found


def test_who_it_is_and_what_it_asks_as_apk_info_says(name: str) -> None:
    ours, theirs = declared(name), pytest.importorskip("apk_info").APK(str(sample(name)))
    assert ours.package == theirs.get_package_name()
    assert ours.version_name == theirs.get_version_name()
    assert ours.version_code == _number(theirs.get_version_code())
    assert ours.min_sdk == _number(theirs.get_min_sdk_version())
    assert ours.target_sdk == _number(theirs.get_target_sdk_version())
    assert {p.name for p in ours.permissions if p.how == "asked"} == set(theirs.get_permissions())
    defined = {(p.name, p.protection) for p in ours.permissions if p.how == "defined"}
    assert defined == {(p.name, p.protection_level) for p in theirs.get_declared_permissions()}


@pytest.mark.parametrize("kind", COMPONENTS)
def test_components_as_apk_info_and_androguard_say(name: str, kind: str) -> None:
    """apk-info gives `exported` as written, androguard the filters; what absence means is Android's rule."""
    ours, theirs = declared(name), pytest.importorskip("apk_info").APK(str(sample(name)))
    of_kind = [c for c in ours.components if c.kind == kind]
    listed = getattr(theirs, COMPONENTS[kind])()
    assert Counter(c.class_name for c in of_kind) == Counter(c.name for c in listed)
    by_name = {c.class_name: c for c in of_kind}
    for component in listed:
        mine, filters = by_name[component.name], _filters(name, kind, component.name)
        written = component.exported
        implied = ours.target_sdk < 17 if kind == "provider" else bool(filters)
        expected = (implied, False) if written is None else (written == "true", True)
        assert (mine.exported, mine.exported_by == "explicit") == expected, component.name
        assert mine.permission == getattr(component, "permission", None), component.name
        said = {(f.kind, f.value) for f in ours.filters if f.component_place == mine.place}
        assert {f for f in said if f[0] in ("action", "category")} == filters, component.name


def test_androguard_says_the_same(name: str) -> None:
    ours, theirs = declared(name), _androguard(name)
    assert ours.package == theirs.get_package()
    assert ours.version_name == (theirs.get_androidversion_name() or None)
    assert ours.version_code == _number(theirs.get_androidversion_code())
    assert {p.name for p in ours.permissions if p.how == "asked"} == set(theirs.get_permissions())
    for kind in ("activity", "service", "receiver", "provider"):
        listed = getattr(theirs, COMPONENTS[kind])()
        assert {c.class_name for c in ours.components if c.kind == kind} == set(listed)
    implied = {p.name for p in ours.permissions if p.how in ("implied", "included")}
    # Android 14 grants this one beside the images (frameworks/base, CompatibilityPermissionInfo and the permission
    # controller); androguard's list of implied permissions ends before it.
    newer = {"android.permission.READ_MEDIA_VISUAL_USER_SELECTED"}
    assert implied - newer == {p for p, _ in theirs.get_uses_implied_permission_list()}


def test_every_string_in_every_language_as_androguard_says(name: str) -> None:
    axml = pytest.importorskip("androguard.core.axml")
    _silent()
    data = _table(name)
    parser = axml.ARSCParser(data)
    parser._analyse()
    theirs = {
        (number, config.get_qualifier(), entry.get_key_data())
        for number, entries in parser.resource_values.items()
        for config, entry in entries.items()
        if not entry.is_complex() and entry.key.data_type == axml.TYPE_STRING
    }
    ours = _strings(data)
    # androguard does not read a locale's script: Serbian in Latin letters (b+sr+Latn) and in Cyrillic (sr) have one
    # key there and the later replaces the earlier. aapt2, below, keeps both as we do.
    without_script = {(number, _scriptless(config), text) for number, config, text in ours}
    assert theirs <= without_script
    scripts: dict[tuple[int, str], set[str]] = {}
    for number, config, _ in ours:
        scripts.setdefault((number, _scriptless(config)), set()).add(config)
    assert all(len(scripts[number, config]) > 1 for number, config, _ in without_script - theirs)


@pytest.mark.skipif(not shutil.which("aapt2"), reason="aapt2 is not installed")
def test_every_string_in_every_language_as_aapt2_says(name: str) -> None:
    """aapt2 prints a line break in a string as one, and indents what follows by six blanks."""
    said = subprocess.run(
        ["aapt2", "dump", "resources", str(sample(name))], capture_output=True, text=True, check=True
    ).stdout
    theirs: set[tuple[int, str, str]] = set()
    for block in re.split(r"(?m)^ +resource (?=0x)", said)[1:]:
        number = int(block[2:10], 16)
        theirs |= {(number, m[1], m[2].replace("\n" + " " * 6, "\n")) for m in STRING.finditer(block)}
        theirs |= {(number, m[1], m[2]) for m in FILE.finditer(block)}
    assert _strings(_table(name)) == theirs


def _strings(data: bytes) -> set[tuple[int, str, str]]:
    """(id, configuration, text) of every simple string value."""
    found = core.Resources()
    found.add(0, data)
    assert (found.gaps, found.oddities) == ([], [])
    table = found.table()
    columns = [table.column(c) for c in ("id", "config", "value", "key", "kind")]
    return {(n, c, v) for n, c, v, key, kind in zip(*columns, strict=True) if key is None and kind == "string"}


def _table(name: str) -> bytes:
    with zipfile.ZipFile(sample(name)) as package:
        return package.read("resources.arsc")


def _scriptless(config: str) -> str:
    """`b+sr+Latn` as androguard writes it."""
    return re.sub(
        r"b\+([a-z]{2,3})\+[A-Z][a-z]{3}(?:\+([A-Z]{2}))?", lambda m: m[1] + (f"-r{m[2]}" if m[2] else ""), config
    )


def _number(text: Any) -> int | None:
    return None if text in (None, "") else int(text)


@cache
def _androguard(name: str) -> Any:
    apk = pytest.importorskip("androguard.core.apk")
    _silent()
    return apk.APK(str(sample(name)))


def _filters(name: str, kind: str, component: str) -> set[tuple[str, str]]:
    tag = "activity-alias" if kind == "alias" else kind
    found = _androguard(name).get_intent_filters(tag, component)
    return {(key, value) for key in ("action", "category") for value in found.get(key, ())}


def _silent() -> None:
    from loguru import logger

    logger.disable("androguard")
