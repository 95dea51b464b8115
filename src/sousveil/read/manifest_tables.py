"""The fact tables of the manifest: their specifications, and a `Manifest` written into them."""

from collections.abc import Sequence
from typing import Any

from sousveil import core
from sousveil.model.manifest import Manifest
from sousveil.model.tables import Column, TableSpec

_PART = Column("part", "u32", "Number of the part that holds the manifest.")
_PLACE = Column("place", "text", "Element, and attribute where one carries the value.")
_READS = Column("reads", "text?", "The value as it stands at the place.")
_COMPONENT = (
    Column("component", "text", "Class of the component; empty for the application."),
    Column("component_place", "text", "Place of the component; the same in `components`."),
)

FLAGS = TableSpec(
    "flags",
    "Values of <manifest>, <uses-sdk> and <application>, with Android's default where nothing is written.",
    (
        _PART,
        Column("name", "text", "Attribute name."),
        Column("value", "text?", "The value in the default configuration, references followed."),
        Column("reference", "text?", "The resource that holds the value."),
        Column("how", "text", "written or default."),
        _READS,
        _PLACE,
    ),
)
PERMISSIONS = TableSpec(
    "permissions",
    "Permissions asked for, defined, or given unasked because the target SDK is old.",
    (
        _PART,
        Column("name", "text", "Permission."),
        Column("how", "text", "asked; implied by an old target SDK; included in another; defined, group or tree."),
        Column("min_sdk", "i64?", "Asked for from this Android API level on."),
        Column("max_sdk", "i64?", "Asked for up to this Android API level."),
        Column("protection", "text?", "For a defined one: normal, dangerous, signature … and flags."),
        Column("because", "text?", "For an implied one: the permission or target SDK it follows from."),
        _READS,
        _PLACE,
    ),
)
COMPONENTS = TableSpec(
    "components",
    "What the system or other apps can start.",
    (
        _PART,
        Column("kind", "text", "activity, alias, service, receiver, provider, application or instrumentation."),
        Column("class", "text", "Class, completed with the package."),
        Column("target", "text?", "For an alias: the activity it stands for."),
        Column("exported", "bool", "Whether other apps may call it."),
        Column("exported_by", "text", "explicit; implied by an intent filter; or default of the target SDK."),
        Column("permission", "text?", "Permission a caller needs, the application's where it has none of its own."),
        Column("process", "text?", "Process it runs in, where not the app's own."),
        Column("enabled", "bool", "Whether it can be started without being switched on first."),
        Column("switch", "text?", "Resources that hold `enabled` or `exported`."),
        Column("authorities", "text?", "For a provider: its authorities, joined by `;`."),
        Column("detail", "text", "What one kind alone has, as `name=value` joined by `;`."),
        _READS,
        _PLACE,
    ),
)
FILTERS = TableSpec(
    "filters",
    "Lines of intent filters.",
    (
        _PART,
        *_COMPONENT,
        Column("number", "u32", "Filter of the component, from 1."),
        Column("kind", "text", "action, category, data or priority."),
        Column("value", "text", "Name; for data `scheme=…;host=…`."),
        _PLACE,
    ),
)
META_DATA = TableSpec(
    "meta_data",
    "<meta-data> and <property> of application and components.",
    (
        _PART,
        *_COMPONENT,
        Column("name", "text", "Name."),
        Column("value", "text?", "Value, references followed."),
        Column("reference", "text?", "The resource that holds the value."),
        _PLACE,
    ),
)
QUERIES = TableSpec(
    "queries",
    "Other apps the app asks to see.",
    (
        _PART,
        Column("kind", "text", "package, action, data or provider."),
        Column("value", "text", "Package, action, `scheme=…`, or authority."),
        _PLACE,
    ),
)
DEMANDS = TableSpec(
    "demands",
    "Hardware, software and libraries the app asks for.",
    (
        _PART,
        Column("kind", "text", "feature, library, native-library or static-library."),
        Column("name", "text", "Name."),
        Column("required", "bool", "False when the app says it can do without."),
        _PLACE,
    ),
)

SPECS = (FLAGS, PERMISSIONS, COMPONENTS, FILTERS, META_DATA, QUERIES, DEMANDS)

#: Column names that are not the names of the fields.
_FIELDS = {"class": "class_name"}


def build(spec: TableSpec, rows: Sequence[object]) -> "core.Table":
    """A table from objects that have a field for each column."""
    columns: list[tuple[str, str, list[Any]]] = [
        (c.name, c.kind, [getattr(row, _FIELDS.get(c.name, c.name)) for row in rows]) for c in spec.columns
    ]
    return core.Table.build(spec.name, columns)


def tables(manifest: Manifest) -> dict[str, "core.Table"]:
    """All tables of one app's manifests, by name."""
    rows: tuple[Sequence[object], ...] = (
        manifest.flags,
        manifest.permissions,
        manifest.components,
        manifest.filters,
        manifest.meta_data,
        manifest.queries,
        manifest.demands,
    )
    return {spec.name: build(spec, found) for spec, found in zip(SPECS, rows, strict=True)}
