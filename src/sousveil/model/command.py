"""Texts from outside that decide what the app does: an answer of a server, a text message, a pushed message."""

from pydantic import Field

from sousveil.model.evidence import Model, Reach, Step, Strength


class Command(Model):
    """One text, and what the app's own code does only where it came."""

    id: str
    origin: str = Field(
        description="server, sms (its text), sender (of a text message), message or data (parsed, of unknown source)."
    )
    compared: str = Field(description="equals, starts with, contains or ends with.")
    text: str
    asked: str = Field(description="What is compared, as the code makes it.")
    does: tuple[str, ...] = Field(description="Sources, powers and ways out that stand behind it, in words.")
    categories: tuple[str, ...] = ()
    strength: Strength
    reach: Reach | None = None
    evidence: tuple[Step, ...] = ()
