"""Lint of the words of actions: each in its script, no word twice, calls that exist."""

import re
from collections.abc import Callable, Iterator

from sousveil.knowledge.known import Knowledge

Said = tuple[str, str, str, str]
SCRIPTS = {
    "zh": r"[㐀-鿿]+",
    "ru": r"[Ѐ-ӿ ]+",
    "en": r"[a-z ]+",
    **dict.fromkeys(("ug", "fa", "ar"), r"[؀-ۿ‌ ]+"),
}
NEEDED = ("person", "authority", "role")
_FRAMEWORK = re.compile(r"(android|java|javax)\.")


def complaints(known: Knowledge, methods: Callable[[str, str | None], bool] | None) -> Iterator[Said]:
    """(kind, id, level, what) of all that is wrong."""
    yield from _words(known)
    yield from _calls(known, methods)
    for id_ in NEEDED if known.actions else ():
        if id_ not in known.concerns:
            yield "action", next(iter(known.actions)), "error", f"there is no concern `{id_}`"


def _words(known: Knowledge) -> Iterator[Said]:
    for kind, things in (("action", known.actions), ("concern", known.concerns)):
        seen: dict[tuple[str, str], str] = {}
        for id_, thing in things.items():
            for lang, word in ((lang, word) for lang, words in thing.words.items() for word in words):
                if not re.fullmatch(SCRIPTS[lang], word) or word != word.strip():
                    yield kind, id_, "error", f"`{word}` is not written in the script of `{lang}`"
                if kind == "action" and (first := seen.setdefault((lang, word), id_)) != id_:
                    yield kind, id_, "error", f"`{word}` stands under `{first}` already"
            for word in thing.latin:
                if not re.fullmatch(r"[a-z]+", word):
                    yield kind, id_, "error", f"`{word}` is no spelling of small Latin letters"


def _calls(known: Knowledge, methods: Callable[[str, str | None], bool] | None) -> Iterator[Said]:
    for id_, action in known.actions.items():
        if bool(action.calls) != (action.kind == "signal") or bool(action.words) == (action.kind == "signal"):
            yield "action", id_, "error", "a signal has calls and no words, another action words and no calls"
        for call in action.calls:
            owner, _, member = call.rpartition(".")
            if (
                methods is not None
                and _FRAMEWORK.match(call)
                and ".support." not in call
                and not methods(owner, member)
            ):
                yield "action", id_, "note", f"the framework has no `{call}`"
