"""Load the knowledge: every YAML file of a folder, checked against the schema, as one value.

knowledge/version.yaml          version: text
knowledge/KIND/*.yaml           about: text, entries: [CatalogueEntry], for each KIND of `KINDS`
knowledge/LIST/*.yaml           about: text, LIST: items of its class, for each LIST of `LISTS`
knowledge/models/*.yaml         about: text, entries: [Model]
knowledge/glossary/TOPIC.yaml   about, topic, source, read: texts; LANGUAGE: [Term without these], for each language
knowledge/rules/QUESTION/*.yaml one Rule a file
knowledge/certificates/*.yaml   kept as it stands
"""

import hashlib
from collections.abc import Callable
from pathlib import Path

from sousveil.errors import KnowledgeError
from sousveil.knowledge import cache, effects
from sousveil.knowledge.known import KINDS, LISTS, Knowledge
from sousveil.knowledge.read import Loc, Text
from sousveil.model.flow import Model
from sousveil.model.knowledge import CatalogueEntry, Rule, Term

__all__ = ["Knowledge", "load"]


def load(folder: Path | None = None) -> Knowledge:
    """The knowledge in `folder` (default: what ships with sousveil). Raises KnowledgeError."""
    root = folder or Path(__file__).parent
    files = _read_files(root)
    digest = _digest(files)
    kept = cache.get(digest)
    if kept is None:
        kept = _parse(files, digest)
        cache.put(kept)
    return kept


def _read_files(root: Path) -> list[tuple[str, bytes]]:
    if not root.is_dir():
        raise KnowledgeError(str(root), 0, "no such folder", "a folder of knowledge")
    paths = sorted((path.relative_to(root).as_posix(), path) for path in root.rglob("*.yaml"))
    return [(name, path.read_bytes()) for name, path in paths]


def _digest(files: list[tuple[str, bytes]]) -> str:
    whole = hashlib.sha256()
    for name, raw in files:
        whole.update(f"{len(name.encode())}:{name}:{len(raw)}:".encode())
        whole.update(raw)
    return whole.hexdigest()


def _parse(files: list[tuple[str, bytes]], digest: str) -> Knowledge:
    known = Knowledge(version=_version(files), sha256=digest)
    for name, raw in files:
        if name != "version.yaml":
            _take(known, Text(name, raw))
    return known


def _version(files: list[tuple[str, bytes]]) -> str:
    for name, raw in files:
        if name == "version.yaml":
            data = Text(name, raw).data
            if isinstance(data, dict) and isinstance(data.get("version"), str):
                return str(data["version"])
    raise KnowledgeError("version.yaml", 1, "no version", "`version:` with a text")


def _take(known: Knowledge, text: Text) -> None:
    folder = text.file.split("/")[0]
    if folder in KINDS:
        _take_entries(known, text, folder)
    elif folder == "models":
        _take_models(known, text)
    elif folder in LISTS:
        listed = LISTS[folder]
        text.only("about", folder)
        for item, loc in text.items(folder):
            made = text.build(listed.cls, item, loc)
            name = getattr(made, listed.key)
            _place(known, text, f"{listed.called} {name}", loc)
            getattr(known, folder)[name] = made
    elif folder == "glossary":
        _take_terms(known, text)
    elif folder == "rules":
        rule = text.build(Rule, text.data)
        _place(known, text, f"rule {rule.rule}", ())
        known.rules[rule.rule] = rule
    elif folder == "certificates":
        known.certificates[text.file.removeprefix("certificates/").removesuffix(".yaml")] = text.data
    else:
        folders = ", ".join((*KINDS, *LISTS, "models", "glossary", "rules", "certificates"))
        raise KnowledgeError(text.file, 0, "a file outside the known folders", f"one of {folders}")


def _take_entries(known: Knowledge, text: Text, kind: str) -> None:
    text.only("about", "entries")
    for item, loc in text.items("entries"):
        entry = text.build(CatalogueEntry, item, loc)
        for holder, at in [(entry, loc), *((find, (*loc, "find", n)) for n, find in enumerate(entry.find))]:
            for key in ("gives", "takes"):
                for place in getattr(holder, key) or ():
                    _readable(text, (*at, key), effects.place, place)
        _place(known, text, f"entry {entry.id}", loc)
        known.entries[entry.id] = entry
        known.kinds[entry.id] = kind


def _take_models(known: Knowledge, text: Text) -> None:
    text.only("about", "entries")
    for item, loc in text.items("entries"):
        model = text.build(Model, item, loc)
        _place(known, text, f"model {model.id}", loc)
        for number, effect in enumerate(model.effects):
            for verb, says in effect.items():
                _readable(text, (*loc, "effects", number), effects.check, verb, says)
        for owner in model.class_:
            for name in model.method:
                params = "" if model.params is None else f"({', '.join(model.params)})"
                _place(known, text, f"the model of {owner}.{name}{params}", loc)
        known.models[model.id] = model


LANGUAGES = ("zh", "ug", "ru", "fa", "ar", "en")
_SHARED = ("topic", "source", "read")


def _take_terms(known: Knowledge, text: Text) -> None:
    text.only("about", *_SHARED, *LANGUAGES)
    given = {key: text.data.get(key) for key in _SHARED}
    for lang in LANGUAGES:
        for item, loc in text.items(lang) if lang in text.data else ():
            made = text.build(Term, {**given, "lang": lang, **item} if isinstance(item, dict) else item, loc)
            _place(known, text, f"term {lang} {made.term}", loc)
            known.glossary[f"{lang} {made.term}"] = made


def _readable(text: Text, loc: Loc, check: Callable[..., None], *given: str) -> None:
    try:
        check(*given)
    except effects.EffectError as error:
        raise KnowledgeError(text.file, text.line(loc), error.what, error.expected) from error


def _place(known: Knowledge, text: Text, place: str, loc: Loc) -> None:
    """Note where a thing stands; refuse it where it stands already."""
    if place in known.places:
        file, line = known.places[place]
        raise KnowledgeError(text.file, text.line(loc), f"{place} stands already in {file}:{line}", "each id once")
    known.places[place] = (text.file, text.line(loc))
