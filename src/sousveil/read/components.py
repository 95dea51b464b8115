"""Components, intent filters and meta-data of one manifest (AOSP ParsedActivityUtils, ParsedServiceUtils, …)."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from sousveil.core import Element, Resources
from sousveil.model.manifest import Component, Filter, MetaData
from sousveil.read.elements import Tree, framework, place
from sousveil.read.resources import reference_name, show, show_every

KINDS = {
    "application": "application",
    "activity": "activity",
    "activity-alias": "alias",
    "service": "service",
    "receiver": "receiver",
    "provider": "provider",
    "instrumentation": "instrumentation",
}

#: Attributes of one kind alone that go into `detail`.
DETAILS = {
    "activity": ("launchMode", "taskAffinity", "excludeFromRecents", "showWhenLocked", "noHistory"),
    "service": ("foregroundServiceType", "isolatedProcess", "directBootAware", "stopWithTask"),
    "receiver": ("directBootAware",),
    "provider": ("grantUriPermissions", "readPermission", "writePermission", "initOrder", "multiprocess"),
    "instrumentation": ("targetPackage", "targetProcesses", "handleProfiling", "functionalTest"),
}

#: ServiceInfo.FOREGROUND_SERVICE_TYPE_*.
FOREGROUND = (
    (1 << 0, "dataSync"),
    (1 << 1, "mediaPlayback"),
    (1 << 2, "phoneCall"),
    (1 << 3, "location"),
    (1 << 4, "connectedDevice"),
    (1 << 5, "mediaProjection"),
    (1 << 6, "camera"),
    (1 << 7, "microphone"),
    (1 << 8, "health"),
    (1 << 9, "remoteMessaging"),
    (1 << 10, "systemExempted"),
    (1 << 11, "shortService"),
    (1 << 12, "fileManagement"),
    (1 << 13, "mediaProcessing"),
    (1 << 30, "specialUse"),
)

_DATA = (
    "scheme",
    "host",
    "port",
    "path",
    "pathPrefix",
    "pathPattern",
    "pathSuffix",
    "pathAdvancedPattern",
    "mimeType",
    "ssp",
)

Read = tuple[list[Component], list[Filter], list[MetaData]]


def full_name(package: str, name: str) -> str:
    """A class name completed as Android does: `.A` and `A` stand in the package, anything else is whole."""
    if name.startswith("."):
        return package + name
    return name if "." in name or not package or not name else f"{package}.{name}"


@dataclass(frozen=True, slots=True)
class _App:
    """What reading a component needs of the manifest around it."""

    tree: Tree
    resources: Resources
    package: str
    target: int
    process: str | None = None
    permission: str | None = None


def read_components(tree: Tree, root: Element, resources: Resources, package: str, target: int) -> Read:
    """Components of one manifest in document order, with their filters and meta-data."""
    out: Read = ([], [], [])
    app = _App(tree, resources, package, target)
    for element in tree.children(root, "application", "instrumentation"):
        _component(app, element, out)
        if element.tag == "application":
            process, permission = _text(element, "process", resources), _text(element, "permission", resources)
            inside = replace(app, process=process, permission=permission)
            for child in tree.children(element, *KINDS):
                _component(inside, child, out)
    return out


def _text(element: Element, name: str, resources: Resources) -> str | None:
    attribute = framework(element, name)
    return show(resources, attribute).text if attribute else None


def _component(app: _App, element: Element, out: Read) -> None:
    tree, resources, package = app.tree, app.resources, app.package
    kind = KINDS[element.tag]
    written = _text(element, "name", resources)
    name = full_name(package, written or "")
    filters = list(_filters(tree, element, resources, name))
    out[1].extend(filters)
    out[2].extend(_meta_data(tree, element, resources, "" if kind == "application" else name))
    if kind == "application" and not written:
        return
    exported, by = _exported(element, kind, bool(filters), app.target, resources)
    enabled = _enabled(element, resources)
    alias = _text(element, "targetActivity", resources)
    process = _text(element, "process", resources) or app.process
    component = Component(
        part=tree.part,
        kind=kind,
        class_name=name,
        target=full_name(package, alias) if alias else None,
        exported=exported,
        exported_by=by,
        permission=_text(element, "permission", resources) or app.permission or None,
        process=package + process if process and process.startswith(":") else process,
        enabled=enabled,
        switch=_switches(element, resources),
        authorities=_text(element, "authorities", resources),
        detail=_detail(element, kind, resources),
        reads=written,
        place=_home(element),
    )
    out[0].append(component)


def _enabled(element: Element, resources: Resources) -> bool:
    """Whether it can be started on some phone: a resource may say otherwise for other versions of Android."""
    attribute = framework(element, "enabled")
    return attribute is None or any(text != "false" for _, text in show_every(resources, attribute))


def _exported(element: Element, kind: str, filtered: bool, target: int, resources: Resources) -> tuple[bool, str]:
    if kind in ("application", "instrumentation"):
        return False, "default"
    written = _text(element, "exported", resources)
    if written is not None:
        return written == "true", "explicit"
    if kind == "provider":
        # Open unless written before SDK 17 (ParsedProviderUtils).
        return target < 17, "default"
    return filtered, "implied" if filtered else "default"


def _home(element: Element) -> str:
    """Where a component is named: the key that ties its filters and meta-data to it."""
    return place(element, "name" if framework(element, "name") else None)


def _switches(element: Element, resources: Resources) -> str | None:
    found = []
    for name in ("enabled", "exported"):
        attribute = framework(element, name)
        if attribute is not None and attribute.kind == "reference":
            found.append(f"{name}={reference_name(resources, attribute.data)}")
    return ";".join(found) or None


def _detail(element: Element, kind: str, resources: Resources) -> str:
    found = []
    for name in DETAILS.get(kind, ()):
        attribute = framework(element, name)
        if attribute is None:
            continue
        text = show(resources, attribute).text
        if name == "foregroundServiceType":
            text = "|".join(word for bit, word in FOREGROUND if attribute.data & bit) or text
        found.append(f"{name}={text}")
    return ";".join(found)


def _filters(tree: Tree, element: Element, resources: Resources, component: str) -> Iterator[Filter]:
    for number, intent in enumerate(tree.children(element, "intent-filter"), 1):

        def line(kind: str, value: str, at: Element, name: str | None = None, number: int = number) -> Filter:
            return Filter(tree.part, component, _home(element), number, kind, value, place(at, name))

        for child in tree.children(intent, "action", "category"):
            yield line(child.tag, _text(child, "name", resources) or "", child, "name")
        for child in tree.children(intent, "data"):
            pairs = [(name, _text(child, name, resources)) for name in _DATA]
            yield line("data", ";".join(f"{name}={text}" for name, text in pairs if text is not None), child)
        if (priority := _text(intent, "priority", resources)) is not None:
            yield line("priority", priority, intent, "priority")


def _meta_data(tree: Tree, element: Element, resources: Resources, component: str) -> Iterator[MetaData]:
    for child in tree.children(element, "meta-data", "property"):
        value = framework(child, "value") or framework(child, "resource")
        shown = show(resources, value) if value else None
        name = _text(child, "name", resources) or ""
        reference = shown.reference if shown else None
        yield MetaData(
            tree.part,
            component,
            _home(element),
            name,
            shown.text if shown else None,
            reference,
            place(child, value.name if value else "name"),
        )
