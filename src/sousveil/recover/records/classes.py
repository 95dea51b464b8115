"""Classes that are records: entities, models, what is turned into JSON or read from it; with names of annotations."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from sousveil.model.mark import RecordMark
from sousveil.recover.code import Node, Use
from sousveil.recover.records.names import (
    hungarian,
    parameters,
    property_name,
    result,
    same,
    simple,
    split_field,
    split_method,
    type_word,
)
from sousveil.recover.records.pieces import Board, Mark, Piece, Slot
from sousveil.recover.records.values import Reader, Value

_STATIC, _SYNTHETIC, _TRANSIENT, _ENUM, _INTERFACE = 0x8, 0x1000, 0x80, 0x4000, 0x200
_PLAIN_METHODS = frozenset(
    {"<init>", "<clinit>", "toString", "equals", "hashCode", "compareTo", "clone", "copy", "describeContents",
     "writeToParcel", "canEqual", "copy$default", "readFromParcel", "build", "newBuilder"}
)  # fmt: skip
_MADE = re.compile(r"(?:^|\$)(?:R|BuildConfig|Properties)(?:\$\w+)?;$|/R\$|\$\d+;$|\$\$|Lambda|_Factory;$")
_PLAIN_PARENTS = (
    "Ljava/lang/Object;", "Ljava/lang/Record;", "Landroid/databinding/BaseObservable;",
    "Landroidx/databinding/BaseObservable;", "Lorg/litepal/crud/",
)  # fmt: skip
_PLATFORM = ("Landroid/", "Ljava/", "Ljavax/", "Landroidx/", "Lkotlin/", "Ldalvik/", "Lcom/google/", "Lorg/json/",
             "Lorg/apache/", "Lkotlinx/")  # fmt: skip
_LEAST = 2


@dataclass(slots=True)
class _Class:
    """What the tables say of one class."""

    fields: list[tuple[int, str, str, int]] = field(default_factory=list)
    """(number, name, type, flags) of its own fields, none of them static."""
    methods: list[tuple[int, str, str, int]] = field(default_factory=list)
    """(number, name, proto, flags)"""
    flags: int = 0


class Classes:
    """Finds classes that are records, and says which field a getter, setter or field access is about."""

    def __init__(self, reader: Reader, board: Board) -> None:
        self._reader, self._board = reader, board
        self.known = self._shapes()
        self._named: dict[str, dict[str, list[tuple[RecordMark, str]]]] = self._annotated()
        self._slots: dict[str, tuple[Slot, bool] | None] = {}
        self._calls: dict[tuple[str, str], Use] = {}
        """(class that is not there, property) → the first call that names it."""
        self._absent = self._named_only()

    def _shapes(self) -> dict[str, _Class]:
        facts, code = self._reader.facts, self._reader.facts.code
        found: dict[str, _Class] = {name: _Class() for name in self._reader.traces.own_classes}
        if code is None:
            return found
        table = facts.tables["fields"]
        rows = zip(*(table.column(c) for c in ("field", "class", "name", "type", "defined", "flags")), strict=True)
        for number, cls, name, type_, defined, flags in rows:
            if defined and not flags & (_STATIC | _SYNTHETIC):
                shape = found.get(code.type_name(cls))
                if shape is not None:
                    shape.fields.append((number, code.string(name), code.type_name(type_), flags))
        table = facts.tables["methods"]
        protos = code_protos(self._reader)
        rows = zip(*(table.column(c) for c in ("method", "class", "name", "proto", "defined", "flags")), strict=True)
        for number, cls, name, proto, defined, flags in rows:
            if defined and not flags & _SYNTHETIC:
                shape = found.get(code.type_name(cls))
                if shape is not None:
                    shape.methods.append((number, code.string(name), protos.get(proto, ""), flags))
        table = facts.tables["classes"]
        for cls, flags in zip(table.column("type"), table.column("flags"), strict=True):
            shape = found.get(code.type_name(cls))
            if shape is not None:
                shape.flags = flags
        return found

    def _annotated(self) -> dict[str, dict[str, list[tuple[RecordMark, str]]]]:
        """Class → field, or accessor's property, or empty for the class itself → marks with the name each gives."""
        found: dict[str, dict[str, list[tuple[RecordMark, str]]]] = defaultdict(lambda: defaultdict(list))
        code = self._reader.facts.code
        if code is None:
            return found
        rows: dict[tuple[str, int, int], dict[str, str]] = {}
        marks = self._reader.marks
        for row in marks.annotated(marks.annotations.__contains__):
            if row["owner_kind"] != "parameter":
                at = (row["owner_kind"], row["owner"], row["annotation"])
                rows.setdefault(at, {})[row["element"]] = row["value"]
        for (owner_kind, owner, kind), elements in rows.items():
            mark = marks.annotations[code.type_name(kind)]
            if mark.kind == "parameter":
                continue
            cls, member = self._owner(owner_kind, owner)
            text = next((first_text(elements[e]) for e in mark.element if elements.get(e)), "")
            found[cls][member].append((mark, text))
        return found

    def _owner(self, kind: str, owner: int) -> tuple[str, str]:
        code = self._reader.facts.code
        assert code is not None  # noqa: S101 - callers have checked
        if kind == "class":
            return code.type_name(owner), ""
        if kind == "field":
            cls, name, _ = split_field(code.field_text(owner))
            return cls, name
        cls, name, _ = split_method(code.method_text(owner))
        return cls, property_name(name.removesuffix("$annotations")) or name

    def collect(self) -> None:
        """Pieces of all classes that are records by annotation, base class, use in JSON or shape."""
        used = self._serialised()
        for cls, shape in self.known.items():
            if _MADE.search(cls) or shape.flags & (_ENUM | _INTERFACE):
                continue
            marks = self._named.get(cls, {})
            base = next((b for s in self._reader.marks.supers(cls)[1:] if (b := self._reader.marks.bases.get(s))), None)
            why = "its annotations" if marks else "its base class" if base else used.get(cls, "")
            if shape.fields and (why or self._shaped(cls, shape)):
                self._piece(cls, shape, why or "its fields and accessors", firm=bool(why))
                if base is not None and base.goes:
                    self._board.pieces["class", cls].goes.setdefault(base.goes, None)
        for cls, properties in sorted(self._absent.items()):
            if len(properties) >= _LEAST:
                self._absent_piece(cls, properties)

    def _serialised(self) -> dict[str, str]:
        """Classes that a JSON or database library is given."""
        found: dict[str, str] = {}
        for use in self._reader.uses:
            if use.kind != "call":
                continue
            owner, name, _ = split_method(use.text)
            mark = self._reader.marks.one(owner, name, "text_of", "object_of", "stored")
            if mark is None:
                continue
            for node in use.values:
                type_ = node.text if node.kind == "class" else self._reader.type_of(Value(node, use.method))
                if type_ in self.known:
                    found.setdefault(type_.lstrip("["), "a library that writes or reads it")
        return found

    def _shaped(self, cls: str, shape: _Class) -> bool:
        """Mostly fields with accessors, or nothing but fields, below no class of another kind."""
        parents = self._reader.marks.supers(cls)[1:]
        if not all(p in self.known or p.startswith(_PLAIN_PARENTS) for p in parents):
            return False
        data = [f for f in shape.fields if not f[3] & _TRANSIENT]
        if len(data) < _LEAST:
            return False
        accessors = self._reader.own.accessors
        written = {accessors[m][1] for m, *_ in shape.methods if m in accessors}
        named = {same(property_name(n)) for _, n, _, _ in shape.methods if property_name(n)}
        with_accessor = [f for f in data if f[0] in written or same(f[1]) in named or same(hungarian(f[1])) in named]
        others = [
            n for m, n, _, _ in shape.methods
            if n not in _PLAIN_METHODS and m not in accessors and not property_name(n) and not n.startswith("component")
        ]  # fmt: skip
        if len(with_accessor) >= max(_LEAST, 0.7 * len(data)):
            return len(others) <= max(2, len(data) // 2)
        open_ = [f for f in data if not f[3] & 0x2]
        return len(open_) >= max(3, 0.8 * len(data)) and not others

    def _piece(self, cls: str, shape: _Class, why: str, *, firm: bool) -> Piece:
        piece = self._board.piece(("class", cls), "class", simple(cls))
        piece.owner, piece.firm = cls, firm
        piece.names.setdefault(("class", simple(cls)))
        piece.marks.append(Mark(f"The class {simple(cls)} is a record by {why}", cls=cls))
        marks = self._named.get(cls, {})
        for mark, text in marks.get("", []):
            if text and mark.name:
                piece.names.setdefault((mark.name, text))
        for _, name, type_, flags in shape.fields:
            given = [*marks.get(name, []), *(marks.get(hungarian(name), []) if hungarian(name) != name else [])]
            if any(m.kind == "leave_out" for m, _ in given) and not any(t for _, t in given):
                continue
            if flags & _TRANSIENT or type_.startswith("Ljava/lang/ref/") or self._service(type_):
                continue
            slot = piece.slot(name, "identifier")
            slot.type = type_word(type_)
            slot.holds, slot.many = self._held(type_)
            for mark, text in given:
                slot.named(mark.name or "serialised", text)
            slot.mark(Mark(f"The field {name} of {simple(cls)}", cls=cls))
        return piece

    def _service(self, type_: str) -> bool:
        """A part of the machinery, not data: views, contexts, data access objects, listeners."""
        return type_.startswith(("Landroid/view/", "Landroid/widget/", "Landroid/content/Context", "Landroid/app/",
                                 "Landroid/os/Handler", "Lorg/greenrobot/", "Lde/greenrobot/")) or bool(
            re.search(r"(?:Dao|DaoSession|Listener|Callback|Context|Handler|Adapter|Activity|Fragment|View)(?:\$\w+)?;$",
                      type_))  # fmt: skip

    def _held(self, type_: str) -> tuple[str, bool]:
        inner = type_.lstrip("[")
        return (inner, type_.startswith("[")) if inner in self.known else ("", False)

    # classes that are named and not there

    def _named_only(self) -> dict[str, dict[str, str]]:
        """Classes of the app that are not in the sample: what their accessors say, property → type."""
        roots = {"/".join(c.split("/")[:2]) + "/" for c in self.known if c.count("/") > 1}
        found: dict[str, dict[str, str]] = defaultdict(dict)
        for use in self._reader.uses:
            if use.kind != "call":
                continue
            owner, name, proto = split_method(use.text)
            if owner in self.known or owner.startswith(("[", *_PLATFORM)) or not owner.startswith(tuple(roots)):
                continue
            about = property_name(name)
            given = parameters(proto)
            if not about or name.startswith("has") or _not_data(simple(owner)):
                continue
            self._calls.setdefault((owner, about), use)
            if name.startswith("set") and len(given) == 1:
                found[owner][about] = given[0]
            elif not name.startswith("set") and not given and result(proto) != "V":
                found[owner].setdefault(about, result(proto))
        defined = set(self._reader.facts.code.class_names()) if self._reader.facts.code is not None else set()
        setters = self._set_on()
        return {c: p for c, p in found.items() if c not in defined and (c in setters or len(p) > _LEAST)}

    def _set_on(self) -> set[str]:
        return {
            split_method(u.text)[0] for u in self._reader.uses
            if u.kind == "call" and split_method(u.text)[1].startswith("set")
        }  # fmt: skip

    def _absent_piece(self, cls: str, properties: dict[str, str]) -> None:
        piece = self._board.piece(("class", cls), "class", simple(cls))
        piece.owner = cls
        piece.names.setdefault(("class", simple(cls)))
        for name, type_ in properties.items():
            slot = piece.slot(name, "identifier")
            slot.type = type_word(type_)
            use = self._calls[cls, name]
            slot.mark(Mark(f"Names {name} of {piece.name}, a class that is not in the sample", use.method, use.offset))
            slot.holds, slot.many = self._held(type_)
            if not slot.holds and type_.lstrip("[") in self._absent:
                slot.holds, slot.many = type_.lstrip("["), type_.startswith("[")

    # which slot

    def slot_of(self, node: Node) -> Slot | None:
        """The slot that a field access or a getter reads."""
        found = self._access(node.text, node.symbol, node.kind)
        return found[0] if found is not None and found[1] else None

    def slot_set(self, text: str, symbol: int | None, kind: str) -> Slot | None:
        """The slot that a write (`write`) or a setter (`call`) writes."""
        found = self._access(text, symbol, "field" if kind == "write" else kind)
        if found is None or (kind == "call" and found[1]):
            return None
        return found[0]

    def _access(self, text: str, symbol: int | None, kind: str) -> tuple[Slot, bool] | None:
        if text not in self._slots:
            self._slots[text] = self._find(text, symbol, kind)
        return self._slots[text]

    def _find(self, text: str, symbol: int | None, kind: str) -> tuple[Slot, bool] | None:
        if kind == "field":
            owner, name, _ = split_field(text)
            slot = self._slot(owner, name)
            return (slot, True) if slot is not None else None
        if kind != "call" or symbol is None:
            return None
        accessor = self._reader.own.accessors.get(symbol)
        if accessor is not None and self._reader.facts.code is not None:
            owner, name, _ = split_field(self._reader.facts.code.field_text(accessor[1]))
            slot = self._slot(owner, name)
            return (slot, accessor[0]) if slot is not None else None
        owner, name, proto = split_method(text)
        about = property_name(name)
        if not about:
            return None
        reads = not name.startswith("set")
        if (reads and (parameters(proto) or result(proto) == "V")) or (not reads and len(parameters(proto)) != 1):
            return None
        slot = self._slot(owner, about)
        return (slot, reads) if slot is not None else None

    def _slot(self, owner: str, name: str) -> Slot | None:
        for cls in self._reader.marks.supers(owner):
            piece = self._board.cls(cls)
            if piece is None:
                continue
            if name in piece.slots:
                return piece.slots[name]
            wanted = {same(name), same("is" + name)}
            for slot in piece.slots.values():
                if same(slot.name) in wanted or same(hungarian(slot.name)) in wanted:
                    return slot
        return None

    def piece_of(self, value: Value) -> Piece | None:
        """The class of record that a value is of."""
        type_ = self._reader.type_of(value).lstrip("[")
        return self._board.cls(type_) if type_ else None


def _not_data(name: str) -> bool:
    """Names of classes that have accessors and are no data, by the words they end in."""
    return bool(
        re.search(
            r"(?:View|Layout|Dialog|Activity|Fragment|Adapter|Manager|Helper|Utils?|Binding|Button|Text|Service|Api|"
            r"Listener|Callback|Handler|Window|Widget|Bar|Builder|Client|Session|Dao|Config\w*|Application|Factory|"
            r"Session|Impl|Provider|Receiver|Controller|Presenter|ViewModel|Player|Camera|Picker|Spinner)$",
            name,
        )
    )


def code_protos(reader: Reader) -> dict[int, str]:
    table = reader.facts.tables.get("protos")
    return dict(zip(table.column("proto"), table.column("text"), strict=True)) if table is not None else {}


def first_text(value: Any) -> str:
    """The first text of an annotation's element as the table writes it: `"a"`, `{"a", "b"}`."""
    found = re.search(r'"((?:[^"\\]|\\.)*)"', str(value))
    if found is None:
        return ""
    try:
        return str(json.loads(found.group(0)))
    except ValueError:
        return found.group(1)
