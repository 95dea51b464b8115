"""Texts of SQL: the columns that CREATE TABLE, INSERT and SELECT name."""

import re
from dataclasses import dataclass

_CREATE = re.compile(
    r"CREATE\s+(?:TEMP(?:ORARY)?\s+)?(?:VIRTUAL\s+)?TABLE\s+(?:IF\s+NOT\s+EXISTS\s+)?([^\s(]+(?:\s[^\s(]+)??)\s*(?:USING\s+\w+\s*)?\(",
    re.IGNORECASE,
)
_INSERT = re.compile(r"(?:INSERT(?:\s+OR\s+\w+)?|REPLACE)\s+INTO\s+([^\s(]+)\s*\(([^()]*)\)\s*VALUES", re.IGNORECASE)
_SELECT = re.compile(r"SELECT\s+(?:DISTINCT\s+)?(.*?)\s+FROM\s+([^\s,;()]+)", re.IGNORECASE | re.DOTALL)
_CONSTRAINT = frozenset({"PRIMARY", "FOREIGN", "UNIQUE", "CHECK", "CONSTRAINT", "KEY", "INDEX"})
_TYPES = {"INT": "number", "REAL": "number", "FLOA": "number", "DOUB": "number", "NUME": "number", "DECI": "number",
          "TEXT": "text", "CHAR": "text", "CLOB": "text", "VARC": "text", "NVAR": "text", "STRI": "text",
          "BLOB": "bytes", "BOOL": "boolean", "DATE": "date", "TIME": "date", "LONG": "number", "BIGI": "number",
          "TINY": "number", "SMAL": "number"}  # fmt: skip
MOST_COLUMNS = 500
LONGEST = 200_000


@dataclass(frozen=True, slots=True)
class Column:
    name: str
    type: str | None
    key: bool = False
    references: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    name: str
    columns: tuple[Column, ...]


def unquoted(name: str) -> str:
    return name.strip().rpartition(".")[2].strip().strip("\"'`[]").strip()


def created(text: str) -> list[Table]:
    """The tables that a text creates."""
    found = []
    for match in _CREATE.finditer(text[:LONGEST]):
        name = unquoted(match.group(1).split()[-1])
        columns, references = [], {}
        for part in _parts(text, match.end()):
            words = _words(part)
            if not words:
                continue
            if words[0].upper() in _CONSTRAINT and not part.lstrip().startswith(('"', "`", "[", "'")):
                references.update(_foreign(part))
                continue
            columns.append(_column(words, part))
        if name and columns:
            told = tuple(
                Column(c.name, c.type, c.key, references.get(c.name.lower(), c.references))
                for c in columns[:MOST_COLUMNS]
            )
            found.append(Table(name, told))
    return found


def _column(words: list[str], part: str) -> Column:
    rest = " ".join(words[1:]).upper()
    kind = _TYPES.get(words[1].upper()[:4], _TYPES.get(words[1].upper()[:3])) if len(words) > 1 else None
    there = re.search(r"REFERENCES\s+([^\s(]+)", part, re.IGNORECASE)
    return Column(unquoted(words[0]), kind, "PRIMARY KEY" in rest, unquoted(there.group(1)) if there else "")


def _foreign(part: str) -> dict[str, str]:
    found = re.search(r"FOREIGN\s+KEY\s*\(([^)]*)\)\s*REFERENCES\s+([^\s(]+)", part, re.IGNORECASE)
    return {unquoted(n).lower(): unquoted(found.group(2)) for n in found.group(1).split(",")} if found else {}


def _words(part: str) -> list[str]:
    return re.findall(r'"[^"]*"|`[^`]*`|\[[^\]]*\]|\'[^\']*\'|[^\s"`\[\'(),]+', part)


def _parts(text: str, start: int) -> list[str]:
    """What stands between commas up to the bracket that closes, brackets inside left whole."""
    depth, begin, found, quote = 0, start, [], ""
    for at in range(start, min(len(text), start + LONGEST)):
        char = text[at]
        if quote:
            quote = "" if char == quote else quote
        elif char in "\"'`":
            quote = char
        elif char == "(":
            depth += 1
        elif char == ")" and depth:
            depth -= 1
        elif char == ")":
            found.append(text[begin:at])
            return found
        elif char == "," and not depth:
            found.append(text[begin:at])
            begin = at + 1
    return [*found, text[begin : start + LONGEST]]


def inserted(text: str) -> tuple[str, list[str]] | None:
    """Table and columns of an INSERT."""
    found = _INSERT.search(text[:LONGEST])
    if found is None:
        return None
    return unquoted(found.group(1)), [unquoted(c) for c in found.group(2).split(",")][:MOST_COLUMNS]


def selected(text: str) -> tuple[str, list[str] | None] | None:
    """Table and columns of a SELECT; None for all columns."""
    found = _SELECT.search(text[:LONGEST])
    if found is None:
        return None
    columns = found.group(1)
    names = None if "*" in columns else [unquoted(re.split(r"\s+AS\s+", c, flags=re.IGNORECASE)[-1]) for c in
                                         columns.split(",")]  # fmt: skip
    return unquoted(found.group(2)), names
