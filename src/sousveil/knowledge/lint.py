"""What the schema cannot say about the knowledge: names that point nowhere, patterns that do not compile, gaps.

`lint` reads; it runs nothing. That each rule fires on its examples is checked by the tests that audit them.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sousveil.errors import KnowledgeError
from sousveil.knowledge.known import Knowledge
from sousveil.knowledge.lint_actions import complaints as actions
from sousveil.knowledge.lint_glossary import complaints as glossary
from sousveil.knowledge.lint_models import Declared, Run
from sousveil.knowledge.lint_models import complaints as models
from sousveil.knowledge.load import load
from sousveil.model.flow import FlowAsked
from sousveil.model.knowledge import Find

UNREAD = "to be checked: "
"""A source that starts with this is where the fact should stand; the page itself was not read."""

KNOWN_AS = ("call", "field", "override", "extends")
PATTERNS = ("component", "application", "part", "native", "resource")
ALLOWED_KEYS = {
    "component": {"kind", "class", "permission", "exported", "action", "category", "meta_data"},
    "part": {"path", "kind"},
    "native": {"import", "export", "string", "needed"},
    "resource": {"type", "name", "value"},
}
FRAMEWORK = re.compile(r"(android|java|javax|dalvik|org\.(json|w3c|xml|xmlpull)|org\.apache\.http)\.")


@dataclass(frozen=True, order=True)
class Complaint:
    """One thing that is wrong (`error`) or not finished (`note`)."""

    file: str
    line: int
    level: str
    what: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.level}: {self.what}"


def lint(
    folder: Path | None = None,
    apps: Path | None = None,
    known_methods: Callable[[str, str | None], bool] | None = None,
    declared: Declared | None = None,
    run: Run | None = None,
) -> list[Complaint]:
    """All complaints about the knowledge in `folder`, sorted.

    `apps` is the folder of example apps; without it `examples` are not looked up. `known_methods(class, member)` says
    whether the framework has a class, or with a member a method or field of it; without it names are not looked up.
    `declared` does so for the models of methods (`trace.names.methods`); `run` runs their tests on the flow engine
    (`trace.statements.run`).
    """
    try:
        known = load(folder)
    except KnowledgeError as error:
        return [Complaint(error.file, error.line, "error", f"{error.what}; expected {error.expected}")]
    found: list[Complaint] = []
    for kind, id_, level, what in [
        *_all(known, apps, known_methods),
        *actions(known, known_methods),
        *models(known, apps, declared, run),
    ]:
        file, line = known.places[f"{kind} {id_}"]
        found.append(Complaint(file, line, level, f"{id_}: {what}"))
    return sorted(found)


Said = tuple[str, str, str, str]


def _all(known: Knowledge, apps: Path | None, methods: Callable[[str, str | None], bool] | None) -> Iterator[Said]:
    yield from _categories(known)
    yield from _patterns(known)
    yield from _rules(known)
    yield from _permissions(known)
    yield from _sources(known)
    yield from _unnamed(known)
    yield from glossary(known)
    if apps is not None:
        yield from _examples(known, apps)
    if methods is not None:
        yield from _names(known, methods)


def _categories(known: Knowledge) -> Iterator[Said]:
    for category in known.categories.values():
        if category.parent is not None and category.parent not in known.categories:
            yield "category", category.id, "error", f"unknown parent category `{category.parent}`"
        if not re.fullmatch(r"(pd|dpv):[A-Z][A-Za-z]+", category.dpv):
            yield "category", category.id, "error", f"`{category.dpv}` is no DPV term"
    for entry in known.entries.values():
        for name in entry.categories:
            if name not in known.categories:
                yield "entry", entry.id, "error", f"unknown category `{name}`"
    for permission in known.permissions.values():
        for name in permission.categories:
            if name not in known.categories:
                yield "permission", permission.name, "error", f"unknown category `{name}`"


def _patterns(known: Knowledge) -> Iterator[Said]:
    for entry in known.entries.values():
        for find in entry.find:
            for kind in ("part", "native", "resource", "component"):
                for key in set(getattr(find, kind) or ()) - ALLOWED_KEYS[kind]:
                    yield "entry", entry.id, "error", f"`{kind}` has no `{key}`"
            for pattern in _regexes(find):
                yield from _compiles("entry", entry.id, pattern)
    for noise in known.noise.values():
        yield from _compiles("noise", noise.id, noise.pattern)
    for secret in known.secrets.values():
        for given in (secret.pattern, secret.name):
            yield from _compiles("secret", secret.id, given) if given else ()


def _regexes(find: Find) -> Iterator[str]:
    if find.string is not None:
        yield find.string
    for name in PATTERNS:
        yield from (getattr(find, name) or {}).values()
    for value in (find.args or {}).values():
        if isinstance(value, str) and not re.fullmatch(r"&0x[0-9a-fA-F]+", value):
            yield value


def _compiles(kind: str, id_: str, pattern: str) -> Iterator[Said]:
    try:
        compiled = re.compile(pattern)
    except re.error as error:
        yield kind, id_, "error", f"pattern `{pattern}` does not compile: {error}"
        return
    if re.search(r"\(\?(?:[=!]|<[=!])|\\[1-9]|\(\?>|[*+?}]\+", re.sub(r"\\\\|\[(?:\\.|[^\]\\])*\]", "c", pattern)):
        yield kind, id_, "error", f"pattern `{pattern}` uses look-around, a back reference or a possessive"
    if compiled.search("") is not None:
        yield kind, id_, "error", f"pattern `{pattern}` fits the empty text"


def _rules(known: Knowledge) -> Iterator[Said]:
    for rule in known.rules.values():
        file, _ = known.places[f"rule {rule.rule}"]
        if file != f"rules/{rule.rule}.yaml":
            yield "rule", rule.rule, "error", f"stands in {file}, not in rules/{rule.rule}.yaml"
        if rule.rule.split("/")[0] != rule.question.value:
            yield "rule", rule.rule, "error", f"answers `{rule.question.value}` but is named otherwise"
        for target in (*rule.any, *rule.all, *rule.none, *rule.same, *rule.absent_unless):
            if not known.named(target):
                yield "rule", rule.rule, "error", f"names `{target}`, which no catalogue has"
        if rule.flow is not None:
            yield from _flow(known, rule.rule, rule.flow)
        if "{what}" in rule.does and rule.split == "rule" and len(_entries(known, rule.any)) > 6:
            yield "rule", rule.rule, "note", "one sentence would name more than six things"
        for end, text in (("", rule.does), (".", rule.absent), (".", rule.innocent_if)):
            if text is not None and (not text.strip() or text.endswith(".") != bool(end)):
                yield "rule", rule.rule, "error", f"`{text}` should end {'with' if end else 'without'} a full stop"


def _flow(known: Knowledge, rule: str, flow: FlowAsked) -> Iterator[Said]:
    for word in flow.from_:
        if word not in known.categories and not any(known.kinds[id_] == "sources" for id_ in known.named(word)):
            yield "rule", rule, "error", f"asks for data from `{word}`, which is neither a category nor a source"
    channels = {entry.detail.get("channel") for entry in known.of_kind("sinks").values()}
    for word in flow.to:
        if word != "network" and word not in channels:
            yield "rule", rule, "error", f"asks for data to `{word}`, which is the channel of no sink"


def _entries(known: Knowledge, targets: Iterable[str]) -> list[str]:
    return [id_ for target in targets for id_ in known.named(target)]


def _permissions(known: Knowledge) -> Iterator[Said]:
    for permission in known.permissions.values():
        for user in permission.used_by:
            if user not in known.entries and not re.search(r"\.[A-Z][\w$]*(\.[\w<>]+)?$", user):
                yield "permission", permission.name, "error", f"`{user}` is neither an entry nor a class or method"


def _sources(known: Knowledge) -> Iterator[Said]:
    kinds: dict[str, Mapping[str, Any]] = {
        "category": known.categories, "entry": known.entries, "rule": known.rules, "noise": known.noise,
        "permission": known.permissions, "secret": known.secrets, "model": known.models,
        "action": known.actions, "concern": known.concerns, "subject": known.subjects, "words of names": known.naming,
        "kind of list": known.lists, "sentinel": known.sentinels, "app": known.apps,
    }  # fmt: skip
    for kind, things in kinds.items():
        for id_, thing in things.items():
            if not thing.source.strip():
                yield kind, id_, "error", "has no source"
            elif thing.source.startswith(UNREAD):
                yield kind, id_, "note", "source still to be read"
            if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", thing.read):
                yield kind, id_, "error", "`read` is no date"


def _unnamed(known: Knowledge) -> Iterator[Said]:
    used = {
        id_
        for rule in known.rules.values()
        for id_ in _entries(known, (*rule.any, *rule.all, *rule.none, *rule.same, *rule.absent_unless))
    }
    used |= {id_ for rule in known.rules.values() if rule.flow for id_ in _entries(known, rule.flow.from_)}
    used |= {user for permission in known.permissions.values() for user in permission.used_by}
    for id_ in known.entries:
        if id_ not in used:
            yield "entry", id_, "note", "no rule names it"


def _examples(known: Knowledge, apps: Path) -> Iterator[Said]:
    for rule in known.rules.values():
        for name in (*rule.examples.fires, *rule.examples.silent):
            there = any((folder / name).is_dir() for folder in (apps, apps.parent / "flows"))
            if not re.fullmatch(r"[a-z0-9_]+", name) or not there:
                yield "rule", rule.rule, "error", f"there is no example app `{name}`"
        for name in sorted(set(rule.examples.fires) & set(rule.examples.silent)):
            yield "rule", rule.rule, "error", f"`{name}` can not both fire and stay silent"


def _names(known: Knowledge, methods: Callable[[str, str | None], bool]) -> Iterator[Said]:
    for entry in known.entries.values():
        for find in entry.find:
            for kind in KNOWN_AS:
                name = getattr(find, kind)
                if name is None or not FRAMEWORK.match(name):
                    continue
                owner, member = split_name(name)
                if not methods(owner, member):
                    yield "entry", entry.id, "note", f"the framework has no `{name}`"


def split_name(name: str) -> tuple[str, str | None]:
    """`package.Class.member` as class and member; a class is the last part that starts with a capital letter.

    A constant (`CONTENT_URI`) is a member: what follows a class is one.
    """
    parts = name.split(".")
    for at, part in enumerate(parts):
        if part[:1].isupper():
            rest = parts[at + 1 :]
            return ".".join(parts[: at + 1]), ".".join(rest) or None
    return name, None
