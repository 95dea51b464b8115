"""report.json and its published JSON Schema."""

import json

from sousveil.model.report import SCHEMA, Report


def render(report: Report) -> str:
    """The text of report.json."""
    return report.to_json()


def schema() -> str:
    """The JSON Schema (draft 2020-12) of report.json; docs/report.schema.json is exactly this."""
    made = Report.model_json_schema(by_alias=True, mode="serialization")
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": SCHEMA}
    return json.dumps(head | made, indent=1, ensure_ascii=False) + "\n"
