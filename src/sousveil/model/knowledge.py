"""The shape of knowledge: catalogues that know the APIs, rules that name kinds.

These classes are the schema that rule authors see; `knowledge.load` fills them from YAML.
"""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from sousveil.model.flow import FlowAsked
from sousveil.model.report import Question


class Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Find(Entry):
    """One way to see a catalogue entry in a sample. Exactly one of the first group is set.

    `call`, `field`, `override`, `extends` and `new` take `package.Class.member` or `package.Class` in Java
    notation (inner classes with `$`). Regular expressions are Rust's, without look-around.
    """

    call: str | None = None
    """A method or constructor (`Class.<init>`), also through subclasses."""
    field: str | None = None
    """A field that is read or written."""
    string: str | None = None
    """Regular expression over string constants in code."""
    override: str | None = None
    """An app class redefines this framework method."""
    extends: str | None = None
    """An app class has this ancestor or interface."""
    permission: str | None = None
    """A permission the manifest asks for (or is given by an old target SDK)."""
    component: dict[str, str] | None = None
    """Manifest component: any of kind, class, permission, exported, action, category, meta_data (regexes)."""
    application: dict[str, str] | None = None
    """Attributes of <application> or <manifest>: name → regex."""
    part: dict[str, str] | None = None
    """A part of the package: any of path, kind (regexes)."""
    native: dict[str, str] | None = None
    """Native code: any of import, export, string, needed (regexes)."""
    resource: dict[str, str] | None = None
    """Resources: any of type, name, value (regexes)."""
    class_: str | None = Field(default=None, alias="class")
    """A class or package prefix defined in the sample, in Java notation; a trailing `.` means a package."""

    params: list[str] | None = None
    """Parameter types of `call`, in Java notation, to pick one overload."""
    args: dict[int, str | int] | None = None
    """Argument number (0 is the first, without the receiver) → regex for text, or number that it must equal
    (a bit mask as `"&0x1"`)."""
    computed: list[int] = []
    """Argument numbers of `call` whose value must not be a constant."""
    gives: list[str] | None = None
    """As `gives` of the entry, for this find alone."""
    takes: list[str] | None = None
    """As `takes` of the entry, for this find alone."""
    body: Literal["any", "empty", "returns_true", "returns_false", "returns_null", "never_throws"] = "any"
    """For `override`: what the method's body does."""
    subtypes: bool = True

    @model_validator(mode="after")
    def _one(self) -> "Find":
        kinds = ("call", "field", "string", "override", "extends", "permission", "component", "application")
        more = ("part", "native", "resource", "class_")
        given = [k for k in kinds + more if getattr(self, k) is not None]
        if len(given) != 1:
            raise ValueError(f"a find names exactly one of {', '.join(kinds + more)}; this one names {given or 'none'}")
        return self


class CatalogueEntry(Entry):
    """One thing that can be found in a sample, with its source."""

    id: str = Field(pattern=r"^[a-z0-9_]+(\.[a-z0-9_]+)+$")
    what: str
    """Noun phrase, as it stands in a sentence: `the contacts stored on the phone`."""
    categories: list[str] = []
    permissions: list[str] = []
    """Permissions that the use needs, in full."""
    find: list[Find] = Field(min_length=1)
    source: str
    read: Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}$")]
    note: str | None = None
    hides_code: Literal["loaded_later", "by_name"] | None = None
    """Its presence in the app's own running code means that code without a known way in may run all the same."""
    personal: bool = False
    """What stands at its places is data of third parties and is masked unless asked for."""
    owns: list[str] = []
    """For a product: further class-name prefixes of its code, where they are wider than what tells it."""
    detail: dict[str, str] = {}
    """Facts by kind: for a product its maker, purpose, homepage; for a sink its channel; and so on."""
    gives: list[str] = []
    """For a source: the places where the personal datum comes out. Default: `result` of calls and fields, `arg*` of
    overrides, `result.content` of strings. A URI that names data gives `result.content`."""
    takes: list[str] = []
    """For a sink: the places whose data goes out. Default `arg*`. `result` of a call and `this` of a constructor: what
    is later written into that object. `result` of an override: what the app's method gives back."""

    def given(self, find: Find) -> list[str]:
        """Where the personal datum comes out of what `find` sees."""
        if find.gives is not None:
            return find.gives
        default = ["result.content"] if find.string is not None else ["arg*"] if find.override else ["result"]
        return self.gives or default

    def taken(self, find: Find) -> list[str]:
        """Whose data goes out where `find` sees a sink."""
        return find.takes if find.takes is not None else self.takes or ["arg*"]


