"""A published tree: what jadx or apktool wrote of an app, in a folder, whole or in part.

Nothing outside the folder is read: links are listed and never followed, and what is no file is never opened.
"""

import os
import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from sousveil import core
from sousveil.errors import NotASample
from sousveil.model.limits import Limits
from sousveil.model.parts import Oddity
from sousveil.open.apk import gap
from sousveil.open.nested import Opening

KINDS = frozenset({"java", "smali", "text_xml", "text_values"})
"""Kinds of parts that only a tree has: code as text, manifest, layouts and other XML as text, values as text."""

DEEPEST = 64
"""Folders inside folders; deeper ones are not read."""

_TEXTS = frozenset(
    (
        "text",
        "text_gbk",
        "text_utf16",
        "text_latin1",
        "json",
        "xml",
        "html",
        "css",
        "javascript",
        "properties",
        "script",
    )
)
_TOOLS = frozenset(("apktool.yml", "build.gradle", "settings.gradle", "build.gradle.kts", "settings.gradle.kts"))
"""What the tool writes beside the app: no part of it."""
_NAMED = (
    (re.compile(r".*\.java"), "java"),
    (re.compile(r".*\.smali"), "smali"),
    (re.compile(r"(?:.*/)?AndroidManifest\.xml"), "text_xml"),
    (re.compile(r"(?:.*/)?res/values(?:-[^/]+)?/[^/]+\.xml"), "text_values"),
    (re.compile(r"(?:.*/)?res/[a-z]+(?:-[^/]+)?/[^/]+\.xml"), "text_xml"),
)
"""Paths, and what a text there is."""
_NEXT = "Name the folder that jadx or apktool wrote, or that holds base.apk and its splits, or a single file."


@dataclass(frozen=True, slots=True)
class Found:
    """One thing in a folder. `what` is file, link, special, unreadable or limit; `told` is the path to show."""

    path: str
    told: str
    what: str
    size: int = 0
    detail: str = ""


