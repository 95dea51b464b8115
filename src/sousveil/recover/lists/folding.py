"""Which lists say something of what an app looks for, and why the others are folded away."""

import re
from collections.abc import Callable

from sousveil.recover.lists.filled import BRANCHES
from sousveil.recover.lists.found import Found
from sousveil.recover.lists.kinds import OTHER, Kind
from sousveil.recover.lists.names import is_human, words

_COLUMN = re.compile(r"[a-z_][a-z0-9_]*|[A-Z_][A-Z0-9_]*|[a-z]+[A-Z]\w*|\w+\.\w+|count\(\*\)", re.IGNORECASE)
_PROJECTION = {"projection", "columns", "column", "selection", "fields", "from", "keys", "args"}
_QUERIES = re.compile(
    r"(query|update|delete|insert|rawQuery|execSQL|managedQuery|CursorLoader|SimpleCursorAdapter|MatrixCursor|startQuery|getColumnIndex)\b"
)
_CALLS = (
    "format exec start invoke getMethod getDeclaredMethod getDeclaredConstructor getConstructor newInstance printf "
    r"log\w* d v i w e debug info warn warning error verbose trace fine append requestPermissions checkPermissions? "
    r"ofFloat ofInt ofObject ofArgb playTogether playSequentially vibrate getString getQuantityString post\w* "
    r"request\w* scanFile setRepeat\w* of compile newProxyInstance setColors? check\w* require\w*"
)
_TECHNICAL = re.compile(
    rf"\.({_CALLS.replace(' ', '|')})( in |$)|new (ProcessBuilder|SimpleAdapter|LinearGradient|ColorStateList)"
)
_LIBRARY = re.compile(
    r"^(abc|mtrl|m3|material|design|exo|preference|leak_canary|com_facebook|com_google|gcm|gms|firebase|crashlytics|common_google|emojicon|timezone|date_picker|recurrence|repeat_by)_?"
)
_PICTURES = (
    "@drawable/",
    "@mipmap/",
    "@color/",
    "@id/",
    "@layout/",
    "@dimen/",
    "@style/",
    "@attr/",
    "@anim/",
    "@raw/",
    "@xml/",
    "@android:",
    "@menu/",
    "@font/",
    "@animator/",
    "@array/",
    "@bool/",
    "@integer/",
    "@0x",
)
_DRAWN = re.compile(r"\.setDisplayedValues( in |$)")
_NUMBERED = re.compile(
    r"->(onCreateDialog|onPrepareDialog|onOptionsItemSelected|onContextItemSelected|onMenuItemClick|onActivityResult"
    r"|onRequestPermissionsResult)\("
)
"""Methods that Android calls with a number of the app's own: of a dialog, a menu entry, a question."""
_UI_NUMBER = re.compile(r"->(getItemId|getResultCode|getId|getCheckedRadioButtonId)\(")
_POSITION = re.compile(r"->(getSelectedItemPosition|getCheckedItemPosition|getCurrentItem)\(")
_WORDS_OF_A_SENTENCE = 4
_LONG_TEXT = 200
NATIVE = "native"
"""Form of what stands in native files: libraries carry tables of messages and names without end."""
_ORDINARY = frozenset(("colours", "countries", "measures", "numbers", "phone_prefixes", "uuids", "yes_no"))
"""Kinds that say nothing in native code: libraries have tables of them."""
AGAIN = "the same entries as another list"
FEWEST = 2
FEWEST_IN_FILES = 3
_NUMBER = re.compile(r"-?[\d.]+([eE]-?\d+)?|NaN|-?Infinity|")


def because(found: Found, kind: Kind, foreign: bool = False) -> str | None:
    """Why a list is folded, in words; None where it is told. `foreign` code goes by another name than the app's."""
    if found.owner is not None:
        return "lists of libraries"
    if found.empty:
        told = found.resource is not None or found.path is not None or bool(found.compared)
        return None if told else "empty collections in code"
    if len(found.items) < (FEWEST_IN_FILES if found.path is not None and found.resource is None else FEWEST):
        return "single entries"
    if found.form_key == NATIVE and (kind == OTHER or kind.id in _ORDINARY):
        return "tables of texts in native code"
    rules = _RULES if kind == OTHER else _ALWAYS
    why = next((said for rule in rules if (said := rule(found, kind)) is not None), None)
    if why is None and foreign and (kind == OTHER or _plain_names(found, kind)):
        return "lists in code under another name than the app's"
    return why


