"""What the schema cannot say about the glossary: categories that do not exist, spellings no identifier can have."""

import re
from collections.abc import Iterator

from sousveil.knowledge.known import Knowledge

Said = tuple[str, str, str, str]
UNREAD = "to be checked: "

_SCRIPTS = {
    "zh": re.compile(r"[\u3400-\u9fff]|[A-Z]{2,}"),
    "ru": re.compile(r"[\u0400-\u04ff]"),
    "ug": re.compile(r"[\u0600-\u06ff]"),
    "fa": re.compile(r"[\u0600-\u06ff]"),
    "ar": re.compile(r"[\u0600-\u06ff]"),
    "en": re.compile(r"[a-z]"),
}


def complaints(known: Knowledge) -> Iterator[Said]:
    """(kind, id, level, what) of all that is wrong with the glossary. An unread source is told once a file."""
    told: set[str] = set()
    for id_, term in known.glossary.items():
        if not _SCRIPTS[term.lang].search(term.term):
            yield "term", id_, "error", f"has no letter of the language it stands under, `{term.lang}`"
        if term.term != term.term.strip() or term.gloss != term.gloss.strip():
            yield "term", id_, "error", "begins or ends with a space"
        if term.category is not None and term.category not in known.categories:
            yield "term", id_, "error", f"unknown category `{term.category}`"
        for spelt in (*term.latin, *term.short):
            if not re.fullmatch(r"[a-z]+", spelt):
                yield "term", id_, "error", f"`{spelt}` is not all small Latin letters"
        if len(set(term.latin) | set(term.short)) < len(term.latin) + len(term.short):
            yield "term", id_, "error", "gives one spelling twice"
        if any(len(spelt) < 2 for spelt in term.short):
            yield "term", id_, "error", "a single letter is no spelling"
        if not term.source.strip():
            yield "term", id_, "error", "has no source"
        file, _ = known.places[f"term {id_}"]
        if term.source.startswith(UNREAD) and file not in told:
            told.add(file)
            yield "term", id_, "note", "sources of this file still to be read"
