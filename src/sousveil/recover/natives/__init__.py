"""Native programs and scripts: what they are, what starts them, what they do."""

from __future__ import annotations

import re
from collections.abc import Sequence

from sousveil.knowledge.load import Knowledge
from sousveil.model.evidence import Reach, Step, Strength
from sousveil.model.facts import Facts
from sousveil.model.native import NativeCopy, NativeMethod, NativePart, NativeProgram, NativeStart
from sousveil.model.parts import Part
from sousveil.model.text import visible
from sousveil.model.traces import Traces
from sousveil.recover.code import OwnCode
from sousveil.recover.natives import does, known, scripts
from sousveil.recover.natives.files import Call, Files, NativeFile
from sousveil.recover.natives.hidden import Hidden
from sousveil.recover.natives.started import Copy, JavaSide, Run, Started
from sousveil.recover.natives.twins import grouped

_REACH = (Reach.LIVE, Reach.DORMANT, Reach.UNKNOWN, Reach.DEAD)

MOST_STARTS = 12
MOST_PROGRAMS = 400
_JAVA = ("FindClass", "GetMethodID", "GetStaticMethodID", "GetFieldID", "GetStaticFieldID")


def natives(
    facts: Facts,
    traces: Traces,
    knowledge: Knowledge,
    files: Files | None = None,
    made: Hidden | None = None,
    own: OwnCode | None = None,
) -> list[NativeProgram]:
    """Every program, library and script, ids `N-1`, `N-2` …; those the app runs first, known libraries last. `made`:
    texts that their code makes."""
    files = files or Files(facts)
    text_scripts = _scripts(facts)
    if not files.by_part and not text_scripts:
        return []
    names = {name: value for one in knowledge.storage.values() for name, value in one.names.items()}
    side = JavaSide(facts, traces, names, own)
    started = side.read()
    work = _Work(facts, traces, knowledge, files, side, started, made or Hidden())
    groups = grouped([f for f in files.by_part.values() if f.part.same_as is None])[:MOST_PROGRAMS]
    found = [work.program(group) for group in groups]
    found += [work.script(part, data, program) for part, data, program in text_scripts]
    found.sort(key=_order)
    return [m.model_copy(update={"id": f"N-{n}"}) for n, m in enumerate(found, 1)]


def _order(one: NativeProgram) -> tuple[int, int, str]:
    runs = any(s.how != "load" for s in one.starts)
    return (0 if runs else 1 if one.kind in ("program", "script") else 2, int(one.known), one.parts[0].part)


def _scripts(facts: Facts) -> list[tuple[Part, bytes, str]]:
    found = []
    for part in facts.parts:
        text = part.kind.startswith("text") and not part.path.startswith("META-INF/")
        if (part.kind == "script" or text) and part.same_as is None and part.size <= 4 << 20:
            data = facts.parts.blob(part.number).bytes()
            shell = text and (part.path.endswith(".sh") or scripts.is_commands(data))
            if part.kind == "script" or shell:
                found.append((part, data, scripts.interpreter(data) or ("sh" if shell else "")))
    return found


