"""The network security configuration: whom the app trusts, and where it allows clear text.

https://developer.android.com/privacy-and-security/security-config
"""

from collections.abc import Iterator
from dataclasses import dataclass

from sousveil.core import Document, Element, Resources
from sousveil.model.tables import Column, TableSpec
from sousveil.read.elements import Tree, place
from sousveil.read.resources import show

NET_CONFIG = TableSpec(
    "net_config",
    "Lines of the network security configuration.",
    (
        Column("part", "u32", "Number of the part."),
        Column("scope", "text", "base, debug (debuggable builds only) or domain."),
        Column("domains", "text", "Domains the line is for, joined by `;`; `*.` before those with their subdomains."),
        Column("kind", "text", "cleartext, trust_anchor, pin, pin_expiration or transparency."),
        Column("value", "text", "true or false; system, user or a resource; `SHA-256:…`; a date."),
        Column("overrides_pins", "bool", "For a trust anchor: whether it is trusted against the pins."),
        Column("place", "text", "Element the line stands in."),
    ),
)

_SCOPES = {"base-config": "base", "debug-overrides": "debug", "domain-config": "domain"}


@dataclass(frozen=True, slots=True)
class Line:
    """One row of `NET_CONFIG`."""

    part: int
    scope: str
    domains: str
    kind: str
    value: str
    overrides_pins: bool
    place: str


def _value(element: Element, name: str, resources: Resources) -> str | None:
    for attribute in element.attributes:
        if attribute.name == name:
            shown = show(resources, attribute)
            return shown.reference or shown.text
    return None


def read_net_config(document: Document, resources: Resources) -> list[Line]:
    """All lines in document order; a domain inside another configuration has its own lines only."""
    tree = Tree(document)
    if tree.root is None or tree.root.tag != "network-security-config":
        return []
    return [line for child in tree.children(tree.root, *_SCOPES) for line in _config(tree, child, resources)]


def _config(tree: Tree, element: Element, resources: Resources) -> Iterator[Line]:
    scope = _SCOPES[element.tag]
    names = []
    for domain in tree.children(element, "domain"):
        wide = _value(domain, "includeSubdomains", resources) == "true"
        names.append(("*." if wide else "") + (domain.text or "").strip())

    def line(kind: str, value: str, at: Element, overrides: bool = False) -> Line:
        return Line(tree.part, scope, ";".join(names), kind, value, overrides, place(at))

    if (clear := _value(element, "cleartextTrafficPermitted", resources)) is not None:
        yield line("cleartext", clear, element)
    for anchors in tree.children(element, "trust-anchors"):
        for anchor in tree.children(anchors, "certificates"):
            overrides = _value(anchor, "overridePins", resources) == "true"
            yield line("trust_anchor", _value(anchor, "src", resources) or "", anchor, overrides)
    for pins in tree.children(element, "pin-set"):
        if expires := _value(pins, "expiration", resources):
            yield line("pin_expiration", expires, pins)
        for pin in tree.children(pins, "pin"):
            yield line("pin", f"{_value(pin, 'digest', resources) or ''}:{(pin.text or '').strip()}", pin)
    for transparency in tree.children(element, "certificateTransparency"):
        yield line("transparency", _value(transparency, "enabled", resources) or "", transparency)
    for inner in tree.children(element, "domain-config"):
        yield from _config(tree, inner, resources)