class Category(Entry):
    """A kind of personal data, tied to the W3C Data Privacy Vocabulary."""

    id: str = Field(pattern=r"^[a-z0-9_]+$")
    label: str
    dpv: str
    """Term of DPV's personal-data extension, `pd:Location`."""
    special: bool = False
    """A special category: GDPR art. 9, Convention 108+ art. 6."""
    parent: str | None = None
    source: str
    read: str


class Examples(Entry):
    fires: list[str] = Field(min_length=1)
    silent: list[str] = Field(min_length=1)


class Rule(Entry):
    """A finding to make. It names catalogue entries and says what it means when they are there."""

    rule: str = Field(pattern=r"^[a-z_]+/[a-z0-9_]+$")
    question: Question
    does: str
    """Verb phrase after `The app`: `reads the contacts stored on the phone`. `{what}` stands for the entries."""
    any: list[str] = []
    """Catalogue entry ids; `*` at the end matches a branch. One is enough."""
    flow: FlowAsked | None = None
    """A flow of data that must be there. A rule has either `any` or `flow`."""
    all: list[str] = []
    """Further entries that must all be seen somewhere in the sample."""
    none: list[str] = []
    """Entries whose presence silences the rule."""
    same: list[str] = []
    """Further entries that must be seen in the same library's code as the place, or in the app's own for its own."""
    outside: list[str] = []
    """Classes, in Java notation, whose places say nothing: what they do there is known."""
    split: Literal["rule", "entry", "category"] = "rule"
    """One finding for the rule, or one for each entry seen: of a flow its source. `category`, for flows alone: one
    for each first category of the sources."""
    absent: str | None = None
    """A whole sentence to print when nothing was seen: `No call that reads contacts was found.`"""
    absent_unless: list[str] = []
    """Entries whose presence leaves it open, so that the sentence of absence is not printed."""
    innocent_if: str
    source: str
    read: str
    examples: Examples

    @model_validator(mode="after")
    def _asks(self) -> "Rule":
        if bool(self.any) == (self.flow is not None):
            raise ValueError("a rule has either `any`, with at least one entry, or `flow`")
        if self.flow is None and self.split == "category":
            raise ValueError("`split: category` is for rules with `flow`")
        return self


class Permission(Entry):
    """A platform permission in plain words, and what uses it."""

    name: str
    what: str
    """Verb phrase after `may`: `read the contacts stored on the phone`."""
    protection: Literal["normal", "dangerous", "signature", "special"]
    """`special`: the user grants it on a settings screen of its own."""
    categories: list[str] = []
    used_by: list[str] = []
    """Catalogue entry ids, or `package.Class.method`, that need it."""
    source: str
    read: str


class Noise(Entry):
    """Text that looks like an address and is only a name."""

    id: str = Field(pattern=r"^noise(\.[a-z0-9_]+)+$")
    pattern: str
    reason: str
    source: str
    read: str


class ListKind(Entry):
    """A kind of list: how its entries look, or which words they are; an entry fits by either."""

    id: str = Field(pattern=r"^list(\.[a-z0-9_]+)+$")
    what: str
    """What its entries are, in the plural, as it stands in a sentence: `names of app packages`."""
    pattern: list[str] = []
    """Regular expressions over a whole entry; one is enough."""
    members: list[str] = []
    """Words in any language. Case and surrounding signs do not count."""
    share: float = Field(default=0.6, gt=0, le=1)
    """The part of the entries that must fit, those that stand for nothing found left out."""
    fewest: int = Field(default=2, ge=1)
    """Entries that must fit at least."""
    named: list[str] = []
    """Words in the list's own name that make half the share enough."""
    folded: str | None = None
    """Why such a list says nothing of what an app looks for; null where it does."""
    personal: bool = False
    """Its entries are data of third parties, masked unless asked for."""
    source: str
    read: str

    @model_validator(mode="after")
    def _looks(self) -> "ListKind":
        if not self.pattern and not self.members:
            raise ValueError("a kind of list has `pattern`, `members` or both")
        return self


class Sentinel(Entry):
    """Words that stand for no choice: nothing found, other, please choose."""

    id: str = Field(pattern=r"^sentinel(\.[a-z0-9_]+)+$")
    what: str
    members: list[str] = Field(min_length=1)
    begins: list[str] = Field(default_factory=list)
    """Beginnings that make a longer entry one: `nothing suspicious was found`."""
    source: str
    read: str


