"""A list on its way from where it stands to the report."""

from __future__ import annotations

from dataclasses import dataclass, field

from sousveil.model.evidence import Reach, Step, Strength


@dataclass(slots=True)
class Item:
    """One entry. `cells` are the texts beside its value: labels, codes, further columns, in order."""

    value: str
    cells: list[str] = field(default_factory=list)
    other: dict[str, str] = field(default_factory=dict)
    """Locale → the same entry in another language."""
    kind: str = "text"
    """What the value is: text, int, float, class, resource or field, as in the table `filled`."""
    kinds: list[str] = field(default_factory=list)
    """What each text is, where that is known: the value's first."""
    doubt: str | None = None
    step: Step | None = None

    def texts(self) -> list[str]:
        return [self.value, *self.cells]

    def plain(self) -> list[str]:
        """The texts that are neither classes nor names of fields."""
        kinds = self.kinds or ["text"] * (len(self.cells) + 1)
        return [t for t, k in zip(self.texts(), kinds, strict=False) if t and k not in ("class", "field")]


@dataclass(slots=True)
class Found:
    """A list as it was found, before it is judged. `first` orders lists that are alike: part, then place."""

    name: str
    form: str
    items: list[Item]
    form_key: str = ""
    """The form as in the table `fillings`; empty for lists that no code makes."""
    header: tuple[str, ...] = ()
    evidence: list[Step] = field(default_factory=list)
    count: int | None = None
    """How many entries there are, where not all are kept."""
    others: int = 0
    """Entries that code computes."""
    owner: str | None = None
    """The library it belongs to."""
    kept_in: int | None = None
    """Number of the field it is kept in."""
    resource: int | None = None
    path: str | None = None
    """Path of the file it stands in."""
    handed: str | None = None
    """The method it is handed to, where it is kept nowhere."""
    element: str | None = None
    """Descriptor of the class of its items."""
    subject: str | None = None
    """What a branch looks at."""
    method: int | None = None
    method_name: str | None = None
    filling: int | None = None
    """Number in the table `fillings`, where it is kept in no field."""
    use: str = "unknown"
    compared: list[str] = field(default_factory=list)
    hit: list[str] = field(default_factory=list)
    where: list[str] = field(default_factory=list)
    """Where it is used, in words."""
    reach: Reach | None = None
    strength: Strength = Strength.OBSERVED
    empty: bool = False
    """It has a name or a header, and no entries."""

    def texts(self) -> list[str]:
        return [text for item in self.items for text in item.texts() if text]
