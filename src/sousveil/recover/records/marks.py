"""The marks of knowledge by class and method, and which classes are of the sample or of Android."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from functools import cached_property
from typing import Any

from sousveil.knowledge.load import Knowledge
from sousveil.model.facts import Facts
from sousveil.model.mark import RecordMark
from sousveil.recover.records.names import descriptor

_LONGEST = 40


class Marks:
    """Looks up what is known of a call or annotation, also through the superclasses that the sample defines."""

    def __init__(self, facts: Facts, knowledge: Knowledge) -> None:
        self._facts = facts
        self._calls: dict[tuple[str, str], list[RecordMark]] = defaultdict(list)
        self._any: dict[str, list[RecordMark]] = defaultdict(list)
        self.annotations: dict[str, RecordMark] = {}
        self.bases: dict[str, RecordMark] = {}
        for mark in knowledge.records.values():
            for java in mark.class_:
                cls = descriptor(java)
                if mark.kind in ("named", "model", "leave_out", "parameter"):
                    self.annotations[cls] = mark
                elif mark.kind == "base":
                    self.bases[cls] = mark
                for method in mark.method:
                    if java == "*":
                        self._any[method].append(mark)
                    else:
                        self._calls[cls, method].append(mark)
        self._kept: dict[tuple[str, str], tuple[RecordMark, ...]] = {}
        self._ones: dict[tuple[str, ...], RecordMark | None] = {}

    def of(self, owner: str, method: str) -> tuple[RecordMark, ...]:
        """Marks of a call named by class and method; those for any class last."""
        at = (owner, method)
        if at not in self._kept:
            found: list[RecordMark] = []
            for cls in self.supers(owner):
                found += self._calls.get((cls, method), [])
            self._kept[at] = (*found, *self._any.get(method, []))
        return self._kept[at]

    def one(self, owner: str, method: str, *kinds: str) -> RecordMark | None:
        """The first of such a kind."""
        at = (owner, method, *kinds)
        if at not in self._ones:
            self._ones[at] = next((m for m in self.of(owner, method) if m.kind in kinds), None)
        return self._ones[at]

    def annotated(self, wanted: Callable[[str], bool]) -> list[dict[str, Any]]:
        """Rows of annotations whose type, a descriptor, is wanted."""
        code, table = self._facts.code, self._facts.tables.get("annotations")
        if code is None or table is None:
            return []
        kinds = {kind for kind in set(table.column("annotation")) if wanted(code.type_name(kind))}
        return self._facts.where("annotations", "annotation", kinds)

    @cached_property
    def parents(self) -> dict[str, str]:
        """Class → superclass, of the classes that the sample defines."""
        table, code = self._facts.tables.get("classes"), self._facts.code
        if table is None or code is None:
            return {}
        rows = zip(table.column("type"), table.column("parent"), strict=True)
        return {code.type_name(t): code.type_name(p) for t, p in rows if p is not None}

    def supers(self, cls: str) -> list[str]:
        """A class and its superclasses, as far as the sample goes and one beyond."""
        found = [cls]
        while cls in self.parents and len(found) < _LONGEST:
            cls = self.parents[cls]
            found.append(cls)
        return found
