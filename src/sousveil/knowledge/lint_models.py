"""What lint asks of the models of methods, beyond the spelling of their effects, which `load` checks."""

import re
from collections.abc import Callable, Iterator, Mapping, Set
from pathlib import Path
from typing import NamedTuple

from sousveil.knowledge import effects
from sousveil.knowledge.known import Knowledge
from sousveil.model.flow import Model

Declared = Callable[[str], Mapping[str, Set[str]] | None]
"""Class → method name → protos of the class and its ancestors; None where the framework has no such class."""
Said = tuple[str, str, str, str]


class Ran(NamedTuple):
    """What the statements of one test show on the engine."""

    reached: list[int]
    """Lines of LEAK and SAFE that SECRET reached, from 1."""
    touched: list[str]
    """Models that stood for the calls."""
    by_default: list[str]
    """Methods that were called without a model."""
    refused: str | None
    """The first line that is no statement, and why."""


Run = Callable[[Knowledge, bool], Mapping[str, Ran]]
"""(knowledge, whether the model under test does nothing) → what each test shows, by id of the model."""

NOT_FOLLOWED = frozenset({"delete"})
"""Verbs that the engine reads and does not act on yet: a test that needs one is a note and no error."""

UNSEEN = frozenset({"build", "call", "range", "name"})
"""Verbs whose lack statements need not show: two equal calls give the same name to the engine without a model."""

FRAMEWORK = re.compile(
    r"(?!android\.support\.|android\.arch\.|javax\.(?:mail|activation|inject|annotation)\.)(?:android|java|javax|dalvik)\."
)
"""Names that the framework table must know."""
_PLAIN = {"int": "I", "long": "J", "byte": "B", "char": "C", "boolean": "Z", "float": "F", "double": "D", "short": "S"}
_CALL = r'(?:new )?[\w.$]+\((?:"[^"]*"|[^()"])*\)'
_VALUE = rf'(?:{_CALL}|"[^"]*"|-?\d+|\w+(?:\[\d+\])?)'
_STATEMENT = re.compile(rf"(?:LEAK|SAFE)\({_VALUE}\)|(?:[\w.$]+(?:\[\])* )?[a-z]\w* = {_VALUE}|{_CALL}")


def complaints(known: Knowledge, apps: Path | None, declared: Declared | None, run: Run | None) -> Iterator[Said]:
    """(kind, id, level, what) of everything that is wrong or unfinished. Without `run` no test is run."""
    ran = run(known, False) if run is not None else {}
    silent = run(known, True) if run is not None else {}
    touched = {id_ for one in ran.values() for id_ in one.touched}
    for model in known.models.values():
        for level, what in _all(model, apps, declared, model.id in touched):
            yield "model", model.id, level, what
        if model.id in ran:
            for level, what in shown(known, model, ran[model.id], silent[model.id]):
                yield "model", model.id, level, what


def shown(known: Knowledge, model: Model, ran: Ran, silent: Ran) -> Iterator[tuple[str, str]]:
    """(level, what) of all that the engine does not do as the test of the model says."""
    if ran.refused is not None:
        yield "error", f"its test: {ran.refused}"
        return
    if model.id not in ran.touched:
        yield "error", f"its test calls {', '.join(ran.touched) or 'no model'} instead"
    for method in ran.by_default:
        yield "note", f"its test calls {method}, which has no model: the default stands in"
    level = "note" if needs_more(known, ran) else "error"
    checks = _checks(model)
    wrong = [line for line, wanted in checks.items() if (line in ran.reached) != wanted]
    for line in wrong:
        what = "does not reach" if checks[line] else "reaches"
        yield level, f"on the engine SECRET {what} {(model.test or '').splitlines()[line - 1].strip()}"
    if not wrong and verbs_of(model) - UNSEEN and all((n in silent.reached) == w for n, w in checks.items()):
        yield level, "its test holds without its effects as well"


def verbs_of(model: Model) -> set[str]:
    """The verbs of the model's effects."""
    return {verb for effect in model.effects for verb in effect}


def needs_more(known: Knowledge, ran: Ran) -> bool:
    """Whether a model in the test has an effect that the engine does not follow."""
    return any(verbs_of(known.models[id_]) & NOT_FOLLOWED for id_ in ran.touched)


def _checks(model: Model) -> dict[int, bool]:
    """Line → whether SECRET must reach it."""
    lines = enumerate(map(str.strip, (model.test or "").splitlines()), 1)
    return {number: line.startswith("LEAK(") for number, line in lines if line.startswith(("LEAK(", "SAFE("))}


def _all(model: Model, apps: Path | None, declared: Declared | None, touched: bool) -> Iterator[tuple[str, str]]:
    yield from _test(model, apps, touched)
    if declared is not None:
        yield from _names(model, declared)


def _test(model: Model, apps: Path | None, touched: bool) -> Iterator[tuple[str, str]]:
    if model.test is None and model.test_app is None and not touched:
        yield "note", "no test touches it"
    folders = (apps, apps.parent / "flows") if apps is not None else ()
    if model.test_app is not None and folders and not any((f / model.test_app).is_dir() for f in folders):
        yield "error", f"there is no test app `{model.test_app}`"
    if model.test is None:
        return
    lines = [line.strip() for line in model.test.splitlines() if line.strip()]
    for line in lines:
        if not _STATEMENT.fullmatch(line):
            yield "error", f"`{line}` is no statement"
    if not any(line.startswith(("LEAK(", "SAFE(")) for line in lines):
        yield "error", "its test has neither LEAK nor SAFE"
    called = set(re.findall(r"\.(\w[\w$]*)\(", model.test)) | ({"<init>"} if "new " in model.test else set())
    if not called & set(model.method):
        yield "error", "its test does not call it"


def _names(model: Model, declared: Declared) -> Iterator[tuple[str, str]]:
    most = 0
    for owner in model.class_:
        if not FRAMEWORK.match(owner):
            most = 99
            continue
        methods = declared(owner)
        if methods is None:
            yield "error", f"the framework has no class `{owner}`"
            continue
        for name in model.method:
            protos = methods.get(name, frozenset())
            if not protos:
                yield "error", f"`{owner}` has no method `{name}`"
            elif model.params is not None:
                wanted = f"({''.join(map(descriptor, model.params))})"
                protos = {proto for proto in protos if proto.startswith(wanted)}
                if not protos:
                    yield "error", f"`{owner}` has no `{name}({', '.join(model.params)})`"
            most = max([most, *(_count(proto) for proto in protos)])
    for effect in model.effects:
        for verb, text in effect.items():
            for place in effects.places_of(verb, text):
                if place.startswith("arg") and int(place[3:]) >= most:
                    yield "error", f"`{place}`: the methods have at most {most} arguments"


def descriptor(name: str) -> str:
    """A type in Java notation as it stands in a proto."""
    base = name.rstrip("[]")
    return "[" * ((len(name) - len(base)) // 2) + _PLAIN.get(base, f"L{base.replace('.', '/')};")


def _count(proto: str) -> int:
    return len(re.findall(r"\[*(?:L[^;]+;|[A-Z])", proto[1:].partition(")")[0]))
