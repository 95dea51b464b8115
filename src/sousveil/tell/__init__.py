"""One module an output. Each is a pure function of the report: no clock, no locale, no environment."""

from pathlib import Path

from sousveil.model.report import Report


def write(report: Report, folder: Path) -> None:
    """Writes the outputs of an audit into a folder: report.json and report.html."""
    from sousveil.tell import html, json

    (folder / "report.json").write_text(json.render(report), encoding="utf-8")
    (folder / "report.html").write_text(html.render(report), encoding="utf-8")
