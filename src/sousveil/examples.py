"""Lint that runs: every rule on the apps that must make it fire, and on those that must not."""

from functools import cache
from importlib.util import find_spec
from pathlib import Path

from sousveil.errors import SousveilError
from sousveil.knowledge.lint import Complaint, lint
from sousveil.knowledge.lint_models import Declared
from sousveil.knowledge.load import Knowledge, load
from sousveil.model.limits import Limits

APP = "app.apk"
FLOWS = "flows"
"""Folder beside the apps where the apps about flows are; there an app's file has the app's name."""


def lint_all(folder: Path | None, apps: Path) -> list[Complaint]:
    """Everything wrong with the knowledge: what can be read off it, then what its example apps show."""
    from sousveil.trace.statements import run

    found = [c for c in lint(folder, apps, declared=_declared(), run=run) if c.level == "error"]
    if found:
        return found
    return check_examples(load(folder), apps)


def _declared() -> Declared | None:
    """The framework's methods, where what reads them is installed."""
    if find_spec("pyarrow") is None:
        return None
    from sousveil.trace.names import methods

    return methods


def app_file(apps: Path, app: str) -> Path:
    """Where an example app is: among the apps, or among those about flows beside them."""
    flow = apps.parent / FLOWS / app / f"{app}.apk"
    return flow if not (apps / app).is_dir() and flow.exists() else apps / app / APP


def check_examples(knowledge: Knowledge, apps: Path) -> list[Complaint]:
    """Rules that do not fire where they should, or fire where they should not."""

    @cache
    def fired(app: str) -> frozenset[str]:
        from sousveil.line import audit_in_memory

        report = audit_in_memory(app_file(apps, app), Limits(), knowledge)
        return frozenset(f.rule for f in report.findings if not f.data.get("absent"))

    found = []
    for rule in knowledge.rules.values():
        file, line = knowledge.places[f"rule {rule.rule}"]
        for app, wanted in [(a, True) for a in rule.examples.fires] + [(a, False) for a in rule.examples.silent]:
            try:
                if (rule.rule in fired(app)) != wanted:
                    what = "does not fire on" if wanted else "fires on"
                    found.append(Complaint(file, line, "error", f"{rule.rule} {what} {apps / app}"))
            except SousveilError as error:
                found.append(Complaint(file, line, "error", f"{apps / app}: {error}"))
    return sorted(found)
