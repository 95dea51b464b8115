"""Which lists say something of what an app looks for, and why the others are folded away."""

import re

from sousveil.recover.lists.filled import BRANCHES
from sousveil.recover.lists.found import Found
from sousveil.recover.lists.kinds import OTHER, Kind
from sousveil.recover.lists.names import is_human, words

_COLUMN = re.compile(r"[a-z_][a-z0-9_]*|[A-Z_][A-Z0-9_]*|[a-z]+[A-Z]\w*|\w+\.\w+|count\(\*\)", re.IGNORECASE)
_PROJECTION = {"projection", "columns", "column", "selection", "fields", "from", "keys", "args"}
_QUERIES = re.compile(r"(query|update|delete|insert|rawQuery|execSQL|managedQuery|CursorLoader|SimpleCursorAdapter|MatrixCursor|startQuery|getColumnIndex)\b")
_TECHNICAL = re.compile(
    r"\.(format|exec|start|invoke|getMethod|getDeclaredMethod|getDeclaredConstructor|getConstructor|newInstance|printf|log[a-zA-Z]*|"
    r"[dviwe]|debug|info|warn|warning|error|verbose|trace|fine|append|requestPermissions|checkPermissions?|ofFloat|ofInt|ofObject|ofArgb|playTogether|playSequentially|vibrate|"
    r"getString|getQuantityString|post\w*|request\w*|scanFile|setRepeat\w*|of|compile|newProxyInstance|setColors?|check\w*|require\w*)( in |$)"
    r"|new (ProcessBuilder|Object\[\]|SimpleAdapter|LinearGradient|ColorStateList|ArrayAdapter\[\])"
)
_LIBRARY = re.compile(r"^(abc|mtrl|m3|material|design|exo|preference|leak_canary|com_facebook|com_google|gcm|gms|firebase|crashlytics|common_google|emojicon|timezone|date_picker|recurrence|repeat_by)_?")
_PICTURES = ("@drawable/", "@mipmap/", "@color/", "@id/", "@layout/", "@dimen/", "@style/", "@attr/", "@anim/", "@raw/", "@xml/", "@android:", "@menu/", "@font/", "@animator/", "@array/", "@bool/", "@integer/", "@0x")
_OBJECTS = re.compile(r"^(Intent|Paint|Handler|Thread|View|Button|Animator|Drawable|Fragment)")
_LONG_TEXT = 200
FEWEST = 2
FEWEST_IN_FILES = 3


def because(found: Found, kind: Kind, foreign: bool = False) -> str | None:
    """Why a list is folded, in words; None where it is told. `foreign` code goes by another name than the app's."""
    if found.owner is not None:
        return "lists of libraries"
    if found.empty:
        return None if found.resource is not None or found.path is not None else "empty collections in code"
    if len(found.items) < (FEWEST if found.path is None or found.resource is not None else FEWEST_IN_FILES):
        return "single entries"
    why = _by_form(found, kind) or _by_entries(found, kind)
    if why is None and foreign and kind == OTHER:
        return "lists in code under another name than the app's"
    return why


def _by_form(found: Found, kind: Kind) -> str | None:
    known = kind != OTHER and kind.folded is None
    if found.form_key == "put":
        return "values put one by one, which are records or messages"
    if found.resource is not None and _LIBRARY.match(found.name):
        return "lists of libraries"
    if kind.folded is not None and not (kind.id == "numbers" and found.compared and found.items[0].kind == "text"):
        return kind.folded
    if _is_projection(found):
        return "columns of databases"
    if found.handed is not None and not known and _TECHNICAL.search(" ." + found.name):
        return "arguments of one call"
    if found.handed is not None and _TECHNICAL.search(" ." + found.name.split(" in ")[0]):
        return "arguments of one call"
    return None


def _by_entries(found: Found, kind: Kind) -> str | None:
    texts = [t for i in found.items for t in i.plain()]
    if texts and sum(t.startswith(_PICTURES) for t in texts) > 0.5 * len(texts):
        return "icons, colours and other resources"
    if kind != OTHER:
        return None
    values = [i.value for i in found.items if i.value]
    if sum(i.kind in ("class", "field") for i in found.items) >= 0.5 * len(found.items):
        return "classes of the app"
    human = sum(any(is_human(t) for t in i.plain()) or any(is_human(o) for o in i.other.values()) for i in found.items)
    if human >= 0.5 * len(found.items):
        long = sum(len(t) > _LONG_TEXT for t in texts)
        return "long texts" if long > 0.3 * len(texts) else None
    if found.form_key in BRANCHES:
        return "comparisons without labels"
    if all(_is_number(t) for t in texts):
        return "numbers without labels"
    if values and all(_COLUMN.fullmatch(v) for v in values):
        return "names of the app's own making"
    return "technical texts"


def _is_number(text: str) -> bool:
    return bool(re.fullmatch(r"-?[\d.]+([eE]-?\d+)?|NaN|-?Infinity|", text))


def _is_projection(found: Found) -> bool:
    """Names of columns: handed to a query, or called so."""
    if found.form_key not in ("array", "list", "put"):
        return False
    values = [i.value for i in found.items]
    plain = [v for v in values if _COLUMN.fullmatch(v)]
    if len(plain) < 0.8 * len(values):
        return False
    queried = found.handed is not None and bool(_QUERIES.search(found.name))
    used = any(_QUERIES.search(w) for w in [*found.where, *found.compared])
    named = bool(_PROJECTION & set(words(found.name.rsplit(".", 1)[-1])))
    return queried or used or "_id" in values or named
