"""Types of the compiled core. A number that names a part, class, method, field, type or string is the core's own.

A gap is (part, place, cause, detail); an oddity is (part, kind, place, detail).
"""

from collections.abc import Sequence
from os import PathLike
from typing import Any, Final, Literal, final

__all__ = [
    "Archive",
    "Attribute",
    "Blob",
    "Bodies",
    "Code",
    "CodeBuilder",
    "Document",
    "Element",
    "Entry",
    "Flows",
    "Framework",
    "NativeCode",
    "Natives",
    "Patterns",
    "Reach",
    "Resources",
    "Table",
    "TextCodeBuilder",
    "Value",
    "Xml",
    "arguments",
    "filled",
    "framework_name",
    "kinds",
    "locate_code",
    "locate_native",
    "native_loaded",
    "native_offset",
    "native_words",
    "oddity_kinds",
    "run_statements",
    "sight",
    "sniff",
    "table_specs",
]

_Path = str | PathLike[str]
_Bytes = bytes | bytearray
_Gap = tuple[int, str, str, str]
_Oddity = tuple[int, str, str, str]
_State = Literal["live", "dead", "unknown"]

# Bytes and archives

@final
class Blob:
    """Bytes of a part: a shared buffer and a range of it. Slices and clones copy nothing."""

    def __new__(cls, data: _Bytes) -> Blob: ...
    @staticmethod
    def from_path(path: _Path) -> Blob:
        """Reads a whole file. Raises OSError naming the path."""

    def __len__(self) -> int: ...
    def bytes(self) -> bytes:
        """A copy of the bytes."""

    def slice(self, start: int, end: int) -> Blob:
        """The bytes from `start` to before `end`, both cut to the length; nothing is copied."""

    def sha256(self) -> str:
        """SHA-256 in hex."""

    def gunzip(self, cap: int) -> tuple[Blob, bool]:
        """A gzip stream's first member, at most `cap` bytes, and whether that is all. Raises ValueError if none."""

@final
class Entry:
    """One record of an archive's directory. The fields of the scan are None before it."""

    index: Final[int]
    """Number of the record, from 0, in directory order."""
    name: Final[str]
    """The name; NUL and bytes that are not UTF-8 are shown as `\\xNN`."""
    record_offset: Final[int]
    """Offset of the directory record; of the local header in a salvaged archive."""
    header_offset: Final[int]
    """Offset of the local header."""
    data_offset: Final[int | None]
    """Offset of the first packed byte; None where the local header cannot be read."""
    packed_size: Final[int]
    """Stated size as it lies in the archive."""
    size: Final[int]
    """Stated size when unpacked."""
    method: Final[int]
    """Stated compression method: 0 stored, 8 deflate."""
    flags: Final[int]
    """General purpose flags of the directory record."""
    crc: Final[int]
    """Stated CRC-32."""
    is_directory: Final[bool]
    """True for a folder's own record."""
    read_size: Final[int | None]
    """Scan: bytes that were read."""
    sha256: Final[str | None]
    """Scan: SHA-256 of the bytes that were read, in hex."""
    kind: Final[str | None]
    """Scan: one of `kinds()`, or `directory`."""
    entropy: Final[int | None]
    """Scan: thousandths of a bit per byte."""
    crc_ok: Final[bool | None]
    """Scan: whether the bytes have the stated CRC-32."""
    whole: Final[bool | None]
    """Scan: False where a limit or damage stopped reading; a gap says which."""

@final
class Archive:
    """A ZIP archive read by Android's rules."""

    def __new__(
        cls,
        blob: Blob,
        *,
        max_entry: int = ...,
        max_total: int = ...,
        max_ratio: int = 1000,
        max_entries: int = 200_000,
    ) -> Archive:
        """Reads the directory. Raises ValueError when the bytes are no archive at all."""

    @property
    def directory_offset(self) -> int | None:
        """Offset of the central directory, where an APK Signing Block ends; None in a salvaged archive."""

    def __len__(self) -> int: ...
    def entries(self) -> list[Entry]:
        """All entries in directory order."""

    def oddities(self) -> list[tuple[str, str, str]]:
        """(kind, place, detail) of all departures from a plain archive; the scan adds to them."""

    def gaps(self) -> list[tuple[str, str, str]]:
        """(place, cause, detail) of all that could not be read; the scan adds to them."""

    def scan(self) -> None:
        """Inflates, hashes and identifies all entries; done once."""

    def blob(self, index: int) -> Blob:
        """The bytes of an entry; a stored one shares the archive's. Raises IndexError when there is no such entry."""

