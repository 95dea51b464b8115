"""Requests as the app builds them: what it asks whom for, and what stands in which part."""

from pydantic import Field

from sousveil.model.evidence import Model, Reach, Step, Strength


class RequestPart(Model):
    """One part of a request: a header, a field, a piece of the address."""

    kind: str = Field(description="header, query or body.")
    name: str | None = Field(default=None, description="Header, field or key; null where it has no name.")
    gloss: str | None = Field(default=None, description="The name in English, where the glossary knows it.")
    value: str = Field(description="The value as a term; what is not known stands as `?`.")
    says: tuple[str, ...] = Field(default=(), description="Sources, stores and constants it is made of, in words.")
    origins: tuple[str, ...] = Field(default=(), description="As in the table requests.")
    categories: tuple[str, ...] = Field(default=(), description="Data categories of the sources it comes from.")


class Request(Model):
    """One request, or several that are built at one place."""

    id: str
    channel: str = Field(description="Channel of the sink: http, tcp, sms …; `network` where it is not told apart.")
    verbs: tuple[str, ...] = Field(default=(), description="GET, POST …, where they are constant.")
    addresses: tuple[str, ...] = Field(
        default=(),
        description="Servers, addresses or phone numbers with a constant part; `…` for what is made at run time.",
    )
    kept: tuple[str, ...] = Field(default=(), description="Where addresses are read from: settings, files.")
    parts: tuple[RequestPart, ...] = ()
    followed: tuple[str, ...] = Field(
        default=(), description="Personal data that was followed into it, whatever the part, in words."
    )
    categories: tuple[str, ...] = Field(default=(), description="Data categories of all of this.")
    answers: tuple[str, ...] = Field(default=(), description="Checks of the answer, in words.")
    strength: Strength
    reach: Reach | None = None
    evidence: tuple[Step, ...] = ()
