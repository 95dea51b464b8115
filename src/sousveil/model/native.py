"""Native programs and scripts inside a package: what starts them, and what they do."""

from pydantic import Field

from sousveil.model.evidence import Model, Reach, Step, Strength


class NativePart(Model):
    """One file of a program: its builds for other machines, or copies of it, are further parts of the same program."""

    part: str
    machine: str = Field(description="As in the table native_files; the interpreter of a script.")
    size: int
    independent: bool = Field(description="Position-independent code, as Android asks since 5.0.")
    build: tuple[str, ...] = Field(default=(), description="Compiler, build id and paths of the build.")


class NativeStart(Model):
    """One place in the app that loads or runs it."""

    how: str = Field(description="load, run, shell: as a library, as a program, or by a command given to a shell.")
    command: str = Field(description="Library name or command as the code makes it; `<…>` for what is not constant.")
    arguments: tuple[str, ...] = ()
    root: bool = Field(default=False, description="By a shell of the all-powerful user.")
    reads_output: bool = False
    reach: Reach | None = None
    evidence: tuple[Step, ...] = ()


class NativeCopy(Model):
    """Copied out of the package by the app's own code."""

    to: str = Field(description="Path as the code makes it; empty where it is not known.")
    executable: bool = Field(default=False, description="The app makes that file executable.")
    evidence: tuple[Step, ...] = ()


class NativeUse(Model):
    """A call with a name in it: a file, a command, an address."""

    verb: str = Field(description="What is done, as the knowledge of native calls says it: reads, writes, deletes, …")
    call: str = Field(description="Import or kernel call.")
    text: str
    function: int | None = Field(default=None, description="Virtual address of the function.")
    evidence: Step


class NativeMethod(Model):
    """A Java method that native code serves."""

    method: str = Field(description="Class descriptor, name and types as far as known.")
    how: str = Field(description="exported or registered.")
    declared: bool = Field(description="The app's code declares it.")


class NativeSign(Model):
    """A library or algorithm that was recognised, and where."""

    id: str
    says: str
    version: str | None = None
    evidence: Step


class HiddenText(Model):
    """A text that stands nowhere in the file: native code makes it."""

    text: str
    how: str = Field(
        description="constructor (when the file is loaded), call (with constants of the file) or java method."
    )
    part: str
    function: int = Field(description="Virtual address of the function that makes it.")
    name: str = Field(default="", description="Name of that function, where symbols tell one.")
    strength: Strength
    evidence: tuple[Step, ...] = ()


class NativeProgram(Model):
    """One program, library or script; its builds for several machines are one."""

    id: str
    name: str
    kind: str = Field(description="library, program, object or script.")
    parts: tuple[NativePart, ...]
    starts: tuple[NativeStart, ...] = ()
    copies: tuple[NativeCopy, ...] = ()
    libraries: tuple[NativeSign, ...] = ()
    algorithms: tuple[NativeSign, ...] = ()
    abilities: dict[str, tuple[str, ...]] = Field(
        default_factory=dict, description="What its imports can do, by id in the knowledge → the imports."
    )
    uses: tuple[NativeUse, ...] = ()
    options: str | None = Field(default=None, description="Option letters as given to getopt.")
    usage: tuple[str, ...] = Field(default=(), description="Usage texts in it.")
    addresses: tuple[str, ...] = Field(default=(), description="URLs and numeric addresses among its strings.")
    methods: tuple[NativeMethod, ...] = ()
    calls_java: tuple[str, ...] = Field(default=(), description="Java classes and methods it asks for by name.")
    hidden: tuple[HiddenText, ...] = Field(default=(), description="Texts that its code makes when it runs.")
    commands: tuple[str, ...] = Field(default=(), description="Of a script: the commands, by line.")
    functions: int = 0
    known: bool = Field(default=False, description="A library of a known kind that does nothing of note beside it.")
    strength: Strength = Strength.OBSERVED
    reach: Reach | None = None
    evidence: tuple[Step, ...] = ()
