"""Archives made in the test: nothing here is a real app."""

import io
import zipfile

AXML = b"\x03\x00\x08\x00\x10\x00\x00\x00\x01\x00\x1c\x00\x00\x00\x00\x00"
DEX = b"dex\n035\x00" + bytes(range(100)) * 4


def pack(entries: list[tuple[str, bytes]], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A ZIP archive of these entries."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in entries:
            archive.writestr(zipfile.ZipInfo(name), data, method)
    return out.getvalue()


def apk(*more: tuple[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """The least that counts as an Android package."""
    return pack([("AndroidManifest.xml", AXML), ("classes.dex", DEX), *more], method)
