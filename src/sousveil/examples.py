"""Lint that runs: every rule on the apps that must make it fire, and on those that must not."""

from functools import cache
from pathlib import Path

from sousveil.errors import SousveilError
from sousveil.knowledge.lint import Complaint, lint
from sousveil.knowledge.load import Knowledge, load
from sousveil.model.limits import Limits

APP = "app.apk"


def lint_all(folder: Path | None, apps: Path) -> list[Complaint]:
    """Everything wrong with the knowledge: what can be read off it, then what its example apps show."""
    found = [c for c in lint(folder, apps) if c.level == "error"]
    if found:
        return found
    return check_examples(load(folder), apps)


def check_examples(knowledge: Knowledge, apps: Path) -> list[Complaint]:
    """Rules that do not fire where they should, or fire where they should not."""

    @cache
    def fired(app: str) -> frozenset[str]:
        from sousveil.line import audit_in_memory

        report = audit_in_memory(apps / app / APP, Limits(), knowledge)
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
