"""Keep parsed knowledge as JSON in the user's cache, keyed by its SHA-256, so that loading is quick.

The folder is `$SOUSVEIL_CACHE`, else `sousveil` in the platform's cache folder. Nothing here may fail an audit: a
cache that cannot be read or written is passed over. What is read back was checked when it was written, so it is not
checked again.
"""

import hashlib
import json
import os
import tempfile
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel

from sousveil.knowledge import effects
from sousveil.knowledge.known import LISTS, Knowledge
from sousveil.model import action, flow, mark
from sousveil.model import knowledge as schema
from sousveil.model.cache import folder
from sousveil.model.flow import FlowAsked, Model
from sousveil.model.knowledge import CatalogueEntry, Examples, Find, Rule, Term
from sousveil.model.report import Question

_SHAPED = (schema.__file__, action.__file__, flow.__file__, mark.__file__, effects.__file__, __file__)
FORMAT = hashlib.sha256(b"".join(Path(file).read_bytes() for file in _SHAPED)).hexdigest()[:12]
"""Changes with the schema, its checks and this module, so that what an older version kept is never taken."""

M = TypeVar("M", bound=BaseModel)
_PLAIN: dict[str, type[BaseModel]] = {
    **{name: listed.cls for name, listed in LISTS.items()}, "models": Model, "glossary": Term,
}  # fmt: skip


def get(sha256: str) -> Knowledge | None:
    """The knowledge with this hash, or None."""
    try:
        data = json.loads(_path(sha256).read_bytes())
        return _restore(data) if data["sha256"] == sha256 else None
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RuntimeError):
        return None


def put(known: Knowledge) -> None:
    """Keep `known`; do nothing where that is not possible."""
    try:
        path = _path(known.sha256)
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix="knowledge-", suffix=".part")
        with os.fdopen(handle, "w", encoding="utf-8") as out:
            json.dump(_dump(known), out, ensure_ascii=False, separators=(",", ":"))
        Path(name).replace(path)
    except (OSError, RuntimeError, TypeError):
        return


def _path(sha256: str) -> Path:
    return folder() / f"knowledge-{FORMAT}-{sha256}.json"


def _dump(known: Knowledge) -> dict[str, Any]:
    def bare(models: dict[str, Any]) -> list[dict[str, Any]]:
        return [model.model_dump(mode="json", exclude_defaults=True) for model in models.values()]

    return {
        "version": known.version, "sha256": known.sha256,
        **{name: bare(getattr(known, name)) for name in _PLAIN},
        "entries": bare(known.entries), "rules": bare(known.rules),
        "kinds": known.kinds, "certificates": known.certificates, "places": known.places,
    }  # fmt: skip


def _restore(data: dict[str, Any]) -> Knowledge:
    finds, entries, rules = _Maker(Find), _Maker(CatalogueEntry), _Maker(Rule)
    examples, asked = _Maker(Examples), _Maker(FlowAsked)
    for item in data["entries"]:
        for find in item["find"]:
            if "args" in find:
                find["args"] = {int(number): value for number, value in find["args"].items()}
        item["find"] = [finds.make(find) for find in item["find"]]
    for item in data["rules"]:
        item["question"] = Question(item["question"])
        item["examples"] = examples.make(item["examples"])
        if "flow" in item:
            item["flow"] = asked.make(item["flow"])
    plain = {name: [_Maker(cls).make(item) for item in data[name]] for name, cls in _PLAIN.items()}
    return Knowledge(
        version=data["version"], sha256=data["sha256"],
        entries={item["id"]: entries.make(item) for item in data["entries"]},
        rules={item["rule"]: rules.make(item) for item in data["rules"]},
        **{name: {getattr(item, listed.key): item for item in plain[name]} for name, listed in LISTS.items()},
        models={item.id: item for item in plain["models"]},
        glossary={f"{item.lang} {item.term}": item for item in plain["glossary"]},
        kinds=data["kinds"], certificates=data["certificates"],
        places={key: (file, line) for key, (file, line) in data["places"].items()},
    )  # fmt: skip


class _Maker:
    """Makes instances of one class without checking: the same state validation leaves, at a tenth of its time."""

    def __init__(self, cls: type[M]) -> None:
        self._cls: type[Any] = cls
        self._defaults = {
            name: info.get_default(call_default_factory=True)
            for name, info in cls.model_fields.items() if not info.is_required()
        }  # fmt: skip

    def make(self, given: dict[str, Any]) -> Any:
        made: Any = object.__new__(self._cls)
        put = object.__setattr__
        put(made, "__dict__", {**self._defaults, **given})
        put(made, "__pydantic_fields_set__", set(given))
        put(made, "__pydantic_extra__", None)
        put(made, "__pydantic_private__", None)
        return made
