"""Glosses put into English order: word for word, Chinese reads as a riddle.

Rules look at neighbouring words that are known. What no rule speaks of keeps its order; nothing is added that the text
does not say.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

_IRREGULAR = {"send": "sent", "sell": "sold", "buy": "bought", "lose": "lost", "find": "found", "leave": "left",
              "choose": "chosen", "read": "read", "fill in": "filled in", "see": "seen", "take": "taken",
              "give": "given",
              "hold": "held", "submit": "submitted", "transfer": "transferred",
              "refer": "referred",
              "go abroad": "gone abroad", "stop": "stopped", "keep": "kept", "drop": "dropped"}  # fmt: skip
_DOUBLED = {"submit": "submitting", "transfer": "transferring", "refer": "referring", "stop": "stopping",
            "drop": "dropping"}  # fmt: skip
_REGULAR = frozenset((
    "add", "approve", "arrest", "cancel", "change", "check", "collect", "confirm", "delete", "detain", "download",
    "edit", "end", "enter", "finish", "handle", "interrogate", "investigate", "issue", "marry", "notify",
    "publish", "push", "question", "receive", "refuse", "register", "release", "report", "return", "save",
    "search", "sign", "start", "update", "upload", "use", "verify", "view", "visit", "capture", "control",
    "feed back", "dispatch", "educate",
))  # fmt: skip
_NOUNS = frozenset((
    "time", "date", "place", "reason", "method", "way", "result", "state", "status", "content", "number",
))  # fmt: skip
"""What a verb before it tells more of: `time of adding`."""
_HEADS = {"feedback": "feedback on", "details": "details of", "list": "list of", "notice": "notice of"}
_DROPPED = frozenset(("circumstance", "circumstances", "situation"))
"""Between what it is about and a head of those it says nothing."""
_ADJECTIVE = re.compile(r"(ous|ful|ive|ish|less|able|ible|ary|ern|ed|ent|ant|ic)$")
_ADJECTIVES = frozenset((
    "new", "old", "other", "own", "same", "main", "actual", "real", "urgent", "important", "ordinary", "common",
    "special", "unusual", "usual", "local", "legal", "illegal", "normal", "general", "personal", "official",
    "whole", "first", "last", "next", "former",
))  # fmt: skip
_REMARK = re.compile(r" \((?:of|given|in|on|for|as)\b[^()]*\)$")
_COUNTED = {"人": "persons", "名": "persons", "次": "times", "天": "days", "岁": "years old", "个": "", "辆": "",
            "条": "", "张": "", "部": ""}  # fmt: skip
_PERSONS = frozenset(("人员", "人", "者", "人士", "群众"))
_AND = frozenset(("与", "和", "及", "跟"))
_BEFORE = ("was", "already", "not yet", "once")
_THERE = {"exists": "has", "has": "has", "there is": "has"}
_ASKED = frozenset(("needs", *_THERE, "carries", "contains", "belongs to"))


@dataclass(frozen=True, slots=True)
class Said:
    """A word of a text: as it stands, and in English; `known` where the glossary has it."""

    original: str
    english: str
    known: bool = False


def ordered(said: Sequence[Said]) -> list[Said]:
    """The words in English order."""
    out = _counted(_bare(list(said)))
    out = _whether(_negated(_past(out)))
    for rule in (_clause, _of, _between, _head, _noun_of_verb):
        out = rule(out)
    return out


def _known(some: Sequence[Said]) -> bool:
    return all(one.known for one in some)


def _joined(*some: Said) -> str:
    return " ".join(one.english for one in some if one.english)


def _bare(said: list[Said]) -> list[Said]:
    """Among others a word goes without the remark that tells it from its like: `name (of a thing)`."""
    if sum(one.known for one in said) < 2:
        return said
    return [replace(one, english=_REMARK.sub("", one.english)) if one.known else one for one in said]


def _past(said: list[Said]) -> list[Said]:
    """已 and 被 before a verb: `already arrested`; 未: `not (yet) arrested`."""
    before = {"已": "already", "已经": "already", "被": "was", "未": "not", "尚未": "not yet"}
    out: list[Said] = []
    for at, one in enumerate(said):
        word = before.get(said[at - 1].original) if at else None
        pp = participle(one.english) if one.known and word else None
        if pp is not None and out and word is not None:
            out[-1] = replace(out[-1], english=word, known=True)
            out.append(replace(one, english=pp))
        else:
            out.append(one)
    return out


def _negated(said: list[Said]) -> list[Said]:
    """没有 before a thing: `no trail`."""
    return [
        replace(one, english="no")
        if one.original in ("没有", "无") and at + 1 < len(said) and said[at + 1].known
        else one
        for at, one in enumerate(said)
    ]


def _whether(said: list[Said]) -> list[Said]:
    """是否 before a verb: `whether it needs`, `whether the telephone has`, `whether there is`."""
    for at in range(1, len(said)):
        if said[at - 1].original not in ("是否", "能否", "可否") or said[at].english not in _ASKED:
            continue
        verb = said[at].english
        start = _start(said, at - 1)
        about = _joined(*said[start : at - 1])
        if verb in _THERE:
            english = f"whether {about} {_THERE[verb]}" if about else "whether there is"
        else:
            english = f"whether {about or 'it'} {verb}"
        whole = "".join(one.original for one in said[start : at + 1])
        return [*said[:start], Said(whole, english, True), *said[at + 1 :]]
    return said


def _counted(said: list[Said]) -> list[Said]:
    """A number and its measure word."""
    out = list(said)
    for at in range(1, len(out)):
        if out[at - 1].original.strip()[-1:].isdigit() and out[at].original in _COUNTED:
            out[at] = replace(out[at], english=_COUNTED[out[at].original], known=True)
    return out


def _clause(said: list[Said]) -> list[Said]:
    """A whole clause, 的, and whom it is about, to the end: `person who …`, `relative of person who …`."""
    if len(said) < 5 or said[-2].original != "的" or not said[-1].known:
        return said
    body = said[:-2]
    if said[-1].original in _PERSONS:
        return [Said("", f"{said[-1].english} who", True), *body]
    if body[-1].original in _PERSONS:
        return [Said("", f"{said[-1].english} of {body[-1].english} who", True), *body[:-1]]
    return said


def _of(said: list[Said]) -> list[Said]:
    """A 的 B: `B of A`; with a quality, `A B`."""
    for at in range(1, len(said) - 1):
        a, b = said[at - 1], said[at + 1]
        if said[at].original != "的" or not (a.known and b.known):
            continue
        words = a.english.split()
        quality = words[-1] in _ADJECTIVES or bool(_ADJECTIVE.search(words[-1])) if words else False
        start = next((n for n in range(at) if said[n].english.startswith(_BEFORE) and _known(said[n:at])), None)
        if start is not None and start < at - 1:
            clause = f"{b.english} who {_joined(*said[start:at])}"
            whole = "".join(one.original for one in said[start : at + 2])
            return _of([*said[:start], Said(whole, clause, True), *said[at + 2 :]])
        english = f"{a.english} {b.english}" if quality else f"{b.english} of {a.english}"
        return _of([*said[: at - 1], Said(f"{a.original}的{b.original}", english, True), *said[at + 2 :]])
    return said


def _between(said: list[Said]) -> list[Said]:
    """A 与 B 关系: `relation between A and B`."""
    for at, one in enumerate(said):
        if one.original not in _AND or at == 0:
            continue
        end = next((n for n in range(at + 1, len(said)) if said[n].original in ("关系", "实际关系")), None)
        start = _start(said, at)
        if end is None or end == at + 1 or start == at or not all(w.known for w in said[start : end + 1]):
            continue
        english = f"{said[end].english} between {_joined(*said[start:at])} and {_joined(*said[at + 1 : end])}"
        whole = "".join(w.original for w in said[start : end + 1])
        return [*said[:start], Said(whole, english, True), *said[end + 1 :]]
    return said


def _start(said: Sequence[Said], at: int) -> int:
    """Where the words that stand together before a place begin: not with `please choose` and the like."""
    start = at
    while start and said[start - 1].known and not said[start - 1].original.startswith("请"):
        start -= 1
    return start


def _head(said: list[Said]) -> list[Said]:
    """A 反馈 at the end: `feedback on A`."""
    if len(said) < 2 or said[-1].english not in _HEADS or not said[-1].known:
        return said
    start = _start(said, len(said) - 1)
    body = [one for one in said[start:-1] if one.english not in _DROPPED]
    if not body or start == len(said) - 1 or any(one.english in _HEADS for one in body):
        return said
    whole = "".join(one.original for one in said[start:])
    return [*said[:start], Said(whole, f"{_HEADS[said[-1].english]} {_joined(*body)}", True)]


def _noun_of_verb(said: list[Said]) -> list[Said]:
    """添加 时间: `time of adding`."""
    out: list[Said] = []
    for one in said:
        verb = out[-1] if out else None
        ing = gerund(verb.english) if verb is not None and verb.known else None
        if ing is not None and verb is not None and one.known and one.english in _NOUNS:
            out[-1] = Said(verb.original + one.original, f"{one.english} of {ing}", True)
        else:
            out.append(one)
    return out


def participle(verb: str) -> str | None:
    """`arrested`; None where the word is no verb that is known."""
    if verb in _IRREGULAR:
        return _IRREGULAR[verb]
    if verb not in _REGULAR:
        return None
    first, _, rest = verb.partition(" ")
    ending = (
        f"{first}d" if first.endswith("e") else f"{first[:-1]}ied" if re.search("[^aeiou]y$", first) else f"{first}ed"
    )
    return f"{ending} {rest}".strip()


def gerund(verb: str) -> str | None:
    """`adding`; None where the word is no verb that is known."""
    if verb not in _REGULAR and verb not in _IRREGULAR:
        return None
    first, _, rest = verb.partition(" ")
    doubled = {
        "submit": "submitting",
        "transfer": "transferring",
        "refer": "referring",
        "stop": "stopping",
        "drop": "dropping",
    }
    ending = doubled.get(first) or (f"{first[:-1]}ing" if first.endswith("e") and first != "see" else f"{first}ing")
    return f"{ending} {rest}".strip()