def _plain_names(found: Found, kind: Kind) -> bool:
    """Names and numbers that a library's own model of the world has as well: sexes of an advertisement, codes."""
    return found.form_key in ("enum", "constants") or (kind.id == "numbers" and found.form_key in BRANCHES)


def _put(found: Found, _kind: Kind) -> str | None:
    return "values put one by one, which are records or messages" if found.form_key == "put" else None


def _library(found: Found, _kind: Kind) -> str | None:
    return "lists of libraries" if found.resource is not None and _LIBRARY.match(found.name) else None


def _by_kind(found: Found, kind: Kind) -> str | None:
    """Numbers that something is compared with are more than numbers."""
    sought = kind.id == "numbers" and bool(found.compared) and found.items[0].kind == "text"
    return None if sought else kind.folded


def _projection(found: Found, _kind: Kind) -> str | None:
    """Names of columns: handed to a query, or called so."""
    if found.form_key not in ("array", "list", "put"):
        return None
    values = [i.value for i in found.items]
    plain = [v for v in values if _COLUMN.fullmatch(v)]
    if len(plain) < 0.8 * len(values):
        return None
    queried = found.handed is not None and bool(_QUERIES.search(found.name))
    used = any(_QUERIES.search(w) for w in [*found.where, *found.compared])
    named = bool(_PROJECTION & set(words(found.name.rsplit(".", 1)[-1])))
    return "columns of databases" if queried or used or "_id" in values or named else None


def _arguments(found: Found, kind: Kind) -> str | None:
    """What is handed to a call that formats, logs, draws or starts something."""
    if found.handed is None:
        return None
    name = found.name if kind == OTHER else found.name.split(" in ")[0]
    return "arguments of one call" if _TECHNICAL.search(f".{name}") else None


def _pictures(found: Found, _kind: Kind) -> str | None:
    texts = [t for i in found.items for t in i.plain()]
    many = sum(t.startswith(_PICTURES) for t in texts) > 0.5 * len(texts)
    return "icons, colours and other resources" if many else None


def _screens(found: Found, _kind: Kind) -> str | None:
    """What the app does for a number of its own screens, and what is only drawn."""
    if found.handed is not None and _DRAWN.search(f".{found.name}"):
        return "texts that a picker shows"
    if found.form_key not in ("switch", "numbers") or found.subject is None:
        return None
    subject = found.subject
    own = subject.startswith("parameter") and found.method_name is not None and _NUMBERED.search(found.method_name)
    texts = [t for i in found.items for t in i.cells if is_human(t)]
    sentences = sum(t.count(" ") >= _WORDS_OF_A_SENTENCE or t.startswith("(") for t in texts)
    said = _POSITION.search(subject) and sentences >= 0.5 * len(texts)
    return "branches over dialogs, menus and answers" if own or _UI_NUMBER.search(subject) or said else None


def _classes(found: Found, _kind: Kind) -> str | None:
    many = sum(i.kind in ("class", "field") for i in found.items) >= 0.5 * len(found.items)
    return "classes of the app" if many else None


def _texts(found: Found, _kind: Kind) -> str | None:
    """Entries of no known kind must be written for people."""
    texts = [t for i in found.items for t in i.plain()]
    human = sum(any(map(is_human, i.plain())) or any(map(is_human, i.other.values())) for i in found.items)
    if human >= 0.5 * len(found.items):
        return "long texts" if sum(len(t) > _LONG_TEXT for t in texts) > 0.3 * len(texts) else None
    if found.form_key in BRANCHES:
        return "comparisons without labels"
    if all(_NUMBER.fullmatch(t) for t in texts):
        return "numbers without labels"
    values = [i.value for i in found.items if i.value]
    return "names of the app's own making" if values and all(map(_COLUMN.fullmatch, values)) else "technical texts"


Rule = Callable[[Found, Kind], str | None]
_ALWAYS: tuple[Rule, ...] = (_put, _library, _by_kind, _projection, _arguments, _pictures)
_RULES: tuple[Rule, ...] = (*_ALWAYS, _screens, _classes, _texts)
