"""Indicators: what a helper can look for on a phone or in a file to know this app by."""

from pydantic import Field

from sousveil.model.evidence import Model


class Indicator(Model):
    """One thing to look for. `firm` ones name this app; the others may be there for other reasons."""

    kind: str = Field(
        description="package, certificate, file_hash, path, domain, address, account, code (a class's name) or entry "
        "(a part's)."
    )
    value: str
    says: str = Field(description="What it is and what finding it means, in plain words.")
    firm: bool = True
    left_by_use: bool = Field(default=False, description="It is there only after the app ran.")
