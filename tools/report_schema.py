"""Writes docs/report.schema.json from the report's classes."""

from pathlib import Path

from sousveil.tell.json import schema

if __name__ == "__main__":
    target = Path(__file__).parent.parent / "docs" / "report.schema.json"
    target.write_text(schema(), encoding="utf-8")
    print(target)