def sniff(blob: Blob) -> tuple[str, int]:
    """What bytes are: (kind, entropy in thousandths of a bit per byte)."""

def kinds() -> list[tuple[str, str]]:
    """All kinds that `sniff` and a scan can give: (kind, what it means)."""

def oddity_kinds() -> list[str]:
    """All kinds of oddity an archive can have, sorted."""

# Bytecode

@final
class CodeBuilder:
    """Reads dex files, in the order Android loads them, into one `Code`."""

    def __new__(cls) -> CodeBuilder: ...
    def add_dex(self, part: int, data: Blob) -> None:
        """Reads one dex file. Never fails on its bytes: see `Code.gaps`. Raises RuntimeError after `finish`."""

    def finish(self) -> Code:
        """The code of all dex files added; the builder is then spent. Raises RuntimeError the second time."""

@final
class TextCodeBuilder:
    """Reads code that stands as text into one `Code`.

    `framework` and `resources`, (type, name, id), say what Java means by names that are not its own.
    """

    def __new__(
        cls, framework: Framework | None = None, resources: Sequence[tuple[str, str, int]] = ...
    ) -> TextCodeBuilder: ...
    def add_smali(self, part: int, data: Blob) -> None:
        """Reads one smali file. Never fails on its text: see `Code.gaps`. Raises RuntimeError after `finish`."""

    def add_java(self, part: int, data: Blob) -> None:
        """Takes one Java file; all are read together by `finish`. Raises RuntimeError after `finish`."""

    def unknown_resources(self) -> list[tuple[str, str]]:
        """(type, name) of resources that Java names and `resources` has not. Known after `finish`."""

    def named_constants(self) -> list[tuple[int, int, int, str]]:
        """(part, line, column, name) of constants that Java writes by name, where a decompiler may have chosen it."""

    def finish(self) -> Code:
        """The code of all files added; the builder is then spent. Raises RuntimeError the second time."""

@final
class Code:
    """All code of a sample, merged by name. Made by `CodeBuilder` or `TextCodeBuilder`."""

    @property
    def written(self) -> bool:
        """Whether this code was read from text: then it has positions."""

    def position(self, method: int, offset: int) -> tuple[int, int] | None:
        """(line, column) of the instruction `offset` bytes into a method, for code that was read from text."""

    def class_position(self, name: str) -> tuple[int, int] | None:
        """(line, column) where a class, given by descriptor, is named."""

    def string_position(self, number: int) -> tuple[int, int, int] | None:
        """(part, line, column) of the first field that begins with string `number`, for code read from text."""

    def method_position(self, method: int) -> tuple[int, int] | None:
        """(line, column) where a method is named."""

    def field_position(self, field: int) -> tuple[int, int] | None:
        """(line, column) where a field is named."""

    @property
    def tables(self) -> list[str]:
        """Names of the tables `table` makes."""

    def table(self, name: str) -> Table:
        """One fact table. Raises KeyError for a name not in `tables`."""

    def gaps(self) -> list[_Gap]:
        """What could not be read."""

    def oddities(self) -> list[_Oddity]:
        """What an ordinary compiler does not make."""

    def counts(self) -> dict[str, int]:
        """How many strings, classes, instructions and so on there are."""

    def string(self, number: int) -> str:
        """String `number`; empty where there is none."""

    def type_name(self, number: int) -> str:
        """Descriptor of type `number`."""

    def method_text(self, number: int) -> str:
        """Such as `Lcom/x/A;->m(I)V`."""

    def field_text(self, number: int) -> str:
        """Such as `Lcom/x/A;->f:I`."""

    def find_method(self, text: str) -> int | None:
        """Number of the method with this text, defined in the sample or not."""

    def instruction_text(self, method: int, offset: int) -> str | None:
        """The instruction `offset` bytes into a method, such as `const-string "abc"`."""

    def class_names(self) -> list[str]:
        """Descriptors of all classes the sample defines, in class order."""

    def class_part(self, name: str) -> int | None:
        """Part that defines a class, given by descriptor."""

    def class_name(self, number: int) -> str | None:
        """Descriptor of class `number`."""

    def class_methods(self, name: str) -> list[int]:
        """Method numbers that a class, given by descriptor, defines."""

    def string_origin(self, number: int) -> tuple[int, int] | None:
        """First part that holds string `number`, and its index there."""

    def class_text(self, name: str) -> str | None:
        """Such as `class Lcom/x/A; extends Lcom/y/B; implements Lz;`."""

    def definition_text(self, method: int) -> str | None:
        """Such as `method Lcom/x/A;->m(I)V flags 0x1 code 24 bytes`."""

    def method_part(self, method: int) -> int | None:
        """Part that holds the code of a method."""

    def method_class(self, method: int) -> str | None:
        """Descriptor of the class a method reference names."""

    def line(self, method: int, offset: int) -> int | None:
        """Source line of the instruction `offset` bytes into a method."""

