"""Texts of a sample with their language, and our English word beside them."""

from pydantic import Field

from sousveil.model.evidence import Model


class Text(Model):
    """A text as it stands in the sample. The gloss never replaces it."""

    text: str
    lang: str | None = Field(default=None, description="BCP-47; null where it is not known.")
    gloss: str | None = Field(default=None, description="English, from the glossary; null where it is not known.")


class Gloss(Model):
    """What the glossary makes of a text or an identifier. Words it does not know stand in it as they are."""

    original: str
    gloss: str
    lang: str = Field(description="Language of the terms used: zh, ug, ru, fa, ar or en; several joined by `+`.")
    share: float = Field(description="Share of the letters that known terms cover, 0 to 1.")
    whole: bool = Field(description="One term is the whole text.")
    categories: tuple[str, ...] = Field(default=(), description="Of the terms used, in their order.")
