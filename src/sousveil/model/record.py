"""Records: what is written down about a person or thing, as a whole, with all names of each field."""

from pydantic import Field

from sousveil.model.evidence import Model, Reach, Step, Strength
from sousveil.model.gloss import Text


class Name(Model):
    """One name of a record or field, and where that name is used."""

    kind: str = Field(description="identifier, class, table, column, serialised, key, widget, template or resource.")
    text: str


class RecordField(Model):
    """One field with everything that is known of it."""

    name: str = Field(description="The name it is told by: its identifier where it has one.")
    names: tuple[Name, ...]
    labels: tuple[Text, ...] = Field(default=(), description="What a screen calls it.")
    gloss: str | None = Field(default=None, description="Of its label; else of its identifier.")
    gloss_of: str | None = Field(default=None, description="label or identifier.")
    type: str | None = None
    choices: tuple[Text, ...] = ()
    list: str | None = Field(default=None, description="Id of the list its choices come from.")
    condition: str | None = Field(default=None, description="When it is asked; null where always or not known.")
    required: bool | None = Field(default=None, description="Whether a check refuses it empty; null where not known.")
    categories: tuple[str, ...] = ()
    special: tuple[str, ...] = Field(default=(), description="Those of its categories that law protects most.")
    origins: tuple[str, ...] = Field(default=(), description="typed, chosen, phone, sensor, server, constant, account.")
    goes: tuple[str, ...] = Field(default=(), description="sent, kept, shown.")
    unseen: bool = Field(default=False, description="Sent, and no form shows it.")
    evidence: tuple[Step, ...] = ()


class Relation(Model):
    """One record holds or names another."""

    to: str = Field(description="Id of the other record.")
    by: str = Field(description="Field that makes the relation.")
    many: bool = False


class Record(Model):
    """A record. `folded` marks one that says nothing about people: a library's table, a technical class."""

    id: str
    name: str
    gloss: str | None = None
    names: tuple[Name, ...]
    forms: tuple[str, ...] = Field(description="What shows it: class, table, json, values, template, screen.")
    about: str | None = Field(default=None, description="person, vehicle, dwelling, phone, …; null where not known.")
    fields: tuple[RecordField, ...]
    relations: tuple[Relation, ...] = ()
    strength: Strength
    reach: Reach | None = None
    folded: bool = False
    evidence: tuple[Step, ...] = ()
    gaps: tuple[str, ...] = ()
