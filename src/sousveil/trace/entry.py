"""Where the system starts code of the app, and which texts could name a class."""

import re
from collections.abc import Iterator

from sousveil.model.facts import Facts

Entry = tuple[str, list[str] | None, str]
"""Class descriptor, method names (None: all that override a framework method), and why."""

_CLASS = re.compile(r"[A-Za-z_$][\w$]*(?:\.[A-Za-z_$][\w$]*)+")
_SERVICES = "META-INF/services/"


def entries(facts: Facts, *, enabled: bool = True) -> list[Entry]:
    """Entry points in document order. With `enabled` false, those of switched-off components instead."""
    found = dict.fromkeys(_all(facts, enabled))
    return [(name, list(methods) if methods is not None else None, why) for name, methods, why in found]


def _all(facts: Facts, enabled: bool) -> Iterator[tuple[str, tuple[str, ...] | None, str]]:
    manifest = facts.manifest
    if manifest is None:
        return
    for component in manifest.components:
        if component.enabled != enabled:
            continue
        for name in {component.class_name: None, component.target or "": None}:
            if name:
                yield descriptor(name), None, f"{component.kind} {name} in the manifest"
    if not enabled:
        return
    for flag in ("name", "appComponentFactory", "backupAgent", "zygotePreloadName"):
        declared = manifest.flag(flag)
        if declared is not None and declared.value:
            name = complete(declared.value, manifest.package)
            yield descriptor(name), None, f"{flag} of the application in the manifest: {name}"
    yield from _screens(facts, {c.class_name for c in manifest.components if c.kind == "activity"})


def _screens(facts: Facts, activities: set[str]) -> Iterator[tuple[str, tuple[str, ...] | None, str]]:
    """Classes and click methods that layouts, menus and preference screens name."""
    clicks: dict[str, None] = {}
    for row in facts.rows("widgets"):
        for name in (row["tag"], row["includes"]):
            if name and "." in name and _CLASS.fullmatch(name):
                yield descriptor(name), None, f"named by the layout {row['file']}"
        if row["on_click"]:
            clicks[str(row["on_click"])] = None
    if clicks:
        for activity in sorted(activities):
            yield descriptor(activity), tuple(clicks), "named as a click method by a layout"


def named(facts: Facts) -> list[str]:
    """Texts outside code that may name classes: resources, manifest values, service lists, native strings."""
    texts: dict[str, None] = {}
    for table, column in (
        ("xml_attributes", "value"), ("resources", "value"), ("meta_data", "name"), ("meta_data", "value"),
        ("texts", "value"), ("native_strings", "value"),
    ):  # fmt: skip
        found = facts.tables.get(table)
        if found is not None:
            texts |= dict.fromkeys(t for t in found.column(column) if t and ("." in t or "/" in t))
    texts |= dict.fromkeys(_private_names(facts))
    for part in facts.parts:
        if part.path.startswith(_SERVICES):
            texts[part.path.removeprefix(_SERVICES)] = None
    return list(texts)


def _private_names(facts: Facts) -> Iterator[str]:
    """Strings of native code that are the name of a private method of the app: native code may call it."""
    found, code = facts.tables.get("native_strings"), facts.code
    if found is None or code is None:
        return
    methods = facts.tables["methods"]
    rows = zip(methods.column("name"), methods.column("flags"), methods.column("defined"), strict=True)
    numbers = {name for name, flags, defined in rows if defined and flags & 2}
    names = {code.string(number) for number in numbers}
    yield from (text for text in found.column("value") if text in names)


def complete(name: str, package: str) -> str:
    """A class name as the manifest shortens it, in full."""
    if name.startswith("."):
        return package + name
    return name if "." in name else f"{package}.{name}"


def descriptor(name: str) -> str:
    """`com.x.A` → `Lcom/x/A;`."""
    return f"L{name.replace('.', '/')};"
