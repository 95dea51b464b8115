"""Sealed parts: files inside a package that are encrypted, packed or in no known format."""

from pydantic import Field

from sousveil.model.evidence import Model, Reach, Step


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
    kind: str = Field(default="", description="What came out, by content.")
    opened_size: int = 0
    opened_sha256: str = ""
    begins: str = Field(default="", description="First characters of what came out, where it is text.")
    missing: str = Field(default="", description="Where it stayed closed: what would be needed.")
    reach: Reach | None = None
    evidence: tuple[Step, ...] = ()
