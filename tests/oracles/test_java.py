"""Java read as text says what the compiled app says, on every test app that is built from Java.

The judge is the app itself: javac and D8 share no code with our lowering. Compared are classes, fields and methods with
flags, and for each method what it calls, the texts it holds, the fields it uses and how many conditions it has. The
differences that are left are those of the compilers, named here:

- D8 makes fewer conditions and field reads (it drops repeated ones and joins equal code), joins constant texts, moves
  constants of static fields out of `<clinit>`, and turns small switches into comparisons;
- javac before nested access writes `access$000` methods, `$values`, and forwarding methods in public subclasses of
  classes that are not public;
- lambdas have other class names; R and Manifest are made by the resource compiler.
"""

import re
import zipfile
from collections import Counter
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import pytest

import sousveil
from sousveil import core
from tests.conftest import APPS

PLACES = [APPS, APPS.parent / "flows"]
BUILT = [p.parent for place in PLACES for p in sorted(place.glob("*/java")) if list(p.parent.glob("*.apk"))]
MADE = re.compile(r"/(R|Manifest)(\$\w+)?;|[Ll]ambda|->access\$|->\$values\(|^Lj\$/")
JOINED = re.compile(r"Ljava/lang/StringBuilder;|[Ll]ambda|->access\$|->\$values\(")
INVOKES, TEXTS, FIELDS, CONDITIONS = range(0x6E, 0x79), (0x1A, 0x1B), range(0x52, 0x6E), range(0x32, 0x3E)


@dataclass
class Uses:
    calls: Counter[str] = field(default_factory=Counter)
    texts: set[str] = field(default_factory=set)
    fields: set[str] = field(default_factory=set)
    conditions: int = 0
    switches: int = 0


@dataclass
class Seen:
    classes: set[str]
    fields: dict[str, int]
    methods: dict[str, int]
    uses: dict[str, Uses]


@cache
def framework() -> core.Framework:
    return core.Framework.load(Path(sousveil.__file__).parent / "data" / "framework.bin")


def seen(code: core.Code) -> Seen:
    uses: dict[str, Uses] = {}
    for method, _, op, operand in code.table("instructions").rows():
        one = uses.setdefault(code.method_text(method), Uses())
        if op in INVOKES:
            one.calls[code.method_text(operand)] += 1
        elif op in TEXTS:
            one.texts.add(code.string(operand))
        elif op in FIELDS:
            one.fields.add(code.field_text(operand))
        one.conditions += op in CONDITIONS
        one.switches += op in (0x2B, 0x2C)
    fields, methods = code.table("fields"), code.table("methods")
    flags = dict(zip(fields.column("field"), fields.column("flags"), strict=True))
    defined = dict(zip(fields.column("field"), fields.column("defined"), strict=True))
    return Seen(
        classes={c for c in code.class_names() if not MADE.search(c)},
        fields={t: flags[f] for f in flags if defined[f] and not MADE.search(t := code.field_text(f))},
        methods={
            text: flag
            for number, here, flag in zip(*(methods.column(c) for c in ("method", "defined", "flags")), strict=True)
            if here and not MADE.search(text := code.method_text(number))
        },
        uses=uses,
    )


def compiled(app: Path) -> tuple[Seen, list[tuple[str, str, int]]]:
    builder, resources = core.CodeBuilder(), core.Resources()
    with zipfile.ZipFile(next(iter(sorted(app.glob("*.apk"))))) as package:
        for name in sorted(package.namelist()):
            if re.fullmatch(r"classes\d*\.dex", name):
                builder.add_dex(0, core.Blob(package.read(name)))
            elif name == "resources.arsc":
                resources.add(0, package.read(name))
    table = resources.table()
    names = zip(table.column("type"), table.column("name"), table.column("id"), strict=True)
    return seen(builder.finish()), sorted({(k, n, i) for k, n, i in names if k and n and i})


def written(app: Path, resources: list[tuple[str, str, int]]) -> tuple[Seen, core.Code]:
    builder = core.TextCodeBuilder(framework(), resources)
    for number, path in enumerate(sorted((app / "java").rglob("*.java"))):
        builder.add_java(number, core.Blob.from_path(path))
    code = builder.finish()
    return seen(code), code


@cache
def both(app: Path) -> tuple[Seen, Seen, core.Code]:
    binary, resources = compiled(app)
    text, code = written(app, resources)
    return binary, text, code


pytestmark = pytest.mark.parametrize("app", BUILT, ids=lambda app: app.name)


def test_nothing_is_left_unread(app: Path) -> None:
    assert both(app)[2].gaps() == []


def test_the_same_classes_fields_and_methods(app: Path) -> None:
    binary, text, _ = both(app)
    # An empty class that only gives access to a private constructor, as javac before nested access.
    extra = {c for c in binary.classes - text.classes if re.search(r"\$\d+;$", c)}
    assert binary.classes - extra == text.classes
    assert text.fields == binary.fields
    lacking = {m: f for m, f in binary.methods.items() if m not in text.methods}
    forwarding = {m for m in lacking if lacking[m] & 0x1040 == 0x1040}
    by_extra = {m for m in lacking if any(c in m for c in extra)}
    assert set(lacking) == forwarding | by_extra
    assert {m: binary.methods[m] for m in text.methods} == text.methods


def test_methods_use_the_same(app: Path) -> None:
    binary, text, _ = both(app)
    for name in sorted(text.methods):
        ours, theirs = text.uses.get(name, Uses()), binary.uses.get(name, Uses())
        plain = {c for c in ours.calls if not JOINED.search(c)}, {c for c in theirs.calls if not JOINED.search(c)}
        accessed = any("access$" in c for c in theirs.calls)
        if not accessed:
            missing, added = plain[1] - plain[0], plain[0] - plain[1]
            assert {without_class(c) for c in missing} == {without_class(c) for c in added}, name
            assert theirs.fields <= ours.fields | {f for f in theirs.fields if "this$0" in f}, name
        assert all(any(part in whole for part in ours.texts) for whole in theirs.texts if whole), name
        if not name.endswith("-><clinit>()V"):
            assert all(any(part in whole for whole in theirs.texts) for part in ours.texts), name
        if not (ours.switches or theirs.switches):
            assert abs(ours.conditions - theirs.conditions) <= 2, name


def without_class(call: str) -> str:
    """A method without the class it is named by: javac 17 names toString of an interface by Object."""
    if "-><init>(" in call:  # a private constructor gets a parameter more where it is called from outside
        call = re.sub(r"L[^;()]*\$\d+;\)V$", ")V", call)
    return call.rsplit("->", maxsplit=1)[-1] if "toString()" in call else call
