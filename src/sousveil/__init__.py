"""sousveil says what an app records about people, where it goes and who made it, with evidence.

    >>> import sousveil
    >>> audit = sousveil.audit("app.apk")           # doctest: +SKIP
    >>> audit.findings[0].says                      # doctest: +SKIP

The names below are the public interface; everything else may change.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sousveil.audits import Audit, audit
    from sousveil.errors import (
        AuditFailed,
        InputError,
        KnowledgeError,
        LimitExceeded,
        NotASample,
        SousveilError,
    )
    from sousveil.model.evidence import Reach, Step, Strength
    from sousveil.model.limits import Limits
from sousveil.model.report import Finding, Gap, Question, Report

_WHERE = {
    "Audit": "sousveil.audits",
    "AuditFailed": "sousveil.errors",
    "Finding": "sousveil.model.report",
    "Gap": "sousveil.model.report",
    "InputError": "sousveil.errors",
    "KnowledgeError": "sousveil.errors",
    "LimitExceeded": "sousveil.errors",
    "Limits": "sousveil.model.limits",
    "NotASample": "sousveil.errors",
    "Question": "sousveil.model.report",
    "Reach": "sousveil.model.report",
    "Report": "sousveil.model.report",
    "SousveilError": "sousveil.errors",
    "Step": "sousveil.model.report",
    "Strength": "sousveil.model.report",
    "audit": "sousveil.audits",
}

__all__ = [
    "Audit",
    "AuditFailed",
    "Finding",
    "Gap",
    "InputError",
    "KnowledgeError",
    "LimitExceeded",
    "Limits",
    "NotASample",
    "Question",
    "Reach",
    "Report",
    "SousveilError",
    "Step",
    "Strength",
    "audit",
]


def __getattr__(name: str) -> Any:
    """Imports a public name when it is first used, so that `sousveil --help` starts quickly."""
    if name in _WHERE:
        return getattr(import_module(_WHERE[name]), name)
    raise AttributeError(f"module 'sousveil' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
