"""Permissions a manifest asks for, defines, or is given unasked because its target SDK is old."""

from collections.abc import Iterable, Iterator

from sousveil.core import Element, Resources
from sousveil.model.manifest import Permission
from sousveil.read.elements import Tree, framework, place
from sousveil.read.resources import show

_P = "android.permission."
ALWAYS = 10_001

#: Permissions split off others: (held, target SDK below which it applies, given as well). From AOSP
#: frameworks/base/data/etc/platform.xml (`split-permission`) and PackageParser/ParsingPackageUtils `NEW_PERMISSIONS`
#: (the two of SDK 4, which need nothing held). `ALWAYS` stands for every target SDK.
SPLITS: tuple[tuple[str | None, int, str], ...] = (
    (None, 4, _P + "WRITE_EXTERNAL_STORAGE"),
    (None, 4, _P + "READ_PHONE_STATE"),
    (_P + "ACCESS_FINE_LOCATION", ALWAYS, _P + "ACCESS_COARSE_LOCATION"),
    (_P + "WRITE_EXTERNAL_STORAGE", ALWAYS, _P + "READ_EXTERNAL_STORAGE"),
    (_P + "READ_CONTACTS", 16, _P + "READ_CALL_LOG"),
    (_P + "WRITE_CONTACTS", 16, _P + "WRITE_CALL_LOG"),
    (_P + "ACCESS_FINE_LOCATION", 29, _P + "ACCESS_BACKGROUND_LOCATION"),
    (_P + "ACCESS_COARSE_LOCATION", 29, _P + "ACCESS_BACKGROUND_LOCATION"),
    (_P + "READ_EXTERNAL_STORAGE", 29, _P + "ACCESS_MEDIA_LOCATION"),
    (_P + "BLUETOOTH", 31, _P + "BLUETOOTH_SCAN"),
    (_P + "BLUETOOTH", 31, _P + "BLUETOOTH_CONNECT"),
    (_P + "BLUETOOTH", 31, _P + "BLUETOOTH_ADVERTISE"),
    (_P + "BLUETOOTH_ADMIN", 31, _P + "BLUETOOTH_SCAN"),
    (_P + "BLUETOOTH_ADMIN", 31, _P + "BLUETOOTH_CONNECT"),
    (_P + "BLUETOOTH_ADMIN", 31, _P + "BLUETOOTH_ADVERTISE"),
    (_P + "BODY_SENSORS", 33, _P + "BODY_SENSORS_BACKGROUND"),
    (_P + "READ_EXTERNAL_STORAGE", 33, _P + "READ_MEDIA_AUDIO"),
    (_P + "READ_EXTERNAL_STORAGE", 33, _P + "READ_MEDIA_VIDEO"),
    (_P + "READ_EXTERNAL_STORAGE", 33, _P + "READ_MEDIA_IMAGES"),
    (_P + "ACCESS_MEDIA_LOCATION", ALWAYS, _P + "READ_MEDIA_VISUAL_USER_SELECTED"),
    (_P + "READ_MEDIA_IMAGES", ALWAYS, _P + "READ_MEDIA_VISUAL_USER_SELECTED"),
    (_P + "READ_MEDIA_VIDEO", ALWAYS, _P + "READ_MEDIA_VISUAL_USER_SELECTED"),
)

_ASKED = {
    "uses-permission": "asked",
    "uses-permission-sdk-23": "asked",
    "uses-permission-sdk-m": "asked",
    "permission": "defined",
    "permission-group": "group",
    "permission-tree": "tree",
}

#: The base of `protectionLevel` (PermissionInfo.PROTECTION_MASK_BASE); higher bits are flags.
_PROTECTION = ("normal", "dangerous", "signature", "signatureOrSystem", "internal")


def _text(element: Element, name: str, resources: Resources) -> str | None:
    attribute = framework(element, name)
    return show(resources, attribute).text if attribute else None


def protection(level: int) -> str:
    """The protection level in words: the base, and the flags as a number where there are any."""
    base, flags = level & 15, level & ~15
    word = _PROTECTION[base] if base < len(_PROTECTION) else str(base)
    return f"{word}|0x{flags:x}" if flags else word


def read_permissions(tree: Tree, root: Element, resources: Resources) -> Iterator[Permission]:
    """Permissions that stand in one manifest, in document order."""
    for element in tree.children(root, *_ASKED):
        name = _text(element, "name", resources)
        limit = _text(element, "maxSdkVersion", resources)
        how = _ASKED[element.tag]
        level = framework(element, "protectionLevel")
        words = protection(level.data if level else 0) if how == "defined" else None
        max_sdk = int(limit) if limit and limit.isdigit() else None
        min_sdk = 23 if element.tag.endswith(("-sdk-23", "-sdk-m")) else None
        yield Permission(tree.part, name or "", how, min_sdk, max_sdk, words, None, name, place(element, "name"))


def implied(permissions: Iterable[Permission], target: int, root: str = "xml:/manifest") -> Iterator[Permission]:
    """Permissions Android adds for the target SDK; each once, those that follow from implied ones too.

    `root` is the place of the manifest itself.
    """
    held = {p.name: p for p in reversed([p for p in permissions if p.how == "asked"])}
    part = min((p.part for p in held.values()), default=0)
    grown = True
    while grown:
        grown = False
        for source, below, name in SPLITS:
            if target >= below or name in held or (source is not None and source not in held):
                continue
            origin = held.get(source) if source else None
            because = source or f"target SDK {target} is below {below}"
            there = origin.place if origin else root
            limit = origin.max_sdk if origin else None
            lowest = origin.min_sdk if origin else None
            where = origin.part if origin else part
            how = "implied" if below < ALWAYS else "included"
            reads = origin.reads if origin else "manifest"
            held[name] = Permission(where, name, how, lowest, limit, None, because, reads, there)
            grown = True
            yield held[name]