def locate_code(data: Blob, place: str) -> str:
    """Re-reads a place of a dex file: `Lx/A;->m(I)V +0x12`, `Lx/A;->m(I)V`, `Lx/A;`, `string 12`, else ValueError."""

# Native files

@final
class Natives:
    """Collects the facts of all native files of a sample."""

    def __new__(cls) -> Natives: ...
    def add(self, part: int, data: _Bytes) -> None:
        """Reads one ELF file; what cannot be read becomes a gap."""

    def table(self, name: str) -> Table:
        """native_files, native_jni, native_needed, native_strings or native_symbols, as filled so far."""

    def gaps(self) -> list[_Gap]:
        """Unread places."""

    def oddities(self) -> list[_Oddity]:
        """Signs of packing or misleading tables."""

@final
class NativeCode:
    """Collects what the native code of a sample refers to and calls."""

    def __new__(cls) -> NativeCode: ...
    def add(self, part: int, data: _Bytes) -> None:
        """Reads the code of one ELF file."""

    def table(self, name: str) -> Table:
        """native_calls, native_functions, native_registered or native_string_uses, as filled so far."""

    def gaps(self) -> list[_Gap]:
        """Places left unread."""

def native_loaded(data: _Bytes) -> tuple[list[tuple[int, int | None, str | None]], list[int]]:
    """What the linker does to a file: places it fills with (place, address of the file, or name of an import), and
    functions that it calls when it loads the file, in their order. Raises ValueError for bytes that are no ELF file.
    """

def native_offset(data: _Bytes, address: int) -> int | None:
    """Offset in the file of a virtual address; None where the file holds no byte for it."""

def native_words(data: _Bytes, words: Sequence[int]) -> list[tuple[int, int]]:
    """Places in native code where one of the given 32-bit numbers is made: (address, number), in address order.

    Raises ValueError for bytes that are no ELF file.
    """

def locate_native(data: _Bytes, place: int, *, virtual_address: bool = False, encoding: str = "utf8") -> str:
    """Reads a string of a native file again, at a file offset or a virtual address. Raises ValueError if none is there.

    `encoding` is ascii, utf8 or utf16, as in native_strings.
    """

# XML parts and resource tables

@final
class Attribute:
    """One attribute of an XML part; see the table `xml_attributes`."""

    namespace: Final[str | None]
    """Namespace as written."""
    name: Final[str]
    """The framework's name where the attribute has a framework id, since Android goes by the id; else as written."""
    written: Final[str | None]
    """The name as written, where Android reads another."""
    name_id: Final[int | None]
    """Resource id of the name."""
    raw: Final[str | None]
    """The string the file keeps for the value."""
    kind: Final[str]
    """Type of the value, as `Value.kind`."""
    value: Final[str]
    """The value as text; references by number, `@0x7f0a0001`."""
    data: Final[int]
    """The raw 32 bits."""
    offset: Final[int]
    """Byte offset in the part; 0 in protobuf documents."""
    line: Final[int]
    """Line, from 1, of XML that is text; else 0."""
    column: Final[int]
    """Column, from 1, of XML that is text; else 0."""

