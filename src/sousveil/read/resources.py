"""What resource ids stand for: a thin layer over the core's `Resources`."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sousveil import core
from sousveil.core import Attribute, Document, Resources
from sousveil.model.parts import Oddity, Part, RawGap
from sousveil.read import tree

if TYPE_CHECKING:
    from sousveil.model.facts import Facts

XML = ("axml", "proto_xml", "text_xml")
"""Kinds of XML resources: compiled in packages and in bundles, and as text in published trees."""

_CLOSES = "Open the same offset with aapt2 or another reader; the bytes there are damaged or altered on purpose."


@dataclass(frozen=True, slots=True)
class Shown:
    """An attribute's value in the default configuration, and the resource it comes from.

    `text` is None where a reference leads nowhere; `reference` is `@type/name` or `@0x…`, None for a literal.
    """

    text: str | None
    reference: str | None


def reference_name(resources: Resources, id: int, sign: str = "@") -> str:
    """`@string/name`, or `@0x7f0a0001` where no name is known."""
    return sign + (resources.name(id) or f"0x{id:08x}")


def show(resources: Resources, attribute: Attribute, locale: str | None = None) -> Shown:
    """The value of an attribute in `locale` (BCP-47), references followed."""
    if attribute.kind not in ("reference", "attribute"):
        return Shown(attribute.value, None)
    sign = "@" if attribute.kind == "reference" else "?"
    if attribute.data == 0:
        return Shown(None, attribute.value)
    name = reference_name(resources, attribute.data, sign)
    found = resources.resolve(attribute.data, locale) if sign == "@" else None
    return Shown(found.value if found else None, name)


def show_all(resources: Resources, attribute: Attribute) -> list[tuple[str, str]]:
    """(locale, text) in every locale the value exists in, the default first, then by locale."""
    if attribute.kind != "reference":
        return [("", attribute.value)]
    found: dict[str, str] = {}
    for value in sorted(resources.resolve_all(attribute.data), key=lambda v: (v.locale, len(v.config))):
        if value.value is not None:
            found.setdefault(value.locale, value.value)
    return sorted(found.items())


def path_in_module(part: Part) -> str:
    """The path as the resource table writes it: a bundle keeps each module in a folder of its own."""
    return part.path.partition("/")[2] if part.kind == "proto_xml" else part.path


def show_every(resources: Resources, attribute: Attribute) -> list[tuple[str, str]]:
    """(configuration, text) in every configuration the value exists in."""
    if attribute.kind != "reference":
        return [("", attribute.value)]
    return [(v.config, v.value) for v in resources.resolve_all(attribute.data) if v.value is not None]


def document(facts: "Facts", part: Part, resources: Resources, into: "core.Xml | None" = None) -> Document:
    """One XML part, whatever its form. `into` collects several."""
    xml = core.Xml() if into is None else into
    if part.kind == "text_xml":
        return xml.add_text(part.number, tree.text_of(facts, part), resources)
    return xml.add(part.number, facts.parts.blob(part.number).bytes())


def read(facts: "Facts") -> None:
    """Fills `facts.resources` and the tables `resources`, `xml_elements` and `xml_attributes`."""

    resources, xml = core.Resources(), core.Xml()
    for part in facts.parts:
        bundled = part.path.endswith("resources.pb")
        if part.kind == "arsc" or bundled:
            resources.add(part.number, facts.parts.blob(part.number).bytes(), bundled)
    tree.read_resources(facts, resources)
    for part in facts.parts:
        if part.kind in XML:
            document(facts, part, resources, xml)
    facts.resources = resources
    facts.tables |= {"resources": resources.table(), "xml_elements": xml.elements(), "xml_attributes": xml.attributes()}
    for found in (resources, xml):
        facts.oddities += [Oddity(*row) for row in found.oddities]
        facts.gaps += [RawGap(*row, _CLOSES) for row in found.gaps]
