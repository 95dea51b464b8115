"""The specification of a fact table that Python fills. Tables filled in Rust have theirs beside the Rust code."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `kind` is u8 u16 u32 u64 i64 bool or text; a trailing `?` allows null."""

    name: str
    kind: str
    doc: str


@dataclass(frozen=True, slots=True)
class TableSpec:
    """A fact table's name, meaning and columns."""

    name: str
    doc: str
    columns: tuple[Column, ...]