@final
class Element:
    """One element of an XML part, with its attributes in document order; see the table `xml_elements`."""

    index: Final[int]
    """Number of the element in its part, from 0."""
    parent: Final[int | None]
    """Number of the element it stands in; None for a root."""
    depth: Final[int]
    """0 for a root."""
    tag: Final[str]
    """Tag name."""
    namespace: Final[str | None]
    """Namespace of the tag."""
    line: Final[int]
    """Line in the source it was compiled from; 0 if not kept."""
    path: Final[str]
    """Such as `/manifest/application[1]/activity[3]`."""
    text: Final[str | None]
    """Text directly inside."""
    offset: Final[int]
    """Byte offset in the part; 0 in protobuf documents."""
    column: Final[int]
    """Column, from 1, of XML that is text; else 0."""
    attributes: Final[list[Attribute]]
    """In document order."""

@final
class Document:
    """One XML part. Made by `Xml.add`."""

    @property
    def part(self) -> int:
        """Number of the part."""

    def __len__(self) -> int: ...
    def elements(self) -> list[Element]:
        """The elements in document order, made anew at each call."""

    @property
    def oddities(self) -> list[_Oddity]:
        """Departures from the format in this part."""

    @property
    def gaps(self) -> list[_Gap]:
        """What could not be read of this part."""

@final
class Xml:
    """Collects XML parts, binary or protobuf."""

    def __new__(cls) -> Xml: ...
    def add(self, part: int, data: _Bytes) -> Document:
        """Reads one part. Damage gives a shorter document with gaps."""

    def add_text(self, part: int, text: str, resources: Resources) -> Document:
        """Reads XML that stands as text; `resources` gives the names in it numbers."""

    @property
    def oddities(self) -> list[_Oddity]:
        """Departures from the format in all parts added."""

    @property
    def gaps(self) -> list[_Gap]:
        """What could not be read of all parts added."""

    def elements(self) -> Table:
        """The table `xml_elements`."""

    def attributes(self) -> Table:
        """The table `xml_attributes`."""

@final
class Value:
    """One value of a resource; see the table `resources`."""

    config: Final[str]
    """Qualifiers as in folder names (`zh-rCN`); empty for the default."""
    locale: Final[str]
    """Locale of the configuration as BCP-47; empty for any."""
    key: Final[str | None]
    """In a bag: array index, plural quantity, attribute name and so on; None for a simple value."""
    kind: Final[str]
    """string, reference, attribute, integer and so on, as in `resources`."""
    value: Final[str | None]
    """The value as text."""
    data: Final[int]
    """The raw 32 bits."""
    id: Final[int]
    """Resource id 0xPPTTEEEE: package, type, entry."""

@final
class Resources:
    """All resource tables of one app: base and splits together."""

    def __new__(cls) -> Resources: ...
    def add(self, part: int, data: _Bytes, proto: bool = False) -> None:
        """Reads resources.arsc, or resources.pb with `proto`. Damage leaves gaps."""

    def add_tree(
        self,
        package: str,
        files: Sequence[tuple[int, str, str | None]],
        numbers: Sequence[tuple[str, str, int]],
        used: Sequence[tuple[str, str]],
    ) -> None:
        """Reads the files below `res/` of a tree: (part, path from `res/` on, text or None for what is no XML).

        `numbers` are ids known from elsewhere, `used` resources that code names: (type, name, id) and (type, name).
        """

    def numbers(self) -> list[tuple[str, str, int]]:
        """(type, name, id) of all resources that were read as text, by id."""

    def number(self, name: str) -> int | None:
        """Number of `string/app_name` or `android:string/ok` where resources were read as text; else None."""

    @property
    def oddities(self) -> list[_Oddity]:
        """Departures from the format in all parts added."""

    @property
    def gaps(self) -> list[_Gap]:
        """What could not be read of all parts added."""

    def name(self, id: int) -> str | None:
        """`string/app_name`, `android:string/ok`, or None."""

    def values(self, id: int) -> list[Value]:
        """All values of an id in table order."""

    def resolve(self, id: int, locale: str | None = None) -> Value | None:
        """The value an id stands for in a locale (BCP-47), references followed; None if unknown, a bag, or a cycle."""

    def resolve_all(self, id: int) -> list[Value]:
        """Every value an id stands for over all configurations, references followed."""

    def files(self) -> list[tuple[str, str, str, str, int]]:
        """Resources that name a file: (path, type, name, qualifiers, id), in table order."""

    def table(self) -> Table:
        """The table `resources`."""

