"""Places where an app acts: texts that are shown or set, parts of a form that appear, calls that are named so."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from sousveil.model.facts import Facts
from sousveil.recover.code import Node, OwnCode, Use
from sousveil.recover.decisions.terms import Names, alternatives, is_resource, outer, parts
from sousveil.recover.decisions.vocabulary import Hit, Vocabulary

_SHOWS = re.compile(
    r"^(set|show|make|toast|alert|prompt|tip|speak|display|warn|hint|message|dialog|snack)", re.IGNORECASE
)
_NO_SHOW = re.compile(
    r"^(set(Tag|Action|Class\w*|Package|Data\w*|Header|RequestProperty|RequestMethod|Property|Param\w*|Key|Transition\w*"
    r"|Typeface|Locale|Cookie|UserAgent\w*|TimeZone|Pattern|Encoding|Attribute|ContentType|Url|Uri|Path|Filter))$"
)
_WRITES = re.compile(r"(Text|Title|Message|Hint|Error|Label|Content|Tip|Caption|Summary|Info)\w{0,8}$")
"""Ends of names of setters that put a text on a screen; others set a value."""
_QUIET = (
    "Landroid/util/Log;", "Landroid/content/Intent;", "Landroid/os/Bundle;", "Ljava/net/", "Lorg/json/",
    "Landroid/content/ContentValues;", "Landroid/database/", "Ljava/util/", "Ljava/lang/", "Ljava/io/",
)  # fmt: skip
_THROUGH = (
    "getString", "getText", "format", "append", "concat", "toString", "valueOf", "fromHtml", "<init>", "getResources",
)  # fmt: skip
_VISIBLE = 0
_CODE = 8
"""Letters of the longest code."""
_FARTHEST = 8_000
"""Bytes of a method in which the instruction that loads a text is looked for."""
_LOADS = re.compile(r'const-string(?:/jumbo)? "(.*)"', re.DOTALL)
_DEEPEST = 40


@dataclass(frozen=True, slots=True)
class Said:
    """A text that stands in the app: a constant of the code, or of a resource in one configuration."""

    text: str
    lang: str | None = None
    resource: int | None = None
    config: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """`how`: shown, returned, set, code (is put under a name), part (of a form appears), call."""

    method: int
    offset: int
    how: str
    said: tuple[Said, ...]
    name: str
    """Identifier of the part, the field or the method."""
    hits: tuple[Hit, ...]
    target: str = ""
    """Field that holds the widget or the value, as `Lx/A;->f`."""
    symbol: int | None = None
    code: str = ""
    """Of a code that is set: which."""
    several: bool = False
    """One of several messages; the place is where it is loaded."""

    @property
    def site(self) -> tuple[int, int]:
        return (self.method, self.offset)


class Resources:
    """Texts of resource numbers."""

    def __init__(self, facts: Facts) -> None:
        self._resources = facts.resources
        self._texts: dict[int, list[Said]] = {}
        self._numbers: dict[str, int] = {}
        self._facts = facts

    def of(self, number: int) -> list[Said]:
        """The texts of a string resource, the default first."""
        if self._resources is None or not is_resource(number):
            return []
        if number not in self._texts:
            name = self._resources.name(number) or ""
            values = self._resources.resolve_all(number) if name.startswith("string/") else []
            found = {v.value: Said(v.value, v.locale or None, v.id, v.config)
                     for v in reversed(values) if v.kind == "string" and v.value}  # fmt: skip
            self._texts[number] = sorted(found.values(), key=lambda said: said.config)
        return self._texts[number]

    def number(self, node: Node) -> int | None:
        """The resource number a value is: a number, or a field of a class `R$string`."""
        if node.kind == "int":
            return node.number if is_resource(node.number) else None
        if node.kind == "static" and node.owner.endswith("/R$string;"):
            return self._named.get(node.name)
        return None

    @property
    def _named(self) -> dict[str, int]:
        table = self._facts.tables.get("resources")
        if not self._numbers and table is not None:
            rows = zip(table.column("type"), table.column("name"), table.column("id"), strict=True)
            self._numbers = {name: id_ for type_, name, id_ in rows if type_ == "string"}
        return self._numbers


class Finder:
    """Finds places; what each class says is kept for the judgement whether it is about people."""

    def __init__(self, facts: Facts, own: OwnCode, names: Names, actions: Vocabulary) -> None:
        self._own = own
        self._names = names
        self._actions = actions
        self.resources = Resources(facts)
        self.constants = lru_cache(maxsize=2048)(self._find)

    def places(self, uses: Iterable[Use]) -> Iterator[Place]:
        """Every place in these uses that shows or sets a text, shows a part, or is named by an action."""
        for use in uses:
            found = self._place(use)
            if found is not None:
                yield found
            yield from self._chosen(use)

    def hits(self, said: Said) -> tuple[Hit, ...]:
        """Words of action in a text."""
        return self._actions.text(said.text)

    def _place(self, use: Use) -> Place | None:
        if use.kind == "return":
            return self._texts(use, "returned", use.values[:1], self._method_name(use.method))
        if use.kind == "write":
            field = use.text.partition("->")[2].partition(":")[0]
            return self._texts(use, "set", use.values[:1], field, use.text.partition(":")[0])
        return self._call(use) if use.kind == "call" else None

    def _chosen(self, use: Use) -> Iterator[Place]:
        """Messages of which one is shown or returned: each acts where it is loaded."""
        name = use.text.partition("->")[2].partition("(")[0]
        shows = use.kind == "call" and _SHOWS.match(name) and not use.text.startswith(_QUIET)
        if use.kind != "return" and not shows:
            return
        how, values = ("returned", use.values[:1]) if use.kind == "return" else ("shown", use.values)
        for value in values:
            for text in dict.fromkeys(alternatives(value)):
                offset = self.constants(use.method).get(text)
                if offset is not None:
                    yield Place(use.method, offset, how, (Said(text),), name or self._method_name(use.method),
                                self._actions.text(text), several=True)  # fmt: skip

    def _find(self, method: int) -> dict[str, int]:
        """Text constants of a method → the offset of the instruction that loads it, where that is one."""
        code = self._own.code
        found: dict[str, list[int]] = {}
        for offset in range(0, _FARTHEST, 2) if code is not None else ():
            reads = code.instruction_text(method, offset) if code is not None else None
            loaded = _LOADS.fullmatch(reads) if reads else None
            if loaded:
                found.setdefault(loaded.group(1), []).append(offset)
        return {text: offsets[0] for text, offsets in found.items() if len(offsets) == 1}

    def _set(self, use: Use, name: str) -> Place | None:
        """A code that is put under a name that says an action: `setPoliceCheck("1")`, `put("arrest", 1)`."""
        keyed = name == "put" and len(use.values) == 3 and use.values[1].kind == "text"
        word = use.values[1].text if keyed else name.removeprefix("set")
        constant = self._names.constant(use.values[-1])
        if not constant or len(constant) > _CODE or not (keyed or (name.startswith("set") and len(use.values) == 2)):
            return None
        hits = self._actions.identifier(word)
        word = word if keyed else word[:1].lower() + word[1:]
        return Place(use.method, use.offset, "code", (), word, hits, code=constant) if hits else None

    def _call(self, use: Use) -> Place | None:
        owner, _, rest = use.text.partition("->")
        name = rest.partition("(")[0]
        if name == "setVisibility" and len(use.values) == 2 and use.values[1].kind == "int":
            return self._part(use) if use.values[1].number == _VISIBLE else None
        code = self._set(use, name) if use.values and name.startswith(("set", "put")) else None
        if code is not None:
            return code
        if _SHOWS.match(name) and not _NO_SHOW.match(name) and not owner.startswith(_QUIET):
            target = self._target(use.values[0]) if use.values else ""
            word = target.partition("->")[2] or name
            how = "set" if name.startswith("set") and not _WRITES.search(name) else "shown"
            found = self._texts(use, how, use.values, word, target)
            if found is not None:
                return found
        if not owner.startswith((*_QUIET, "Landroid", "Ljavax", "Lkotlin")) and name not in ("<init>", "<clinit>"):
            hits = self._actions.identifier(name)
            if hits and not name.startswith(("get", "is", "set", "has", "on", "access$")):
                return Place(use.method, use.offset, "call", (), name, hits, symbol=use.symbol)
        return None

    def _part(self, use: Use) -> Place | None:
        target = self._target(use.values[0])
        if not target:
            return None
        word = target.partition("->")[2]
        return Place(use.method, use.offset, "part", (), word, self._actions.identifier(word), target)

    def _target(self, node: Node) -> str:
        """The field a widget is kept in."""
        term = self._names.term(node)
        if term is None or term.kind not in ("field", "widget") or term.owner.startswith(("Landroid", "Ljava")):
            return ""
        return f"{term.owner}->{term.words[0]}"

    def _texts(self, use: Use, how: str, nodes: tuple[Node, ...], name: str, target: str = "") -> Place | None:
        said = tuple(dict.fromkeys(s for node in nodes for s in self.said(use.method, node)))
        if not said:
            return None
        hits = tuple(dict.fromkeys(hit for one in said for hit in self._actions.text(one.text)))
        return Place(use.method, use.offset, how, said, name, hits, target)

    def said(self, method: int, node: Node) -> Iterator[Said]:
        """Texts that a value holds; not what methods of the app hand out, nor one of several."""
        for one in _spoken(node):
            if one.kind == "text" and one.text.strip():
                yield Said(one.text)
            number = self.resources.number(one)
            if number is not None:
                yield from self.resources.of(number)

    def _method_name(self, method: int) -> str:
        text = self._own.code.method_text(method) if self._own.code is not None else ""
        return text.partition("->")[2].partition("(")[0]


def _spoken(node: Node, depth: int = 0) -> Iterator[Node]:
    """Constants a text is made of."""
    if node.kind in ("text", "int", "static"):
        yield node
    elif depth > _DEEPEST:
        return
    elif (node.kind == "call" and node.name in _THROUGH) or (node.kind == "new" and "String" in node.text):
        for child in node.children:
            yield from _spoken(child, depth + 1)
    elif node.kind == "array" and node.number == 1:
        for child in list(parts(node, 8))[1:]:
            if child.kind == "text":
                yield child


def class_of(code_text: str) -> str:
    """Outermost class of a method's text."""
    return outer(code_text.partition("->")[0])
