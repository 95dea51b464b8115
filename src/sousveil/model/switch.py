"""Switches: what is in a package and does not run as it stands, or only where something else says so."""

from pydantic import Field

from sousveil.model.evidence import Model, Reach, Step, Strength


class Switch(Model):
    """One switch and what it switches."""

    id: str
    kind: str = Field(description="resource, preference, server, component, unreached or list.")
    name: str = Field(description="The resource, key, answer, component, class or list.")
    says: str = Field(description="What it is set to in the package, or that this is decided elsewhere.")
    off: bool = Field(description="Off in the package as it stands; false where something else decides.")
    what: tuple[str, ...] = Field(default=(), description="What it switches, in words.")
    strength: Strength
    reach: Reach | None = None
    evidence: tuple[Step, ...] = ()
