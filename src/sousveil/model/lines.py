"""Text parts by line and column: one way to count for all that name a place in a text."""

import codecs

SHOWN = 200
"""Characters shown of what stands at a place of a text."""


def decode(data: bytes, kind: str = "text", *, cut: bool = False) -> str:
    """Text of unknown encoding: by its mark or zero bytes, else UTF-8, else GB 18030 (a superset of GBK), else Latin-1.

    `kind` is the part's: where it was seen to be Latin-1, whose letters can look like GB 18030, that is taken. `cut`
    says that the text goes on: a character begun at its end is left out, and does not make it another encoding.
    """
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            return data.decode(encoding, "replace")
    if len(data) > 1 and (data[0] == 0) != (data[1] == 0):
        return data.decode("utf-16-be" if data[0] == 0 else "utf-16-le", "replace")
    for encoding in ("utf-8",) if kind == "text_latin1" else ("utf-8", "gb18030"):
        try:
            return codecs.getincrementaldecoder(encoding)().decode(data, final=not cut)
        except UnicodeDecodeError:
            continue
    return data.decode("latin-1")


def split(text: str) -> list[str]:
    """The lines of a text without their ends. Only a line feed ends a line, as for compilers."""
    return [line.removesuffix("\r") for line in text.split("\n")]


class Lines:
    """The lines of one part."""

    def __init__(self, data: bytes, kind: str = "text") -> None:
        # Smali is always UTF-8; what is not is replaced there as well.
        self._lines = split(data.decode("utf-8-sig", "replace") if kind == "smali" else decode(data, kind))

    def at(self, line: int, column: int) -> str | None:
        """What stands at a place: the line from there on without blanks at its ends, cut; None past the text."""
        if not 1 <= line <= len(self._lines) or column < 1:
            return None
        whole = self._lines[line - 1]
        return whole[column - 1 :].strip()[:SHOWN] if column <= len(whole) else None