class _Work:
    """All that is needed to put one program together."""

    def __init__(
        self, facts: Facts, traces: Traces, knowledge: Knowledge, files: Files, side: JavaSide, started: Started,
        made: Hidden,
    ) -> None:  # fmt: skip
        self._facts, self._traces, self._knowledge, self._made = facts, traces, knowledge, made
        self._files, self._side, self._started = files, side, started
        self._uses = does.Uses(facts, knowledge, files)
        self._methods = _methods(facts)
        java = [f"JNIEnv.{name}" for name in _JAVA]
        self._java: dict[int, list[Call]] = {}
        for call in files.calls(java):
            self._java.setdefault(call.part, []).append(call)

    def program(self, group: Sequence[NativeFile]) -> NativeProgram:
        first = max(group, key=lambda f: (f.functions, -f.part.number))
        inside = known.libraries(first, self._knowledge)
        uses, options = self._uses.of(first)
        starts = self._starts(group)
        copies = self._copies([f.part for f in group])
        able = does.abilities(first, self._knowledge)
        methods = [m for f in group[:1] for m in self._methods.get(f.part.number, [])]
        methods = methods or [m for f in group for m in self._methods.get(f.part.number, [])]
        run = any(s.how != "load" for s in starts)
        itself = any(self._knowledge.natives[s.id].whole or _called(first, s.id) for s in inside)
        return NativeProgram(
            id="N-0",
            name=visible(self._named(first.part) if first.part.came_out else first.name),
            kind=_kind(first, run),
            parts=tuple(_native_part(f) for f in group),
            starts=tuple(starts),
            copies=tuple(copies),
            libraries=tuple(inside),
            algorithms=tuple(known.algorithms(first, self._facts, self._knowledge, self._files)),
            abilities=able,
            uses=tuple(uses),
            options=options,
            usage=does.usage(first),
            addresses=does.addresses(first),
            methods=tuple(methods),
            calls_java=does.java_called(self._java.get(first.part.number, [])),
            hidden=tuple(t for f in group for t in self._made.by_part.get(f.part.number, ())),
            functions=first.functions,
            known=itself and not run and first.in_lib,
            strength=Strength.TRACED if starts else Strength.OBSERVED,
            reach=_best([s.reach for s in starts]),
            evidence=(_entry(first.part, f"A native file for {first.machine}"),),
        )

    def script(self, part: Part, data: bytes, program: str) -> NativeProgram:
        shell = scripts.is_shell(program)
        lines = scripts.commands(data) if shell else []
        text = data[:200_000].decode("utf-8", "replace")
        usage = re.findall(r"(?im)^.*\busage:.*$", text)[:4]
        starts = self._run_starts([part])
        return NativeProgram(
            id="N-0",
            name=visible(part.path.rpartition("/")[2]),
            kind="script",
            parts=(
                NativePart(part=part.full_path, machine=program or "no interpreter", size=part.size, independent=True),
            ),
            starts=tuple(starts),
            copies=tuple(self._copies([part])),
            commands=tuple(f"{line}: {visible(command[:300])}" for line, command in lines),
            usage=tuple(visible(u.strip()[:300]) for u in usage),
            strength=Strength.TRACED if starts else Strength.OBSERVED,
            reach=_best([s.reach for s in starts]),
            evidence=(_entry(part, f"A script for {program or 'no named interpreter'}"),),
        )

    def _starts(self, group: Sequence[NativeFile]) -> list[NativeStart]:
        """Where the app loads it by its library name, or runs it."""
        library = {m[1] for f in group if (m := re.match(r"^lib(.+)\.so$", f.name))}
        found = []
        for run in self._started.runs:
            if run.how == "load" and (run.command in library or any(_names(run.command, f.name) for f in group)):
                found.append(self._start(run, f"Loads the library {run.command}"))
        return (found + self._run_starts([f.part for f in group]))[:MOST_STARTS]

    def _run_starts(self, parts: Sequence[Part]) -> list[NativeStart]:
        """Where a command names the file, or a file it was copied to."""
        names = {self._named(part) for part in parts}
        for copy in self._copied(parts):
            names |= {to.rpartition("/")[2] for to, _, _ in copy.to if to.rpartition("/")[2] and "<" not in to[-40:]}
        found = []
        for run in self._started.runs:
            if run.how == "load" or re.match(r"^\S*chmod\s", run.command):
                continue
            if any(_runs(run, name) for name in names):
                found.append(self._start(run, "Runs it"))
        return found[:MOST_STARTS]

    def _start(self, run: Run, shows: str) -> NativeStart:
        return NativeStart(
            how=run.how,
            command=visible(run.command),
            arguments=tuple(visible(w) for w in run.words[1:]),
            root=run.root,
            reads_output=run.output,
            reach=self._side.reach(run.method),
            evidence=(self._side.step(run.method, run.offset, shows),),
        )

    def _whole(self, part: Part) -> Part:
        """The part itself, or the sealed one that it came out of: code goes by that one's name."""
        return self._facts.part(part.parent) if part.came_out and part.parent is not None else part

    def _named(self, part: Part) -> str:
        return self._whole(part).path.rpartition("/")[2]

    def _copied(self, parts: Sequence[Part]) -> list[Copy]:
        whole = [self._whole(p).path for p in parts]
        assets = {path.removeprefix("assets/") for path in whole if path.startswith(("assets/", "res/"))}
        return [c for c in self._started.copies if any(_names(c.asset, a) for a in assets)]

    def _copies(self, parts: Sequence[Part]) -> list[NativeCopy]:
        found: dict[str, NativeCopy] = {}
        for copy in self._copied(parts):
            opened = self._side.step(copy.method, copy.offset, f"Opens the asset {copy.asset}")
            for to, method, offset in copy.to or [("", -1, 0)]:
                steps = [opened]
                if method >= 0:
                    steps.append(self._side.step(method, offset, f"Writes {to}"))
                made = [e for e in self._started.executable if to and _same(e[0], to)]
                steps += [self._side.step(e[1], e[2], f"Makes {e[0]} executable") for e in made[:1]]
                found.setdefault(to, NativeCopy(to=to, executable=bool(made), evidence=tuple(steps)))
        return list(found.values())[:4]


_FILES = {"openssl": r"lib(?:ssl|crypto)\b", "boringssl": r"lib(?:ssl|crypto)\b", "zlib": r"libz\b"}