def framework_name(id: int) -> str | None:
    """The name of a public framework resource, `attr/versionCode`, or None."""

# Tables

@final
class Table:
    """A fact table: named Arrow columns."""

    @property
    def name(self) -> str:
        """The table's name."""

    @property
    def columns(self) -> list[str]:
        """Names of the columns, in order."""

    def __len__(self) -> int: ...
    def column(self, name: str) -> list[Any]:
        """One column as a list. Raises KeyError where there is none of that name."""

    def rows(self) -> list[tuple[Any, ...]]:
        """All rows as tuples, in table order. For small tables."""

    def row(self, number: int) -> tuple[Any, ...]:
        """One row as a tuple. Raises IndexError beyond the last."""

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        """The Arrow PyCapsule interface: no copy is made. `requested_schema` is ignored, as the protocol allows."""

    def write(self, path: _Path) -> None:
        """Writes Parquet. Raises OSError naming the path."""

    @staticmethod
    def read(path: _Path) -> Table:
        """Reads Parquet written by `write`. Raises OSError naming the path."""

    @staticmethod
    def build(name: str, columns: Sequence[tuple[str, str, Sequence[Any]]]) -> Table:
        """A table of (name, kind, values) each, kind as in `model.tables.Column`. Raises ValueError or TypeError."""

@final
class Patterns:
    """Regular expressions (Rust's, without look-around) that are searched together."""

    def __new__(cls, expressions: Sequence[str]) -> Patterns:
        """Raises ValueError naming a pattern that is none."""

    def search(self, table: Table, column: str) -> list[tuple[int, int, int, int]]:
        """(pattern, row, start, end) of each pattern's first place in each row of a text column, by row and pattern.

        Offsets are bytes of UTF-8.
        """

    def search_code(self, code: Code) -> list[tuple[int, int, int, int]]:
        """The same over the string constants of code: those an instruction loads or a static field starts with.

        The row is the string's number.
        """

def table_specs() -> list[tuple[str, str, list[tuple[str, str, str]]]]:
    """The specifications of all tables the core fills: (name, doc, [(column, kind, doc)])."""

# What can run, and what is called

@final
class Framework:
    """What Android declares. Keeps the hierarchy of the sample last asked about. Class names dotted or slashed."""

    @staticmethod
    def load(path: _Path) -> Framework:
        """Reads the shipped table. Raises OSError, or ValueError where it is not one."""

    def __contains__(self, name: str, /) -> bool: ...
    def is_subtype(self, name: str, ancestor: str) -> bool:
        """False where either is not in the table."""

    def supers(self, name: str) -> list[str]:
        """Slashed names of the class and its ancestors, nearest first; empty when unknown."""

    def declares(self, class_name: str, name: str, proto: str) -> bool:
        """Whether the class or an ancestor has the method; `proto` such as `(I)V`."""

    def constant(self, class_name: str, field: str) -> int | str | None:
        """A constant field of the class or an ancestor."""

    def levels(self, class_name: str, method: str | None = None, proto: str | None = None) -> tuple[int, int] | None:
        """(since, until) API levels of a class, or of a method of it."""

