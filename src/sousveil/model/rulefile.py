"""Files of rules: tables whose lines say what is searched for, read column by column."""

from pydantic import Field

from sousveil.model.evidence import Model, Reach, Step, Strength


class RuleColumn(Model):
    """One column, known by its values and never by its name."""

    number: int = Field(description="From 1, as it stands in the file.")
    role: str = Field(
        description="package, path, pattern, glob, hash, size, extension, mode, flag, number, address, section, "
        "label or unknown."
    )
    header: str = Field(default="", description="Its name, where the file gives one.")
    share: float = Field(description="Which part of its values has that form.")


class FileRule(Model):
    """One line. `says` reads it in plain words; a column that is not understood stands as it is."""

    place: str
    cells: tuple[str, ...]
    products: tuple[str, ...] = Field(default=(), description="Public names of the apps that it names.")
    says: str


class RuleFile(Model):
    """A file, or what came out of a sealed one, whose lines have the form of rules."""

    id: str
    part: str = Field(description="The part; of an opened one, what came out.")
    name: str
    form: str = Field(description="lines, sections, JSON file, XML file, fixed blocks or records.")
    separator: str = ""
    sealed: str | None = Field(default=None, description="Id of the sealed part that it came out of.")
    columns: tuple[RuleColumn, ...]
    rules: tuple[FileRule, ...] = Field(description="At most 2,000; the count is of all.")
    count: int
    others: int = Field(default=0, description="Lines that are neither rules nor comments, sections or a header.")
    products: tuple[str, ...] = Field(default=(), description="Public names of all apps that it names.")
    read_by: tuple[str, ...] = Field(default=(), description="Code that names the file.")
    strength: Strength
    reach: Reach | None = None
    evidence: tuple[Step, ...] = ()
