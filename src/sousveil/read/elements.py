"""The elements of one XML part as a tree, attributes found as Android finds them."""

from collections.abc import Iterator

from sousveil.core import Attribute, Document, Element

ANDROID = "http://schemas.android.com/apk/res/android"


class Tree:
    """Elements with their children."""

    def __init__(self, document: Document) -> None:
        self.part = document.part
        self.elements = document.elements()
        self._children: list[list[int]] = [[] for _ in self.elements]
        for element in self.elements:
            if element.parent is not None:
                self._children[element.parent].append(element.index)

    @property
    def root(self) -> Element | None:
        """The first root; Android reads no other."""
        return self.elements[0] if self.elements else None

    def children(self, element: Element, *tags: str) -> Iterator[Element]:
        """Direct children, of the given tags if any are given, in document order."""
        for index in self._children[element.index]:
            child = self.elements[index]
            if not tags or child.tag in tags:
                yield child


def framework(element: Element, name: str) -> Attribute | None:
    """A framework attribute. Android goes by the id of the name, whatever namespace or name is written, and takes the
    first of several; an attribute without an id is not one."""
    for attribute in element.attributes:
        if attribute.name == name and attribute.name_id is not None and attribute.name_id >> 24 == 1:
            return attribute
    return None


def plain(element: Element, name: str) -> str | None:
    """An attribute without namespace that Android looks up by name (`package`, `split`)."""
    for attribute in element.attributes:
        if attribute.name == name and not attribute.namespace:
            return attribute.value
    return None


def place(element: Element, attribute: str | None = None) -> str:
    """The locator of an element, or of one of its framework attributes: `xml:/manifest/application[1]@android:name`, or
    line and column where the XML is text."""
    if element.column:
        found = framework(element, attribute) if attribute else None
        return f"text:{found.line}:{found.column}" if found else f"text:{element.line}:{element.column}"
    return f"xml:{element.path}" + (f"@android:{attribute}" if attribute else "")
