"""Names in code: accessors and what they are accessors of, descriptors in short, names that are equal but for case."""

import re
from functools import lru_cache

_ACCESSOR = re.compile(r"(?:get|set|is|has)(?=[A-Z_0-9])")
_SIMPLE = {
    "Z": "boolean", "B": "number", "S": "number", "I": "number", "J": "number", "F": "number", "D": "number",
    "C": "text", "Ljava/lang/String;": "text", "Ljava/lang/CharSequence;": "text", "Ljava/lang/Character;": "text",
    "Ljava/lang/Integer;": "number", "Ljava/lang/Long;": "number", "Ljava/lang/Double;": "number",
    "Ljava/lang/Float;": "number", "Ljava/lang/Short;": "number", "Ljava/lang/Byte;": "number",
    "Ljava/lang/Boolean;": "boolean", "Ljava/util/Date;": "date", "Ljava/util/Calendar;": "date",
    "Ljava/math/BigDecimal;": "number", "[B": "bytes", "Ljava/util/List;": "list", "Ljava/util/ArrayList;": "list",
    "Ljava/util/Set;": "list", "Ljava/util/Collection;": "list", "Ljava/util/LinkedList;": "list",
    "Ljava/util/Map;": "values", "Ljava/util/HashMap;": "values", "Ljava/io/File;": "file",
    "Landroid/graphics/Bitmap;": "picture", "Landroid/net/Uri;": "address", "Ljava/lang/Object;": "any",
}  # fmt: skip


def descriptor(java: str) -> str:
    """`a.b.C$D` → `La/b/C$D;`."""
    return f"L{java.replace('.', '/')};"


@lru_cache(maxsize=1 << 13)
def simple(cls: str) -> str:
    """`La/b/C$D;` → `D`; the outer name where the inner one is a number."""
    name = cls.strip("[").removeprefix("L").removesuffix(";").rpartition("/")[2]
    parts = [p for p in name.split("$") if p and not p.isdigit()]
    return parts[-1] if parts else name


def dotted(cls: str) -> str:
    return cls.strip("[").removeprefix("L").removesuffix(";").replace("/", ".")


@lru_cache(maxsize=1 << 13)
def outer(cls: str) -> str:
    """The class around all others: `La/b/C$D;` → `La/b/C;`. A binder that was made for a class counts as it."""
    name = cls.removesuffix(";")
    slash = name.rfind("/")
    cut = name.find("$", slash + 2)
    return f"{name[:cut]};" if cut > 0 else cls


def type_word(type_: str) -> str:
    """A field's type as a person says it."""
    if type_ in _SIMPLE:
        return _SIMPLE[type_]
    return f"list of {type_word(type_[1:])}" if type_.startswith("[") else simple(type_)


@lru_cache(maxsize=1 << 14)
def split_method(text: str) -> tuple[str, str, str]:
    """`La/B;->m(I)V` → class, name, `(I)V`."""
    owner, _, rest = text.partition("->")
    name, mark, proto = rest.partition("(")
    return owner, name, mark + proto


@lru_cache(maxsize=1 << 13)
def split_field(text: str) -> tuple[str, str, str]:
    """`La/B;->f:I` → class, name, type."""
    owner, _, rest = text.partition("->")
    name, _, type_ = rest.partition(":")
    return owner, name, type_


_PARAMETER = re.compile(r"\[*(?:L[^;]*;|[ZBCSIJFD])")


def parameters(proto: str) -> list[str]:
    """Types of the parameters: `(ILa/B;)V` → `I`, `La/B;`."""
    return _PARAMETER.findall(proto.partition(")")[0])


def result(proto: str) -> str:
    return proto.partition(")")[2]


@lru_cache(maxsize=1 << 13)
def property_name(method: str) -> str:
    """What `getName`, `setName`, `isName` are about: `name`; empty where the method is no accessor by its name."""
    found = _ACCESSOR.match(method)
    if found is None:
        return ""
    rest = method[found.end() :]
    return rest if len(rest) > 1 and rest[:2].isupper() else rest[:1].lower() + rest[1:]


@lru_cache(maxsize=1 << 13)
def same(name: str) -> str:
    """The name without case and marks, by which equal names are known."""
    plain = re.sub(r"[^0-9a-z]", "", name.lower())
    return plain or name


@lru_cache(maxsize=1 << 13)
def hungarian(name: str) -> str:
    """`mName`, `_name`, `name_` → `name`."""
    name = name.strip("_")
    return name[1].lower() + name[2:] if re.match(r"[ms][A-Z]", name) else name