def shown(path: str) -> str:
    """A path as Python has it, with bytes that are no UTF-8 as `\\xNN`."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def walk(root: Path, most: int) -> Iterator[Found]:
    """Everything below a folder in the order of paths, without following a link. Ends after `most` things."""
    pending: list[tuple[str, int]] = [("", 0)]
    found: list[Found] = []
    while pending and len(found) < most:
        inside, depth = pending.pop()
        try:
            with os.scandir(root / inside) as entries:
                listed = sorted(entries, key=lambda entry: os.fsencode(entry.name))
        except OSError as error:
            found.append(Found(inside, shown(inside), "unreadable", detail=error.strerror or "no rights"))
            continue
        for entry in listed:
            path = f"{inside}/{entry.name}" if inside else entry.name
            one, deeper = _look(entry, path, depth)
            if deeper:
                pending.append((path, depth + 1))
            if one is not None:
                found.append(one)
    if pending or len(found) > most:
        found = [*found[:most], Found("", "", "limit", detail=f"more than {most:,} files")]
    return iter(sorted(found, key=lambda one: os.fsencode(one.path)))


def _look(entry: "os.DirEntry[str]", path: str, depth: int) -> tuple[Found | None, bool]:
    """What an entry is, and whether it is a folder to go into."""
    told = shown(path)
    try:
        status = entry.stat(follow_symlinks=False)
    except OSError as error:
        return Found(path, told, "unreadable", detail=error.strerror or "no rights"), False
    if stat.S_ISLNK(status.st_mode):
        return Found(path, told, "link"), False
    if stat.S_ISDIR(status.st_mode):
        if depth + 1 > DEEPEST:
            return Found(path, told, "limit", detail=f"more than {DEEPEST} folders inside each other"), False
        return None, True
    if not stat.S_ISREG(status.st_mode):
        return Found(path, told, "special"), False
    return Found(path, told, "file", status.st_size), False


def read_file(root: Path, path: str, size: int) -> core.Blob:
    """The bytes of a file that `walk` found. Raises OSError where it is no longer that file."""
    handle = os.open(root / path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    with os.fdopen(handle, "rb") as file:
        status = os.fstat(handle)
        if not stat.S_ISREG(status.st_mode) or status.st_size != size:
            raise OSError(0, "it changed while it was read")
        return core.Blob(file.read(size))


def fingerprint(root: Path, limits: Limits) -> str:
    """SHA-256 over the sorted lines `sha256  path` of the files of a folder: its hash as a sample."""
    return core.Blob(_listing([(told, blob.sha256()) for told, blob in _contents(root, limits)])).sha256()


def _contents(root: Path, limits: Limits) -> Iterator[tuple[str, core.Blob]]:
    left = limits.max_total
    for one in walk(root, limits.max_entries):
        if one.what == "file" and one.size <= min(left, limits.max_entry):
            try:
                blob = read_file(root, one.path, one.size)
            except OSError:
                continue
            left -= one.size
            yield one.told, blob
        elif one.what == "link":
            yield one.told, _target(root, one.path)


def _target(root: Path, path: str) -> core.Blob:
    """Where a link says it leads: the bytes of the link itself."""
    try:
        return core.Blob(os.fsencode((root / path).readlink()))
    except OSError:
        return core.Blob(b"")


def _listing(lines: list[tuple[str, str]]) -> bytes:
    return "".join(f"{sha256}  {told}\n" for told, sha256 in sorted(lines)).encode(errors="surrogateescape")


def open_tree(path: Path, limits: Limits) -> Opening:
    """The files of a tree as parts. Raises NotASample where none of them is what jadx or apktool write."""
    found = list(walk(path, limits.max_entries))
    kept: list[tuple[Found, str, int, core.Blob]] = []
    unread: list[tuple[Found, str, str]] = []
    left = limits.max_total
    for one in found:
        if one.what == "link":
            kept.append((one, "link", 0, _target(path, one.path)))
            continue
        if one.what == "file" and one.size > min(left, limits.max_entry):
            unread.append((one, "limit", f"{one.size:,} bytes, more than the limits leave"))
            continue
        if one.what != "file":
            unread.append((one, *_why(one)))
            continue
        try:
            blob = read_file(path, one.path, one.size)
        except OSError as error:
            unread.append((one, "missing", f"it cannot be read: {error.strerror}"))
            continue
        left -= one.size
        kind, entropy = core.sniff(blob)
        kept.append((one, kind_in_tree(one.told, kind), entropy, blob))
    if not any(kind in KINDS for _, kind, _, _ in kept):
        raise NotASample(f"{path}: there is no APK in this folder, and nothing that jadx or apktool write.", _NEXT)
    return _opening(path, limits, kept, unread)


def _why(one: Found) -> tuple[str, str]:
    """Cause and detail of what is no file."""
    if one.what == "limit":
        return "limit", one.detail
    if one.what == "special":
        return "unsupported", "a pipe, socket or device, which is not opened"
    return "missing", f"it cannot be read: {one.detail}"


def _opening(
    path: Path, limits: Limits, kept: list[tuple[Found, str, int, core.Blob]], unread: list[tuple[Found, str, str]]
) -> Opening:
    listing = core.Blob(_listing([(one.told, blob.sha256()) for one, _, _, blob in kept]))
    opening = Opening(limits)
    opening.add_root(path.resolve().name, "tree", core.sniff(listing)[1], listing)
    homes = _homes(one.told for one, kind, _, _ in kept if kind != "link")
    for one, kind, entropy, blob in kept:
        number = opening.add_file(in_package(one.told, homes), kind, entropy, blob, full=one.told)
        opening.left -= len(blob)
        if kind == "link":
            target = shown(os.fsdecode(blob.bytes()))
            opening.oddities.append(Oddity(number, "link_in_tree", "entry", f"{one.told} is a link to {target}"))
            detail = f"{one.told} is a link to {target}; it was not followed"
            opening.gaps.append(gap(number, "entry", "unsupported", detail))
        elif one.told.endswith((".java", ".smali")) and kind not in KINDS:
            detail = f"{one.told} is named as code, but its content is no text ({kind})"
            opening.gaps.append(gap(number, "entry", "malformed", detail))
    for one, cause, why in unread:
        opening.gaps.append(gap(0, "entry", cause, f"{one.told or 'the folder'}: {why}"))
    return opening


def kind_in_tree(path: str, kind: str) -> str:
    """The kind of a tree's file: what its content is; for text, what its name says it is the text of."""
    name = PurePosixPath(path).name
    if kind not in _TEXTS:
        return kind
    if name in _TOOLS:
        return "tool_file"
    return next((known for shape, known in _NAMED if shape.fullmatch(path)), kind)


def _homes(paths: Iterator[str]) -> list[str]:
    """Folders that stand for the inside of the package (with `/` at their end), the deepest first."""
    found = set()
    for path in paths:
        if re.search(r"(?:^|/)(?:original|assets|unknown|lib)/", path):
            continue
        home = re.fullmatch(r"((?:.*/)?)(?:AndroidManifest\.xml|res/[a-z]+(?:-[^/]+)?/[^/]+|apktool\.yml)", path)
        if home:
            found.add(home[1])
    return sorted(found, key=lambda home: (-home.count("/"), home))


def in_package(path: str, homes: list[str]) -> str:
    """The path that a tree's file has, or would have, in the package."""
    home = next((home for home in homes if path.startswith(home)), "")
    inside = path[len(home) :]
    for before, after in (("unknown/", ""), ("original/META-INF/", "META-INF/"), ("jniLibs/", "lib/")):
        if inside.startswith(before):
            return after + inside[len(before) :]
    return inside
