"""Texts of a sample with their language, and our English word beside them."""

from pydantic import Field

from sousveil.model.evidence import Model


class Text(Model):
    """A text as it stands in the sample. The gloss never replaces it."""

    text: str
    lang: str | None = Field(default=None, description="BCP-47; null where it is not known.")
    gloss: str | None = Field(default=None, description="English, from the glossary; null where it is not known.")
