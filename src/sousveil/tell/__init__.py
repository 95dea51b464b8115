"""One module an output. Each is a pure function of the report: no clock, no locale, no environment."""

from pathlib import Path

from sousveil.model.report import Report


def write(report: Report, folder: Path) -> None:
    """Writes the outputs of an audit into a folder: report.json, report.html, and indicators/ where there are any."""
    from sousveil.tell import html, json

    (folder / "report.json").write_text(json.render(report), encoding="utf-8")
    (folder / "report.html").write_text(html.render(report), encoding="utf-8")
    if report.indicators:
        _indicators(report, folder / "indicators")


def _indicators(report: Report, folder: Path) -> None:
    from sousveil.tell import check, stix, yara

    folder.mkdir(exist_ok=True)
    (folder / "indicators.stix2").write_text(stix.render(report), encoding="utf-8")
    (folder / "check-a-phone.md").write_text(check.render(report), encoding="utf-8")
    rule = yara.render(report)
    if rule is not None:
        (folder / "classes.yar").write_text(rule, encoding="utf-8")
