"""From a path to parts: a package, a set of packages, a bundle, a published tree, a bare file of code."""

from pathlib import Path

from sousveil import core
from sousveil.errors import LimitExceeded, NotASample
from sousveil.model.limits import Limits
from sousveil.model.parts import Parts
from sousveil.open import apk, bundle, tree
from sousveil.open.further import open_further
from sousveil.open.nested import ARCHIVES, Opening

CODE = frozenset({"dex", "cdex", "odex", "vdex", "elf"})
"""Kinds that are read when they are the sample itself."""
ANDROID = CODE | {"apk", "aab", "aar", "axml", "arsc"}
"""An archive is a sample when it is, or holds, one of these."""

_NEXT = (
    "Name an APK, a set of APKs (.apks, .xapk, .apkm, a folder), an AAB, a DEX or an ELF file, or a folder that "
    "jadx or apktool wrote."
)

__all__ = ["open_further", "open_sample"]


def open_sample(path: Path, limits: Limits) -> Parts:
    """Takes the sample at `path` apart. Writes nothing.

    Raises NotASample when there is nothing that can be read, LimitExceeded when the file is larger than
    `limits.max_total`. Damage inside the sample gives gaps.
    """
    opening = _open_folder(path, limits) if path.is_dir() else _open_file(path, limits)
    opening.open_nested()
    if not any(part.kind in ANDROID | tree.KINDS for part in opening.parts):
        raise NotASample(f"{path}: nothing in it is an Android package or code ({opening.parts[0].kind}).", _NEXT)
    return opening.done()


def _open_folder(path: Path, limits: Limits) -> Opening:
    """A folder of packages if an APK lies in it, else a published tree."""
    return bundle.open_folder(path, limits) if bundle.holds_packages(path) else tree.open_tree(path, limits)


def _open_file(path: Path, limits: Limits) -> Opening:
    blob = _read(path, limits)
    if len(blob) == 0:
        raise NotASample(f"{path}: the file is empty.", "Fetch it again, or name another file.")
    kind, entropy = core.sniff(blob)
    opening = Opening(limits)
    if kind in CODE or kind == "gzip":
        opening.add_root(path.name, kind, entropy, blob)
        return opening
    archive = apk.read_archive(blob, limits.max_total, limits.max_entries, limits)
    if archive is None:
        raise NotASample(f"{path}: this is no Android package or code; its content looks like {kind}.", _NEXT)
    if len(archive) == 0:
        raise NotASample(f"{path}: the archive holds no entries.", "Fetch it again; it may have been cut.")
    opening.add_root(path.name, kind if kind in ARCHIVES else "zip", entropy, blob)
    opening.add_archive(0, archive)
    return opening


def _read(path: Path, limits: Limits) -> core.Blob:
    try:
        if not path.is_file():
            raise NotASample(f"{path}: there is no such file.", "Check the path.")
        size = path.stat().st_size
        if size > limits.max_total:
            raise LimitExceeded(
                f"{path}: {size:,} bytes, more than the {limits.max_total:,} allowed.", "Raise max_total."
            )
        return core.Blob.from_path(path)
    except (OSError, ValueError) as error:
        raise NotASample(
            f"{path}: the file cannot be read ({error}).", "Check the path and your rights to it."
        ) from error
