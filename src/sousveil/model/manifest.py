"""What the manifests of one app declare, as typed words. Filled by `sousveil.read.manifest`."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Flag:
    """A value of <manifest>, <uses-sdk> or <application>.

    `how` is written or default (what Android takes where nothing is written). `reference` names the resource that
    holds the value, None for a literal. `reads` is the value as it stands in the file.
    """

    part: int
    name: str
    value: str | None
    reference: str | None
    how: str
    reads: str | None
    place: str


@dataclass(frozen=True, slots=True)
class Permission:
    """One permission and why it is there.

    `how` is asked, implied (by an old target SDK), included (in another), defined, group or tree. `because` names
    the permission or the target SDK that an implied or included one follows from. `place` is an element path; for an
    implied one that of the permission it follows from.
    """

    part: int
    name: str
    how: str
    min_sdk: int | None
    max_sdk: int | None
    protection: str | None
    because: str | None
    reads: str | None
    place: str


@dataclass(frozen=True, slots=True)
class Component:
    """An activity, alias, service, receiver, provider, application or instrumentation.

    `exported_by` is explicit, implied (an intent filter, before exported had to be written) or default (nothing is
    written; Android's default for the target SDK). `switch` names the resources that `enabled` or `exported` come from.
    `detail` holds what one kind alone has, as `name=value` joined by `;`.
    """

    part: int
    kind: str
    class_name: str
    target: str | None
    exported: bool
    exported_by: str
    permission: str | None
    process: str | None
    enabled: bool
    switch: str | None
    authorities: str | None
    detail: str
    reads: str | None
    place: str


@dataclass(frozen=True, slots=True)
class Filter:
    """One line of an intent filter: `kind` is action, category, data or priority."""

    part: int
    component: str
    component_place: str
    number: int
    kind: str
    value: str
    place: str


@dataclass(frozen=True, slots=True)
class MetaData:
    """A <meta-data> or <property>; `component` is empty for those of the application."""

    part: int
    component: str
    component_place: str
    name: str
    value: str | None
    reference: str | None
    place: str


@dataclass(frozen=True, slots=True)
class Query:
    """What the app asks to see of other apps: `kind` is package, action, data or provider."""

    part: int
    kind: str
    value: str
    place: str


@dataclass(frozen=True, slots=True)
class Demand:
    """<uses-feature>, <uses-library> and their like; `kind` is the tag without `uses-`."""

    part: int
    kind: str
    name: str
    required: bool
    place: str


@dataclass(slots=True)
class Manifest:
    """All that the manifests of one app declare. The base decides what can stand once; splits add to the lists.

    `label` maps a locale (BCP-47, empty for the default) to the app's name.
    """

    package: str = ""
    parts: list[int] = field(default_factory=list)
    splits: list[str] = field(default_factory=list)
    label: dict[str, str] = field(default_factory=dict)
    version_name: str | None = None
    version_code: int | None = None
    shared_user: str | None = None
    min_sdk: int = 1
    target_sdk: int = 1
    flags: list[Flag] = field(default_factory=list)
    components: list[Component] = field(default_factory=list)
    filters: list[Filter] = field(default_factory=list)
    meta_data: list[MetaData] = field(default_factory=list)
    permissions: list[Permission] = field(default_factory=list)
    queries: list[Query] = field(default_factory=list)
    demands: list[Demand] = field(default_factory=list)

    def flag(self, name: str) -> Flag | None:
        """A flag by name, the base's first."""
        return next((f for f in self.flags if f.name == name), None)
