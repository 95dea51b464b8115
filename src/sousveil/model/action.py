"""Words and calls by which an app's action is known, as `knowledge/actions` and `knowledge/concerns` give them."""

from typing import Annotated, Literal

from pydantic import Field

from sousveil.model.evidence import Model

LANGUAGES = ("zh", "ug", "ru", "fa", "ar", "en")
Lang = Literal["zh", "ug", "ru", "fa", "ar", "en"]
Words = dict[str, str]


class Concern(Model):
    """Who is spoken of."""

    id: Annotated[str, Field(pattern=r"^[a-z_]+$")]
    what: Annotated[str, Field(min_length=1)]
    words: dict[Lang, Words] = Field(default_factory=dict)
    """Language → word → English."""
    latin: Words = Field(default_factory=dict)
    """How identifiers spell words of other languages: small letters, no spaces → English."""
    note: str | None = None
    source: str
    read: Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}$")]


class Action(Concern):
    """A kind of action."""

    kind: Literal["person", "any", "signal"]
    """`person`: the word itself says that something is done to somebody; `any`: only with other words beside it;
    `signal`: makes somebody notice, and is told only beside another action."""
    calls: list[str] = Field(default_factory=list)
    """`package.Class.method` that does it."""
