"""indicators/check-a-phone.md: how a person or a helper looks for the app on a phone, in plain words."""

from collections.abc import Callable

from sousveil.model.indicator import Indicator
from sousveil.model.report import Report
from sousveil.model.text import visible

_HEAD = """# Is it on this phone?

For {name}. Made by sousveil from one copy of the app (SHA-256 {sha256}).

Finding nothing does not prove that the app was never there: it may have been removed, renamed or changed.
Do not delete anything before somebody you trust has looked: it may be needed as evidence, and removing the app may
be noticed by those who put it there.
"""


def render(report: Report) -> str:
    """The page, in the order in which one looks."""
    label = report.sample.label.get("") or report.sample.package or report.sample.name
    parts = [_HEAD.format(name=_plain(label), sha256=report.sample.sha256)]
    parts += _section("## Among the installed apps", "package", report, _package)
    parts += _section("## Among the accounts", "account", report, _account)
    parts += _section("## In the phone's files", "path", report, _path)
    parts += _section("## In records of the network", "domain", report, _server)
    parts += _section("", "address", report, _server)
    parts += _section("## In a copy of the app", "certificate", report, _certificate)
    parts += _section("", "file_hash", report, lambda one: f"- `{one.value}`: {one.says}")
    return "\n".join(parts)


def _section(head: str, kind: str, report: Report, line: Callable[[Indicator], str]) -> list[str]:
    found = [i for i in report.indicators if i.kind == kind]
    return [head, "", *(line(one) for one in found), ""] if found else []


def _plain(text: str) -> str:
    return visible(text).replace("`", "'")


def _package(one: Indicator) -> str:
    return (
        f"- Settings, Apps, all apps: its name for the system is `{_plain(one.value)}`. With a computer: "
        f"`adb shell pm list packages | grep -F '{_shell(one.value)}'`. {one.says}"
    )


def _account(one: Indicator) -> str:
    return f"- Settings, Accounts: an account of the type `{_plain(one.value)}`. {one.says}"


def _path(one: Indicator) -> str:
    sure = "" if one.firm else " The name is a general one: other apps may make the same."
    star = " (`*` stands for any text)" if "*" in one.value else ""
    return f"- Look for `{_plain(one.value)}`{star}. {one.says}{sure}"


def _server(one: Indicator) -> str:
    return f"- `{_plain(one.value)}`. {one.says}"


def _certificate(one: Indicator) -> str:
    return f"- `apksigner verify --print-certs app.apk` shows `{one.value}`. {one.says}"


def _shell(value: str) -> str:
    return _plain(value).replace("'", "'\\''")
