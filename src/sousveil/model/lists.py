"""Lists of meaning inside a package: what is looked for, chosen from or told apart."""

from pydantic import Field

from sousveil.model.evidence import Model, Reach, Step, Strength
from sousveil.model.gloss import Text


class ListItem(Model):
    """One entry of a list: the code or literal, and the label that stands for it."""

    value: str
    labels: tuple[Text, ...] = Field(default=(), description="Labels paired with it, or the item's own text.")
    known_as: str | None = Field(default=None, description="Public name of the product an identifier names.")
    doubtful: bool = Field(default=False, description="A decompiler replaced the literal, so it may be another one.")
    sentinel: bool = Field(default=False, description="Stands for nothing found, other, or please choose.")
    note: str | None = Field(default=None, description="What is to be known about it, such as why it is doubtful.")
    step: Step | None = Field(default=None, description="Where it stands, where that is not the list's own place.")


class ValueList(Model):
    """A list. `folded` marks one of a library, of icons, of locales: kept, and told only as a count."""

    id: str
    name: str
    gloss: str | None = None
    kind: str = Field(description="Kind of its entries, such as packages, hashes, persons, colours; or other.")
    form: str = Field(description="How it is kept: array resource, array, map, enum, switch, text, csv, json, …")
    languages: tuple[str, ...] = ()
    items: tuple[ListItem, ...]
    count: int
    header: tuple[str, ...] = Field(default=(), description="Column names, where it is a table.")
    compared: tuple[str, ...] = Field(default=(), description="What the code compares it with, in words.")
    hit: tuple[str, ...] = Field(default=(), description="What a hit does, in words.")
    where: tuple[str, ...] = Field(default=(), description="Where else it is used, in words.")
    use: str = Field(description="used, inert (nothing uses it), or unknown.")
    strength: Strength
    reach: Reach | None = None
    folded: bool = False
    because: str | None = Field(default=None, description="Why it is folded, in words; null where it is told.")
    evidence: tuple[Step, ...] = ()