@final
class Reach:
    """What can run. `entries` is (class, methods or None, why) each; `named` is text that may name classes."""

    def __new__(
        cls,
        code: Code,
        framework: Framework,
        entries: Sequence[tuple[str, Sequence[str] | None, str]],
        named: Sequence[str],
    ) -> Reach: ...
    def state(self, method: int) -> _State:
        """Whether a method can run."""

    def why(self, method: int) -> str:
        """Why it is live or unknown; empty for dead."""

    def way(self, method: int) -> list[tuple[str, int | None, str]]:
        """Steps from the entry to the method: (method, offset in the method before it or None, kind of step)."""

    def steps(self, method: int) -> list[tuple[int, int | None, str]]:
        """As `way`, with method numbers."""

    def table(self, dormant: Reach | None = None, hidden: str | None = None) -> Table:
        """The table `reach`: `dormant` is the reach of what is switched off; with `hidden`, nothing is dead."""

    def entries(self) -> Table:
        """The table `entries`."""

    def counts(self) -> tuple[int, int, int]:
        """How many methods with code are (live, dead, unknown)."""

_ModelRow = tuple[str, Sequence[str], bool, Sequence[str], Sequence[str] | None, Sequence[tuple[str, str]]]
_PortRow = tuple[str, int, int | None, Sequence[str]]
_NamedRow = tuple[str, str, str, Sequence[str]]
_ComponentRow = tuple[str, str, Sequence[dict[str, list[str]]], Sequence[str]]

@final
class Flows:
    """Where data goes: followed when the object is made, from every source to every sink.

    `models` is (id, classes, with subtypes, methods, parameter types or None, [(verb, effect)]); `sources` and
    `sinks` are (name, method, offset or None, places); `unnamed` are sources of data of no known
    kind, followed after the others and less far; `named` is (entry, class, method, places) of sources and of sinks
    that a call by reflection may reach; `components` is (class, kind, filters, authorities); `resources` is
    (id, name, text).
    Raises ValueError naming the entry whose effect or place does not parse.
    """

    def __new__(
        cls,
        code: Code,
        framework: Framework,
        reach: Reach,
        models: Sequence[_ModelRow],
        sources: Sequence[_PortRow],
        sinks: Sequence[_PortRow],
        *,
        unnamed: Sequence[_PortRow],
        named: tuple[Sequence[_NamedRow], Sequence[_NamedRow]],
        components: Sequence[_ComponentRow],
        opaque: Sequence[str],
        resources: Sequence[tuple[int, str, str | None]],
        most_steps: int,
    ) -> Flows: ...
    def names(self) -> list[str]:
        """Names of the tables: flows, steps, carriers, guards, requests."""

    def table(self, name: str) -> Table:
        """One of them. Raises KeyError where there is none of that name."""

    def counts(self) -> dict[str, int]:
        """What it cost and where it stopped: flows, rows, facts, steps, bodies, puts, takes, joins; `stopped` (1 where
        the most steps were met), `left` (unnamed sources not followed to the end), `cut` (rows in which something was
        left out), `hubs` (methods with more rows or facts than are kept), `modelled` and `defaulted` (steps of the
        paths through methods without code)."""

_Leaf = tuple[int, int, str, str, list[int], list[int], bool, str, str]
_Condition = tuple[int, str, bool, bool, list[_Leaf]]

