"""Builds small binary XML documents and resource tables for tests. Format: ResourceTypes.h of AOSP."""

import struct
from dataclasses import dataclass

ANDROID = "http://schemas.android.com/apk/res/android"
NONE = 0xFFFFFFFF

#: The framework ids the tests need.
IDS = {
    "theme": 0x01010000, "label": 0x01010001, "icon": 0x01010002, "name": 0x01010003, "permission": 0x01010006,
    "protectionLevel": 0x01010009, "enabled": 0x0101000E, "debuggable": 0x0101000F, "exported": 0x01010010,
    "process": 0x01010011, "authorities": 0x01010018, "priority": 0x0101001C, "value": 0x01010024,
    "scheme": 0x01010027, "host": 0x01010028, "id": 0x010100D0, "visibility": 0x010100DC, "text": 0x0101014F,
    "hint": 0x01010150, "maxLength": 0x01010160, "entries": 0x010100B2, "targetActivity": 0x01010202,
    "minSdkVersion": 0x0101020C, "versionCode": 0x0101021B, "versionName": 0x0101021C, "inputType": 0x01010220,
    "targetSdkVersion": 0x01010270, "maxSdkVersion": 0x01010271, "onClick": 0x0101026F, "title": 0x010101E1,
    "contentDescription": 0x01010273, "networkSecurityConfig": 0x01010527, "foregroundServiceType": 0x01010599,
    "required": 0x0101028E,
}  # fmt: skip


@dataclass(frozen=True)
class Ref:
    """A reference to a resource."""

    id: int


Value = str | bool | int | Ref
Node = tuple[str, dict[str, Value], list["Node | str"]]


def pool(strings: list[str]) -> bytes:
    """A UTF-16 string pool."""
    offsets, data = b"", b""
    for text in strings:
        offsets += struct.pack("<I", len(data))
        raw = text.encode("utf-16-le")
        data += struct.pack("<H", len(raw) // 2) + raw + b"\0\0"
    data += b"\0" * (-len(data) % 4)
    start = 28 + len(offsets)
    return struct.pack("<HHIIIIII", 1, 28, start + len(data), len(strings), 0, 0, start, 0) + offsets + data


def typed(value: Value, string: int) -> tuple[int, int]:
    """(type, data) of a value; `string` is its number in the pool."""
    if isinstance(value, bool):
        return 0x12, NONE if value else 0
    if isinstance(value, int):
        return 0x10, value & NONE
    if isinstance(value, Ref):
        return 1, value.id
    return 3, string


class Axml:
    """Binary XML of one tree. `android:x` attributes get their framework id; `renamed` writes other names for them."""

    def __init__(self, root: Node, renamed: dict[str, str] | None = None) -> None:
        self.renamed = renamed or {}
        names = sorted({n[8:] for n in self._names(root) if n.startswith("android:")}, key=lambda n: IDS[n])
        self.names = names
        self.strings = [self.renamed.get(n, n) for n in names]
        body = self._node(root, 1)
        ids = b"".join(struct.pack("<I", IDS[n]) for n in names)
        table = pool(self.strings) + struct.pack("<HHI", 0x180, 8, 8 + len(ids)) + ids
        self.bytes = struct.pack("<HHI", 3, 8, 8 + len(table) + len(body)) + table + body

    def _names(self, node: Node) -> list[str]:
        return [*node[1], *(n for child in node[2] if not isinstance(child, str) for n in self._names(child))]

    def _string(self, text: str) -> int:
        names = len(self.names)
        if text not in self.strings[names:]:
            self.strings.append(text)
        return self.strings.index(text, names)

    def _chunk(self, kind: int, line: int, body: bytes) -> bytes:
        return struct.pack("<HHIII", kind, 16, 16 + len(body), line, NONE) + body

    def _node(self, node: "Node | str", line: int) -> bytes:
        if isinstance(node, str):
            return self._chunk(0x104, line, struct.pack("<IHBBI", self._string(node), 8, 0, 0, 0))
        tag, attributes, children = node
        order = sorted(attributes, key=lambda n: IDS.get(n[8:], NONE) if n.startswith("android:") else NONE)
        rows = b"".join(self._attribute(name, attributes[name]) for name in order)
        start = struct.pack("<IIHHHHHH", NONE, self._string(tag), 20, 20, len(order), 0, 0, 0) + rows
        inside = b"".join(self._node(child, line + 1) for child in children)
        end = struct.pack("<II", NONE, self._string(tag))
        return self._chunk(0x102, line, start) + inside + self._chunk(0x103, line, end)

    def _attribute(self, name: str, value: Value) -> bytes:
        framework = name.startswith("android:")
        index = self.names.index(name[8:]) if framework else self._string(name)
        space = self._string(ANDROID) if framework else NONE
        string = self._string(value) if isinstance(value, str) else NONE
        kind, data = typed(value, string)
        return struct.pack("<IIIHBBI", space, index, string, 8, 0, kind, data)


def axml(root: Node, renamed: dict[str, str] | None = None) -> bytes:
    """Binary XML of a tree of (tag, attributes, children)."""
    return Axml(root, renamed).bytes


def arsc(types: dict[str, dict[str, dict[str, Value | list[Value]]]], package: int = 0x7F) -> bytes:
    """A resource table: type → entry → locale (two letters or empty) → value, or list for an array."""
    keys = sorted({name for entries in types.values() for name in entries})
    texts: list[str] = []

    def number(value: Value) -> int:
        if not isinstance(value, str):
            return NONE
        if value not in texts:
            texts.append(value)
        return texts.index(value)

    def cell(value: Value) -> bytes:
        kind, data = typed(value, number(value))
        return struct.pack("<HBBI", 8, 0, kind, data)

    chunks = b""
    for type_number, entries in enumerate(types.values(), 1):
        chunks += struct.pack("<HHIBBHI", 0x202, 16, 16 + 4 * len(entries), type_number, 0, 0, len(entries))
        chunks += b"\0" * 4 * len(entries)
        for locale in sorted({locale for values in entries.values() for locale in values}):
            offsets, data = b"", b""
            for name, values in entries.items():
                if locale not in values:
                    offsets += struct.pack("<I", NONE)
                    continue
                offsets += struct.pack("<I", len(data))
                value, key = values[locale], keys.index(name)
                if isinstance(value, list):
                    data += struct.pack("<HHIII", 16, 1, key, 0, len(value))
                    data += b"".join(struct.pack("<I", 0x02000000 + i) + cell(v) for i, v in enumerate(value))
                else:
                    data += struct.pack("<HHI", 8, 0, key) + cell(value)
            config = struct.pack("<IHH2s", 28, 0, 0, locale.encode()) + b"\0" * 18
            start = 48 + len(offsets)
            chunks += struct.pack("<HHIBBHII", 0x201, 48, start + len(data), type_number, 0, 0, len(entries), start)
            chunks += config + offsets + data
    type_pool, key_pool = pool(list(types)), pool(keys)
    header = struct.pack("<I256sIIIII", package, "org.example".encode("utf-16-le"), 288, 0, 288 + len(type_pool), 0, 0)
    inner = type_pool + key_pool + chunks
    whole = struct.pack("<HHI", 0x200, 288, 288 + len(inner)) + header + inner
    strings = pool(texts)
    return struct.pack("<HHII", 2, 12, 12 + len(strings) + len(whole), 1) + strings + whole
