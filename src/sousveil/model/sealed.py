"""Sealed parts: files inside a package that are encrypted, packed or in no known format."""

from dataclasses import dataclass

from pydantic import Field

from sousveil.model.evidence import Model, Reach, Step


class Recipe(Model):
    """How a part is opened, so that anyone can do it again: text to bytes, then the cipher, then unpacking."""

    written: str = Field(default="", description="base64 or hexadecimal, where the bytes are written as text.")
    cipher: str = Field(default="", description="AES, DES, DESEDE, TRIPLEDES, RC4 or XOR.")
    mode: str = Field(default="", description="ECB, CBC or CTR.")
    key: str = Field(default="", description="In hex.")
    start: str = Field(default="", description="Start value in hex.")
    skip: int = Field(
        default=0, description="Bytes before the enciphered ones: the start value, where it stands there."
    )
    packed: str = Field(default="", description="gzip, zlib or lzma, where what comes out is packed.")


class Sealed(Model):
    """One part that does not show what it holds."""

    id: str
    part: str
    size: int
    entropy: int = Field(description="Thousandths of a bit per byte; random bytes have 8000.")
    looks: str = Field(description="What its bytes look like: encrypted or packed, records, base64, unknown.")
    opened: bool
    how: str = Field(default="", description="Algorithm, mode and size of the key, and what was packed inside.")
    key: str = Field(default="", description="The key in hex, as it stands in the app; it opens this part only.")
    recipe: Recipe | None = Field(default=None, description="Where it was opened.")
    passed: int = Field(default=0, description="After which reading of the sample it was opened: the first is 1.")
    kind: str = Field(default="", description="What came out, by content.")
    opened_size: int = 0
    opened_sha256: str = ""
    begins: str = Field(default="", description="First characters of what came out, where it is text.")
    missing: str = Field(default="", description="Where it stayed closed: what would be needed.")
    reach: Reach | None = None
    evidence: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True)
class Inside:
    """A sealed part, by its number, and what came out where it was opened: on its way to become a part itself."""

    sealed: Sealed
    part: int
    data: bytes | None = None