@final
class Bodies:
    """Values as trees, and the conditions of instructions, made when they are asked for.

    A node is (kind, symbol, number, children, offset). Kinds: `unknown`; `text` (symbol: string number); `int`
    (number); `class`, `new` (children: what the constructor is given), `array` (children: its length, or with number
    1 its elements), `is`: symbol is a type number; `this`; `parameter` (number from 0, the receiver left out);
    `field` (child: the object) and `static`: symbol is a field number; `call`: symbol is a method number, children
    are the arguments, the receiver first unless number is 1; `element` (array, index); `operation` (number: the
    opcode); `length`; `any` (one of the children); `thrown`.
    """

    def __new__(
        cls,
        code: Code,
        framework: Framework,
        reach: Reach,
        models: Sequence[_ModelRow],
        resources: Sequence[tuple[int, str, str | None]],
    ) -> Bodies:
        """`resources` is (id, name, text). Raises ValueError naming the model whose effect does not parse."""

    def uses(self, methods: Sequence[int]) -> list[tuple[int, int, str, int | None, list[int]]]:
        """Calls (`call`), writes to fields (`write`), returns (`return`), stores into arrays (`store`) and fills of
        them (`fill`) in these methods, in order: (method, offset, kind, method or field number, nodes). A call's nodes
        are its arguments, the receiver first where there is one; a write's the value and the object; a store's value,
        array, index; a fill's the array."""

    def filled(self, method: int, offset: int) -> tuple[int, list[int]] | None:
        """Constants that the `fill` at a place puts into an array: size of an element, bytes (little-endian)."""

    def __len__(self) -> int:
        """How many nodes there are so far."""

    def nodes(self, start: int) -> list[tuple[str, int | None, int, list[int], int | None]]:
        """Nodes from number `start` on."""

    def accessors(self) -> list[tuple[int, bool, int]]:
        """Methods that only read or write one field of their object: (method, reads, field)."""

    def conditions(self, places: Sequence[tuple[int, int]], across: bool = True) -> list[list[_Condition]]:
        """What must hold for each (method, offset) to run: its own method's conditions first, then, with `across`,
        those of the callers on the shortest way from an entry. A condition is (callers up, text, technical, cut,
        leaves); a leaf (method, offset, text, sign, keys, nodes, technical, what decides, switch)."""

    def kept(self, methods: Sequence[int]) -> list[tuple[int, int, str, str, list[str], bool]]:
        """Calls of these methods that touch a file, preference, table or other carrier: (method, offset, verb, kind,
        parts of the key as terms, whether all are known). Verbs: open, write, read, put, take, name, delete, pack."""

    def terms(self, places: Sequence[tuple[int, int, int]]) -> list[tuple[str, bool] | None]:
        """Arguments of calls, (method, offset, argument, the receiver counted), as terms: the text and whether it is
        made of constants alone; None where there is no such argument."""

    def callers(self, method: int) -> list[tuple[int, int]]:
        """(method, offset) of the calls that may arrive at a method."""

    def callees(self, method: int, offset: int) -> list[int]:
        """Methods with code that the call at a place may arrive at."""

def sight(
    code: Code, framework: Framework, patterns: Sequence[dict[str, Any]]
) -> list[tuple[int, str, int | None, int | None, int, int | None, bool, list[str]]]:
    """Finds catalogue patterns: (entry, kind, method, offset, symbol, class, unsure, args), None where there is none.

    A pattern is a dict: `entry` (int), `kind` (call, field, string, override, extends, new), and as the kind wants:
    `class`, `name`, `params`, `subtypes`, `args` [(index, regex, list of ints, or None for what is no constant)],
    `show`, `maybe`, `strings` [string numbers], `body`. Raises ValueError naming the pattern.
    """

def run_statements(
    framework: Framework,
    models_: Sequence[tuple[str, list[str], bool, list[str], list[str] | None, list[tuple[str, str]]]],
    tests: Sequence[tuple[str, str]],
    opaque: Sequence[str],
    silent: bool = False,
) -> list[tuple[list[int], list[str], list[str], str | None]]:
    """Runs the statements beside models on the flow engine; docs/models.md describes both.

    A model is (id, classes, subtypes, methods, descriptors of parameters or None, effects as (verb, text)), a test
    (id of the model it stands beside, statements). For each test: the lines of LEAK and SAFE that SECRET reached, the
    ids of the models that stood for its calls, the methods that were called without one, and the first line that is
    no statement with the reason, or None. With `silent`, the model of each test does nothing. Calls on `opaque`
    objects without a model give nothing that the object holds. Raises ValueError naming the model whose effect does
    not parse.
    """

def arguments(
    code: Code, framework: Framework, method: int, offset: int
) -> list[list[tuple[str, str | None, int | None]]] | None:
    """The arguments of the call at `offset` of a method, receiver left out; None where no call stands.

    For each argument its alternatives as (kind, text, number).
    """

def filled(
    code: Code, framework: Framework, own: Sequence[str] | None = None, arrays: Sequence[int] = ...
) -> tuple[Table, Table, Table]:
    """Collections that code fills with constants: the tables `fillings`, `filled` and `list_uses`.

    `own` names the classes that are looked at, by descriptor (all where None); `arrays` are ids of array resources
    whose uses are wanted.
    """
