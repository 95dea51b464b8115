"""What a column of a table means, by the form of its values alone."""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass

_PACKAGE = re.compile(r"(?=.{5,150}$)[a-z][a-z0-9_]*(\.[a-zA-Z0-9_]+){1,7}")
_TLD = re.compile(
    r"(com|org|net|io|me|cn|ru|ir|de|jp|kr|im|tv|ch|app|us|uk|eu|se|fr|it|mobi|info|co|tw|hk|in|br|pl|ua|kz|tr|ae|sa|android"
    r"|cz|fi|nl|no|dk|es|pt|at|be|ca|au|pk|af|uz|kg|tj|tm|mn|vn|th|id|my|sg|ph)"
)
_FILE_ENDING = re.compile(
    r"\.(xml|json|txt|db|dat|png|jpe?g|gif|html?|js|css|php|so|apk|zip|mp[34]|csv|properties|java|class)$"
)
_HASH = re.compile(r"[0-9a-fA-F]{32}|[0-9a-fA-F]{40}|[0-9a-fA-F]{64}|[0-9a-fA-F]{128}")
_MIME = re.compile(r"(application|audio|font|image|message|model|multipart|text|video)/[\w.+*-]+")
_DATE = re.compile(r"\d{1,4}/\d{1,2}(/\d{1,4})?")
_URL = re.compile(r"[a-z][a-z0-9+.-]*://\S+")
_PATH = re.compile(r"(?:[/~.]|[A-Za-z0-9_%$*.+ -]+/)[^\x00-\x1f\"<>|:;]*")
_REGEX = re.compile(r"\.\*|\.\+|\\[.dDwWsSbB/]|\[[^\]]+\][+*?{]|\(\?[:=!i]|\([^()]*\|[^()]*\)|^\^.|.\$$|\{\d+(,\d*)?\}")
_GLOB = re.compile(r"[^\s]*[*?][^\s]*")
_EXTENSION = re.compile(
    r"(?:\*?\.)?(3gp|7z|aac|amr|apk|avi|bmp|csv|dat|db|db3|dex|docx?|eml|epub|flac|flv|gif|html?|ics|jpe?g|json|key|log|m4a"
    r"|m4v|midi?|mkv|mov|mp3|mp4|mpe?g|msg|odt|ogg|opus|pdf|pem|pfx|png|pptx?|rar|realm|rtf|sqlite3?|svg|tar|tgz|torrent|txt"
    r"|vcf|wav|webm|webp|wma|wmv|xlsx?|xml|zip|crypt\d*|mht)", re.IGNORECASE,
)  # fmt: skip
_MODE = re.compile(r"0?[0-7]{3}|[rwxRWX-]{1,9}|[d-][rwxst-]{9}")
_FLAGS = {"0", "1", "true", "false", "yes", "no", "y", "n", "on", "off", "是", "否"}
_INT = re.compile(r"\d{1,15}")


MOST = 400
"""Cells of a column that are looked at, from all over it."""


@dataclass(frozen=True, slots=True)
class Role:
    """A role, and which part of the filled cells fits it."""

    id: str
    share: float


def role(values: Sequence[str], known: Callable[[str], bool]) -> Role:
    """The first role that enough of the filled cells fit. `known` says whether a package is one of a known product."""
    filled = [v for v in values if v]
    enough = len(filled) >= 0.2 * len(values)
    filled = filled[:: max(1, len(filled) // MOST)]
    if not filled or not enough:
        return Role("unknown", 0.0)
    for id_, fits, least in _ROLES:
        share = sum(fits(v) or (id_ == "package" and known(v)) for v in filled) / len(filled)
        if share >= least:
            return Role(id_, round(share, 3))
    return _numbers(filled)


def _numbers(filled: list[str]) -> Role:
    """Flags, modes, sizes and plain numbers: by their range and by how few there are."""
    distinct = set(filled)
    if {v.casefold() for v in distinct} <= _FLAGS:
        return Role("flag", 1.0)
    letters = sum(bool(_MODE.fullmatch(v)) for v in filled) / len(filled)
    few = len(distinct) <= max(4, len(filled) // 8)
    if letters == 1.0 and few and (any(not v.isdigit() for v in distinct) or all(len(v) > 2 for v in distinct)):
        return Role("mode", 1.0)
    whole = sum(bool(_INT.fullmatch(v)) for v in filled) / len(filled)
    if whole >= 0.95:
        numbers = sorted(int(v) for v in filled if _INT.fullmatch(v))
        large = numbers[len(numbers) // 2] >= 1024 and len(distinct) > 0.5 * len(filled)
        return Role("size" if large else "number", round(whole, 3))
    words = sum(any(c.isalpha() for c in v) for v in filled) / len(filled)
    return Role("label" if words >= 0.8 else "unknown", round(words, 3))


def is_package(value: str) -> bool:
    """A name as packages have: lower case at least to its second piece, no file's ending, a usual first piece."""
    if not _PACKAGE.fullmatch(value) or _FILE_ENDING.search(value):
        return False
    pieces = value.split(".")
    return bool(_TLD.fullmatch(pieces[0])) and not pieces[-1][:1].isupper() and not pieces[-1].isdigit()


def is_path(value: str) -> bool:
    """Pieces between slashes that are no address, type of media, date or expression."""
    if "/" not in value or "//" in value or len(value) > 400 or not any(c.isalpha() for c in value):
        return False
    if _MIME.fullmatch(value) or _DATE.fullmatch(value) or _URL.match(value) or is_regex(value):
        return False
    return _PATH.fullmatch(value) is not None and value.count(" ") <= 3


def is_regex(value: str) -> bool:
    """An expression: it has marks of one and can be read as one. A star alone is none."""
    if not _REGEX.search(value) or len(value) > 1000:
        return False
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            re.compile(value)
    except (re.error, RecursionError, OverflowError):
        return False
    return True


_ROLES: tuple[tuple[str, Callable[[str], bool], float], ...] = (
    ("hash", lambda v: _HASH.fullmatch(v) is not None, 0.9),
    ("address", lambda v: _URL.fullmatch(v) is not None, 0.7),
    ("package", is_package, 0.6),
    ("extension", lambda v: all(_EXTENSION.fullmatch(p) for p in re.split(r"[,|/ ]+", v)), 0.8),
    ("path", is_path, 0.6),
    ("pattern", is_regex, 0.5),
    ("glob", lambda v: _GLOB.fullmatch(v) is not None, 0.6),
)  # fmt: skip
