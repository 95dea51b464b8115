"""Sets of packages: app bundles, archives of split packages, folders of them."""

from pathlib import Path

from sousveil import core
from sousveil.errors import LimitExceeded, NotASample
from sousveil.model.limits import Limits
from sousveil.open.nested import ARCHIVES, Opening

_NEXT = "Name the folder that holds base.apk and its splits, or a single file."


def holds_packages(path: Path) -> bool:
    """Whether an APK lies in the folder itself."""
    try:
        files = [file for file in path.iterdir() if file.is_file() and not file.is_symlink()]
        return any(_is_package(file) for file in files)
    except OSError:
        return False


def _is_package(file: Path) -> bool:
    """By its content; a file that is no archive is not read whole to see that."""
    with file.open("rb") as data:
        if data.read(2) != b"PK":
            return False
    return core.sniff(core.Blob.from_path(file))[0] == "apk"


def open_folder(path: Path, limits: Limits) -> Opening:
    """A folder of split packages. Its own bytes are the list of its files: `sha256  name`, a line each, sorted."""
    try:
        files = sorted(file for file in path.iterdir() if file.is_file() and not file.is_symlink())
        total = sum(file.stat().st_size for file in files)
        if total > limits.max_total:
            raise LimitExceeded(
                f"{path}: {total:,} bytes, more than the {limits.max_total:,} allowed.", "Raise max_total."
            )
        blobs = [(file.name, core.Blob.from_path(file)) for file in files]
    except OSError as error:
        raise NotASample(f"{path}: the folder cannot be read ({error}).", "Check your rights to it.") from error
    found = [(name, blob, *core.sniff(blob)) for name, blob in blobs]
    if not any(kind == "apk" for _, _, kind, _ in found):
        raise NotASample(f"{path}: there is no APK in this folder.", _NEXT)
    listing = "".join(f"{blob.sha256()}  {name}\n" for name, blob in blobs).encode(errors="surrogateescape")
    opening = Opening(limits)
    opening.add_root(path.resolve().name, "folder", core.sniff(core.Blob(listing))[1], core.Blob(listing))
    numbers = [(opening.add_file(name, kind, entropy, blob), blob, kind) for name, blob, kind, entropy in found]
    for number, blob, kind in numbers:
        if kind in ARCHIVES and not opening.is_repeat(number):
            opening.read_into(number, blob)
    return opening
