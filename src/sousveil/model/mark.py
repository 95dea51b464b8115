"""The shape of what is known about libraries that write records down: names in annotations, keys in calls, widgets."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from sousveil.model.flow import Texts

MarkKind = Literal[
    "named", "model", "leave_out", "base", "write", "read", "text_of", "object_of", "stored", "parameter", "entry",
    "shown", "refused", "sent", "plain", "insert", "query",
]  # fmt: skip
"""What a mark tells:

- `named`: an annotation whose elements name a field, a class or a table; `model`: one that makes a class a record;
  `leave_out`: one that keeps a field out; `base`: a class whose subclasses are records.
- `write`, `read`: a call that puts or takes a value under a key. `plain`: one that gives its receiver or argument in
  another form.
- `text_of`, `object_of`: a call that turns an object into text, or text into an object of a class it is given.
- `stored`: a call that keeps an object; `insert`, `query`: one that names a table.
- `parameter`: an annotation that names a parameter sent to a server; `sent`: a call whose arguments are sent.
- `entry`: a call that reads what a person typed or chose in a widget; `shown`: one that shows its argument;
  `refused`: one that tells a person what is wrong.
"""


class RecordMark(BaseModel):
    """One mark of one library."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str = Field(pattern=r"^record(\.[a-z0-9_]+){2,}$")
    kind: MarkKind
    class_: Texts = Field(alias="class")
    """Names in Java notation, inner classes with `$`; `*` for any class where the method's name says enough."""
    method: list[str] = []
    element: list[str] = []
    """Elements of an annotation that give a name, the first that is there."""
    name: Literal["serialised", "column", "table", "key"] | None = None
    """What kind of name that is."""
    key: int | None = None
    """Argument that holds the key, the table or the class; counted from 0, the receiver left out."""
    value: int | None = None
    """Argument that holds the value or the object."""
    form: Literal["json", "values", "row", "between", "kept"] | None = None
    """Of what is written under keys: JSON, form or query values, a row of a table, what one screen hands another,
    settings."""
    goes: Literal["sent", "kept"] | None = None
    origin: Literal["typed", "chosen"] | None = None
    source: str
    read: Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}$")]


class Subject(BaseModel):
    """Something that records are about: a person, a vehicle, a dwelling."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str = Field(pattern=r"^[a-z_]+$")
    categories: list[str] = []
    """Data categories that fields about it have."""
    weak: list[str] = []
    """Categories that say nothing alone: a product has a name too."""
    words: list[str] = []
    """Words of names and glosses of its fields."""
    names: list[str] = []
    """Words of the names of records about it."""
    table: bool = False
    """A table of such a name is about it, whatever its columns are called."""
    source: str
    read: Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}$")]


class NameWords(BaseModel):
    """Words that programmers put in names."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str = Field(pattern=r"^naming\.[a-z_]+$")
    role: Literal["technical", "place", "result", "loose", "same"]
    """`technical`: how something is stored; `place`: where; `result`: that it holds what was found; `loose`: words that
    join others; `same`: words that say one thing."""
    words: list[str]
    source: str
    read: Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}$")]