def _called(file: NativeFile, library: str) -> bool:
    """Whether the file is named after a library that was recognised in it: libcurl.so, libssl.so of OpenSSL."""
    name = f"{file.name} {file.soname}".lower()
    word = library.rpartition(".")[2]
    return word in name or (word in _FILES and re.search(_FILES[word], name) is not None)


def _same(made: str, path: str) -> bool:
    """Whether the file made executable is the one written, by path or by last name."""
    name = path.rpartition("/")[2]
    return made == path or (bool(name) and "<" not in name and made.rpartition("/")[2] == name)


def _names(text: str, name: str) -> bool:
    """Whether a text made by code names the file: itself, or its end after what is not constant."""
    if text == name or text.endswith(f"/{name}"):
        return True
    tail = text.rpartition(">")[2]
    return "<" in text and len(tail) > 3 and name.endswith(tail) and text.startswith(("<", name[:3]))


_EVERYWHERE = ("su", "sh", "toolbox", "busybox", "toybox")
"""Programs that phones have themselves."""
_KEPT = re.compile(r"<[^<>]*\b(?:preference|table|provider|resource|getString|getStringExtra)\([^<>]*>")
"""Values out of stores: a name in them is the store's or the key's."""


def _runs(run: Run, name: str) -> bool:
    """Whether a command runs a file of that name: its first word, or the first after a shell's own."""
    if len(name) < 2:
        return False
    if name in _EVERYWHERE:  # without a folder of the app's it is the phone's own
        return (
            re.search(rf"(?:files|cache|app_dir|/data)[^\s\"';]*/{re.escape(name)}(?:$|[\s;&|\"'])", run.command)
            is not None
        )
    command = _KEPT.sub("…", run.command)
    return re.search(rf"(?:^|[/\s;&|>\"']){re.escape(name)}(?:$|[\s;&|<\"'])", command) is not None


def _kind(file: NativeFile, run: bool) -> str:
    if file.kind == "executable" or file.interpreter:
        return "program"
    if file.kind == "object":
        return "object"
    return "program" if run and not file.exports else "library"


def _native_part(file: NativeFile) -> NativePart:
    return NativePart(
        part=file.part.full_path,
        machine=file.machine,
        size=file.part.size,
        independent=file.independent,
        build=known.build(file),
    )


def _entry(part: Part, shows: str) -> Step:
    return Step(
        part=part.full_path, part_sha256=part.sha256, place="entry", reads=visible(part.path), shows=visible(shows)
    )


def _best(states: Sequence[Reach | None]) -> Reach | None:
    told = [s for s in states if s is not None]
    return min(told, key=_REACH.index) if told else None


def _methods(facts: Facts) -> dict[int, list[NativeMethod]]:
    """Java methods served by each part: exported by name, or in a table for RegisterNatives."""
    found: dict[int, list[NativeMethod]] = {}
    native = _declared(facts)
    for row in facts.rows("native_jni"):
        name = f"{row['class']}->{row['method']}{row['parameters'] or ''}"
        declared = (str(row["class"]), str(row["method"])) in native
        found.setdefault(int(row["part"]), []).append(
            NativeMethod(method=visible(name), how="exported", declared=declared)
        )
    by_name: dict[tuple[str, str], set[str]] = {}
    for owner, name in native:
        by_name.setdefault((name, native[owner, name]), set()).add(owner)
    for row in facts.rows("native_registered"):
        owners = by_name.get((str(row["method"]), str(row["signature"])), set())
        owner = next(iter(owners)) if len(owners) == 1 else ""
        found.setdefault(int(row["part"]), []).append(
            NativeMethod(
                method=visible(f"{owner}->{row['method']}{row['signature']}"), how="registered", declared=bool(owner)
            )
        )
    return found


def _declared(facts: Facts) -> dict[tuple[str, str], str]:
    """(class, name) of methods that the code declares as native → their types."""
    code = facts.code
    if code is None:
        return {}
    found = {}
    wanted = {str(row["method"]) for table in ("native_jni", "native_registered") for row in facts.rows(table)}
    if not wanted:
        return {}
    rows = zip(*(facts.tables["methods"].column(c) for c in ("class", "name", "defined", "flags")), strict=True)
    native = [(kind, name) for kind, name, defined, flags in rows if defined and flags & 0x100]
    there = {code.type_name(kind) for kind, name in native if code.string(name) in wanted}
    for name in code.class_names() if there else ():
        for method in code.class_methods(name) if name in there else ():
            text = code.method_text(method)
            simple = text.partition("->")[2].partition("(")[0]
            if simple in wanted and "native" in _flags(code.definition_text(method)):
                found[name, simple] = "(" + text.partition("(")[2]
    return found


def _flags(definition: str | None) -> str:
    seen = re.search(r"flags 0x([0-9a-f]+)", definition or "")
    return "native" if seen and int(seen[1], 16) & 0x100 else ""
