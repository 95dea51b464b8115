"""core.pyi says what the compiled core has: names, parameters and defaults, both ways."""

import ast
import inspect
from collections.abc import Callable
from pathlib import Path

import pytest
from mypy import stubtest

import sousveil
from sousveil import core

SOURCES = Path(sousveil.__file__).parent
STUB = (SOURCES / "core.pyi").read_text()
TREE = ast.parse(STUB)


@pytest.fixture
def complaints(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[[str], str]:
    """What mypy's stubtest says of a stub against the compiled module; empty when they agree."""

    def ask(stub: str) -> str:
        package = tmp_path / "stubs" / "sousveil"
        package.mkdir(parents=True)
        (package / "__init__.pyi").write_text("")
        (package / "core.pyi").write_text(stub)
        monkeypatch.setenv("MYPYPATH", str(package.parent))
        monkeypatch.chdir(tmp_path)
        failed = stubtest.test_stubs(stubtest.parse_options(["sousveil.core", "--concise"]))
        said = capsys.readouterr()
        assert bool(failed) == bool(said.out.strip()), said
        return said.out

    return ask


def test_the_stub_agrees_with_the_compiled_core(complaints):
    assert complaints(STUB) == ""


@pytest.mark.parametrize(
    ("there", "instead", "named"),
    [
        ("def slice(self, start: int, end: int)", "def slice(self, start: int, stop: int)", "Blob.slice"),
        ("proto: bool = False", "proto: bool = True", "Resources.add"),
        ("def class_part(self, name: str)", "def class_parts(self, name: str)", "Code.class_part"),
        ("def sniff(blob: Blob)", "def sniff(blob: Blob, deep: bool)", "sniff"),
        ("    crc_ok: Final", "    crc_fine: Final", "Entry.crc_ok"),
        ("def framework_name(", "def framework_title(", "framework_name"),
        ("def kinds()", "def _kinds()", "kinds"),
    ],
)
def test_a_wrong_stub_is_found(there, instead, named, complaints):
    assert STUB.count(there) == 1
    said = complaints(STUB.replace(there, instead))
    assert f"sousveil.core.{named} " in said


def _members(name: str) -> dict[str, ast.FunctionDef]:
    found = next(node for node in TREE.body if isinstance(node, ast.ClassDef) and node.name == name)
    return {node.name: node for node in found.body if isinstance(node, ast.FunctionDef)}


def _shape(arguments: ast.arguments) -> list[tuple[str, bool]]:
    """Parameter names without the class, and whether each has a default."""
    plain, named = arguments.args[1:], arguments.kwonlyargs
    first = len(plain) - len(arguments.defaults)
    return [(a.arg, n >= first) for n, a in enumerate(plain)] + [
        (a.arg, default is not None) for a, default in zip(named, arguments.kw_defaults, strict=True)
    ]


MADE = sorted(n for n in core.__all__ if inspect.isclass(getattr(core, n)) and "__new__" in vars(getattr(core, n)))


@pytest.mark.parametrize("name", MADE)
def test_constructors_take_what_the_stub_says(name):
    # stubtest takes the runtime's `__new__(*args, **kwargs)` at its word; the class itself says more.
    taken = inspect.signature(getattr(core, name)).parameters.values()
    assert [(p.name, p.default is not p.empty) for p in taken] == _shape(_members(name)["__new__"].args)


def test_only_classes_that_can_be_made_have_a_constructor_in_the_stub():
    classes = [node.name for node in TREE.body if isinstance(node, ast.ClassDef)]
    assert sorted(name for name in classes if "__new__" in _members(name)) == MADE


def _imported(path: Path) -> set[str]:
    """Every word of the dotted names a file imports."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_bytes())):
        if isinstance(node, ast.Import):
            names |= {word for alias in node.names for word in alias.name.split(".")}
        elif isinstance(node, ast.ImportFrom):
            names |= {*(node.module or "").split("."), *(alias.name for alias in node.names)}
    return names


def test_only_core_reaches_the_compiled_module():
    # The layers cannot say this: import-linter sees no compiled module.
    reaching = [path.relative_to(SOURCES).as_posix() for path in SOURCES.rglob("*.py") if "_core" in _imported(path)]
    assert reaching == ["core.py"]


def test_every_public_name_of_the_stub_is_explained():
    silent = []
    for node in TREE.body:
        if isinstance(node, (ast.ClassDef, ast.FunctionDef)) and ast.get_docstring(node) is None:
            silent.append(node.name)
        if isinstance(node, ast.ClassDef):
            members = _members(node.name).items()
            silent += [f"{node.name}.{n}" for n, m in members if n[0] != "_" and ast.get_docstring(m) is None]
    assert silent == []
