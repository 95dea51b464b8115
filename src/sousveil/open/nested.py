"""The work of opening: archives inside archives, within the limits, each content once."""

import dataclasses
from collections.abc import Callable
from functools import partial

from sousveil import core
from sousveil.model.limits import Limits
from sousveil.model.parts import ROOT_PATH, Oddity, Part, Parts, RawGap
from sousveil.open import apk

ARCHIVES = frozenset({"apk", "apks", "aab", "aar", "jar", "zip"})
"""Kinds that are opened wherever they are."""
_WORTH = ARCHIVES | {"dex", "cdex", "odex", "vdex", "elf"}
"""A gzip stream is opened when it holds one of these."""
_PEEK = 1 << 16

Read = Callable[[], core.Blob]


class Opening:
    """Parts while they are being found. `left` counts down the bytes that may still be read."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.left = limits.max_total
        self.parts: list[Part] = []
        self._reads: list[Read] = []
        self._paths: set[str] = set()
        self._seen: dict[str, int] = {}
        self._depth: list[int] = []
        self._done: set[int] = set()
        self._last: tuple[int, core.Archive] | None = None
        self.oddities: list[Oddity] = []
        self.gaps: list[RawGap] = []
        self._begin = 0
        """Parts before it were looked at in an earlier pass."""

    def add_root(self, name: str, kind: str, entropy: int, blob: core.Blob) -> None:
        """The sample itself, part 0."""
        self._paths.add(ROOT_PATH)
        root = Part(0, None, name, ROOT_PATH, kind, len(blob), len(blob), 0, 0, blob.sha256(), entropy)
        self._append(root, lambda: blob, 0)

    def adopt(self, parts: Parts) -> None:
        """Takes over what an earlier pass found, to go on from there."""
        for part in parts:
            self._paths.add(part.full_path)
            self._seen.setdefault(part.sha256, part.number)
            depth = 0 if part.parent is None else self._depth[part.parent] + 1
            self._append(part, partial(parts.read, part.number), depth)
        self.left -= sum(part.size for part in parts.items[1:])
        self.oddities, self.gaps = list(parts.oddities), list(parts.gaps)
        self._begin = len(self.parts)

    def too_deep(self, number: int) -> bool:
        """Whether nothing below a part is opened any more."""
        return self._depth[number] > self.limits.max_depth

    def add_opened(self, number: int, blob: core.Blob) -> int:
        """What came out of the sealed part `number`."""
        kind, entropy = core.sniff(blob)
        size, sha256 = len(blob), blob.sha256()
        self.left -= size
        name = f"opened.{kind}"
        return self._add(
            number, name, lambda: blob, kind=kind, entropy=entropy, size=size, sha256=sha256, opened=number
        )

    def add_file(self, name: str, kind: str, entropy: int, blob: core.Blob, full: str | None = None) -> int:
        """A file of a folder that is the sample. `full` is its path there, where `name` is the one in the package."""
        size, sha256 = len(blob), blob.sha256()
        return self._add(0, name, lambda: blob, kind=kind, entropy=entropy, size=size, sha256=sha256, full=full)

    def read_into(self, number: int, blob: core.Blob) -> None:
        """Opens the archive `blob` that is part `number` and keeps it at hand."""
        archive = apk.read_archive(blob, self.left, self._room(), self.limits)
        if archive is not None:
            self.add_archive(number, archive)

    def add_archive(self, number: int, archive: core.Archive, reopen: Callable[[], core.Archive] | None = None) -> None:
        """The entries of the archive that is part `number`. `reopen` gives it again where it is not to be kept."""
        self._done.add(number)
        in_bundle = self.parts[number].kind == "aab"
        again = reopen or (lambda: archive)
        for entry in archive.entries():
            if entry.kind is None or entry.entropy is None or entry.read_size is None or entry.sha256 is None:
                raise ValueError("the archive was not scanned")
            kind = apk.kind_in_bundle(entry.name, entry.kind) if in_bundle else entry.kind
            offset = entry.header_offset if entry.data_offset is None else entry.data_offset
            self._add(
                number,
                entry.name,
                partial(_entry, again, entry.index),
                kind=kind,
                entropy=entry.entropy,
                size=entry.read_size,
                sha256=entry.sha256,
                packed_size=entry.packed_size,
                offset=offset,
                method=entry.method,
            )
            self.left -= entry.read_size
        self.oddities += apk.oddities(number, archive)
        self.gaps += apk.gaps(number, archive)

    def is_repeat(self, number: int) -> bool:
        """True when an earlier part has the same bytes; the part is then marked."""
        part = self.parts[number]
        first = self._seen.setdefault(part.sha256, number)
        if first == number:
            return False
        self.parts[number] = dataclasses.replace(part, same_as=first)
        return True

    def open_nested(self) -> None:
        """Opens archives and gzip streams among the parts, then those in what they held, and so on."""
        self._seen.setdefault(self.parts[0].sha256, 0)
        number = self._begin
        while number < len(self.parts):
            kind = self.parts[number].kind
            if number not in self._done and kind in ARCHIVES and self._may_open(number):
                self._open_archive(number)
            elif kind == "gzip":
                self._open_gzip(number)
            number += 1

    def done(self) -> Parts:
        return Parts(
            tuple(self.parts), lambda number: self._reads[number](), core.Table.build, self.oddities, self.gaps
        )

    def _may_open(self, number: int) -> bool:
        if self.is_repeat(number):
            return False
        if self._depth[number] > self.limits.max_depth:
            self._limit(number, f"more than {self.limits.max_depth} archives inside each other")
        elif self.left <= 0:
            self._limit(number, f"more than {self.limits.max_total:,} bytes in all")
        elif self._room() <= 0:
            self._limit(number, f"more than {self.limits.max_entries:,} parts in all")
        else:
            return True
        return False

    def _open_archive(self, number: int) -> None:
        archive = apk.read_archive(self._reads[number](), self.left, self._room(), self.limits)
        if archive is not None:
            self._last = (number, archive)
            self.add_archive(number, archive, partial(self._again, number))

    def _again(self, number: int) -> core.Archive:
        """A nested archive, read once more unless it was the last one asked for: only one is kept in memory."""
        if self._last is None or self._last[0] != number:
            self._last = None
            limits = self.limits
            archive = core.Archive(
                self._reads[number](),
                max_entry=limits.max_entry,
                max_total=limits.max_total,
                max_ratio=limits.max_ratio,
                max_entries=limits.max_entries,
            )
            self._last = (number, archive)
        return self._last[1]

    def _open_gzip(self, number: int) -> None:
        """A gzip stream that holds code or an archive becomes a part with the one part `content`."""
        packed = self._reads[number]()
        try:
            start, _ = packed.gunzip(_PEEK)
        except ValueError:
            return
        if core.sniff(start)[0] not in _WORTH or not self._may_open(number):
            return
        free = max(32 << 20, len(packed) * self.limits.max_ratio)
        cap = min(self.limits.max_entry, self.left, free)
        blob, whole = packed.gunzip(cap)
        if not whole:
            cause = "limit" if len(blob) >= cap else "truncated"
            self.gaps.append(apk.gap(number, "@0x0", cause, f"the gzip stream was read up to {len(blob):,} bytes"))
        kind, entropy = core.sniff(blob)
        read = self._reads[number]
        self._add(
            number,
            "content",
            lambda: read().gunzip(cap)[0],
            kind=kind,
            entropy=entropy,
            size=len(blob),
            sha256=blob.sha256(),
            packed_size=len(packed),
            method=8,
        )
        self.left -= len(blob)

    def _limit(self, number: int, why: str) -> None:
        self.gaps.append(apk.gap(number, "@0x0", "limit", f"{self.parts[number].full_path} was not opened: {why}"))

    def _room(self) -> int:
        return self.limits.max_entries - len(self.parts) + 1

    def _add(
        self,
        parent: int,
        path: str,
        read: Read,
        *,
        kind: str,
        entropy: int,
        size: int,
        sha256: str,
        packed_size: int | None = None,
        offset: int = 0,
        method: int = 0,
        full: str | None = None,
        opened: int | None = None,
    ) -> int:
        number = len(self.parts)
        packed = size if packed_size is None else packed_size
        full = self._unique(full or (path if parent == 0 else f"{self.parts[parent].full_path}!/{path}"))
        opened = self.parts[parent].opened if opened is None else opened
        part = Part(number, parent, path, full, kind, size, packed, offset, method, sha256, entropy, None, opened)
        self._append(part, read, self._depth[parent] + 1)
        return number

    def _append(self, part: Part, read: Read, depth: int) -> None:
        self.parts.append(part)
        self._reads.append(read)
        self._depth.append(depth)

    def _unique(self, path: str) -> str:
        """The path, with `#2`, `#3` … where an archive has several entries of one name."""
        unique, count = path, 1
        while unique in self._paths:
            count += 1
            unique = f"{path}#{count}"
        self._paths.add(unique)
        return unique


def _entry(archive: Callable[[], core.Archive], index: int) -> core.Blob:
    return archive().blob(index)
