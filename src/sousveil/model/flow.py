"""The shape of what is known about methods: where data goes when they are called, and the rules that ask for flows.

docs/models.md explains the verbs and places; `knowledge.effects` checks their spelling.
"""

from typing import Annotated, Literal, get_args

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

CarrierKind = Literal[
    "file", "zip_entry", "preference", "table", "provider", "message", "process", "clipboard", "notification",
    "property", "static", "state", "network",
]  # fmt: skip
"""Where data waits and goes on. `static` needs no model: the engine sees static fields itself."""
CARRIERS: tuple[str, ...] = get_args(CarrierKind)
NETWORK = frozenset({"http", "tcp", "tls", "udp", "websocket", "mqtt", "xmpp", "ftp", "ssh", "smb", "mail", "stream",
                     "webrtc", "web", "firebase", "s3", "oss", "qiniu", "cos"})  # fmt: skip
"""Channels of sinks that a rule means when it says `to: network`."""


def _listed(value: object) -> object:
    return [value] if isinstance(value, str) else value


Texts = Annotated[list[str], BeforeValidator(_listed), Field(min_length=1)]
"""One text, or a list of them."""


class Model(BaseModel):
    """What some methods of one class, or of classes that behave alike, do with data.

    A method with a model does exactly what its effects say; `effects: []` says that nothing flows.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str = Field(pattern=r"^model(\.[a-z0-9_]+){2,}$")
    class_: Texts = Field(alias="class")
    """Names in Java notation, inner classes with `$`."""
    method: Texts
    """Names of methods; `<init>` for constructors."""
    params: list[str] | None = None
    """Parameter types in Java notation, to pick one overload. Without it: every overload that no entry picks."""
    subtypes: bool = True
    effects: list[Annotated[dict[str, str], Field(min_length=1, max_length=1)]]
    """In order: verb → what it does."""
    test: str | None = None
    """Statements, one a line, with a LEAK or a SAFE that would be wrong without the effects."""
    test_app: str | None = None
    """A folder below tests/flows or tests/apps that shows it, where statements cannot."""
    note: str | None = None
    source: str
    read: Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}$")]

    @model_validator(mode="after")
    def _named(self) -> "Model":
        for name in (*self.class_, *self.method):
            if not name or name != name.strip() or " " in name:
                raise ValueError(f"`{name}` is no name of a class or method")
        return self


class FlowAsked(BaseModel):
    """What a rule asks of flows: data `from` somewhere, perhaps `through` carriers, `to` a channel."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    from_: Texts = Field(alias="from")
    """Data categories, or ids of source entries; `*` at the end of an id takes a branch. One is enough."""
    through: list[CarrierKind] = []
    """Kinds of carrier that the flow must pass, in any order."""
    to: Texts
    """Channels of sinks, as in their `detail`, or `network` for every channel to other machines. One is enough."""