class App(Entry):
    """The public name of an app, by the name of its package."""

    package: str = Field(pattern=r"^[A-Za-z0-9_]+(\.[A-Za-z0-9_]+)+$")
    name: str
    sort: str
    """What it is for: messenger, vpn, browser, social network and so on."""
    source: str
    read: str


class Folder(Entry):
    """A folder that an app keeps on the shared storage, by its path there."""

    path: str = Field(pattern=r"^[^/].*[^/]$")
    name: str
    """Public name of the app."""
    source: str
    read: str


class Secret(Entry):
    """The shape of a key, and whether knowing it gives anyone power."""

    id: str = Field(pattern=r"^secret(\.[a-z0-9_]+)+$")
    what: str
    pattern: str
    """Regular expression over the value."""
    name: str | None = None
    """Regular expression over the name it must stand under (manifest meta-data, resource); null: any string."""
    standing: Literal["secret", "public", "depends"]
    """`secret`: whoever has it can act as its owner; `public`: meant to stand in the app; `depends`: on limits set
    at the provider, which the app does not show."""
    note: str | None = None
    source: str
    read: str


class Storage(Entry):
    """A kind of place that apps write to, known by how a path begins."""

    id: str
    begins: list[str]
    names: dict[str, str] = {}
    """Fields of Android that stand for a piece of a path, and what they hold."""
    stays: bool
    """Whether what lies there stays when the app is uninstalled."""
    usual: list[str] = []
    """Names of folders and files there that many apps or Android itself make: by them nobody knows an app."""
    says: str
    source: str
    read: str


class Left(Entry):
    """A call that leaves or takes away an entry in what belongs to the phone."""

    id: str = Field(pattern=r"^left(\.[a-z0-9_]+)+$")
    kind: str
    calls: list[str]
    """Beginnings of methods as dex writes them; without a class, a method's name and signature."""
    argument: int
    name: str = Field(pattern=r"^(term|rows|none|new [0-9])$")
    verb: str
    stays: bool | None
    does: str
    """What stands after "The app"."""
    about: dict[str, list[str]] = {}
    """What rows are of → beginnings in the argument."""
    source: str
    read: str


class Value(Entry):
    """What a value is that is written somewhere, by the term it comes from."""

    id: str = Field(pattern=r"^value(\.[a-z0-9_]+)+$")
    terms: list[str]
    says: str
    undo: bool = False
    """It is a form that the value inside is written in."""
    source: str
    read: str


class Services(Entry):
    """Domains of services that very many use."""

    id: str
    domains: list[str]
    source: str
    read: str

    def hold(self, host: str) -> bool:
        """Whether the host is one of them or lies below one."""
        return any(host == one or host.endswith(f".{one}") for one in self.domains)


class Term(Entry):
    """A word or phrase as apps write it, and its English gloss. `knowledge/glossary` gives one file a topic."""

    term: str = Field(min_length=1)
    lang: Literal["zh", "ug", "ru", "fa", "ar", "en"]
    gloss: str = Field(min_length=1)
    """Plain English; two readings of one term are divided by ` / `."""
    latin: list[str] = []
    """How identifiers spell it: pinyin without tones (ü as v), or a Latin spelling; small letters, no spaces."""
    short: list[str] = []
    """Initials that are a fixed habit, such as `sfzh`. Never others: initials are too short to guess from."""
    topic: str
    category: str | None = None
    """Id in knowledge/categories of the personal datum it names."""
    source: str
    read: Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}$")]


class NativeMark(Entry):
    """What native code shows of itself: a call, a library inside it, the constants of an algorithm."""

    id: str = Field(pattern=r"^native\.(call|library|algorithm)\.[a-z0-9_]+$")
    kind: Literal["call", "library", "algorithm"]
    says: str
    """Noun phrase, as it stands in a sentence: `deleting files`, `SQLite`."""
    verb: str = ""
    """Of a call with a name: `deletes`."""
    symbols: list[str] = []
    path: int | None = None
    """Number of the argument that is a name."""
    mode: int | None = None
    """Number of the argument that is a mode as fopen takes it."""
    flags: int | None = None
    """Number of the argument that is flags as open takes them."""
    wants: int | None = None
    """The first argument must be this number."""
    note: bool = False
    """Worth telling of a library that is not of a known kind."""
    text: str | None = None
    """Regular expression over a string; a group is the version."""
    whole: bool = False
    """A library that stands for itself: the file is this, and does not only hold it."""
    bytes: list[str] = []
    """In hexadecimal; any one is enough."""
    words: list[int] = []
    least: int = 0
    """So many different words of these in one function."""
    source: str
    read: str
