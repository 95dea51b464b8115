"""The report: what an audit says, as typed data. `report.json` is exactly this; every output renders it.

The JSON Schema published in docs/report.schema.json is generated from these classes.
"""

from enum import StrEnum
from typing import Any

from pydantic import Field

from sousveil.model.command import Command
from sousveil.model.decision import Decision
from sousveil.model.evidence import Model, Reach, Step, Strength
from sousveil.model.indicator import Indicator
from sousveil.model.lists import ValueList
from sousveil.model.native import NativeProgram
from sousveil.model.record import Record
from sousveil.model.remain import Remain
from sousveil.model.request import Request
from sousveil.model.rulefile import RuleFile
from sousveil.model.screen import Screen
from sousveil.model.sealed import Sealed
from sousveil.model.task import Task

SCHEMA = "https://sousveil.example/schema/report/1"


class Question(StrEnum):
    """The chapters of a report, in their order."""

    COLLECTS = "collects"
    SENDS = "sends"
    MADE_BY = "made_by"
    WEAK = "weak"
    EXCESS = "excess"
    SEARCHES = "searches"
    DORMANT = "dormant"
    FLAGS = "flags"
    CONTROLS = "controls"
    LEAVES = "leaves"
    HIDES = "hides"
    OPERATES = "operates"
    NATIVES = "natives"
    UNKNOWN = "unknown"


class Finding(Model):
    """A sentence and the places that carry it."""

    id: str = Field(description="`F-1`, `F-2` … in report order; stable for the same sample and knowledge.")
    question: Question
    rule: str
    says: str = Field(description="One plain sentence.")
    data: dict[str, Any] = Field(default_factory=dict, description="Typed by question; see docs/report.md.")
    categories: tuple[str, ...] = ()
    strength: Strength
    reach: Reach | None = None
    evidence: tuple[Step, ...] = ()
    gaps: tuple[str, ...] = ()
    innocent_if: str | None = Field(default=None, description="When an ordinary app does the same.")


class Gap(Model):
    """What could not be read or followed, where, why, and what would close it."""

    id: str
    part: str
    place: str
    cause: str
    says: str
    closes: str


class PartSummary(Model):
    """One part of the sample: an archive entry, a nested package, or the sample itself."""

    path: str
    kind: str
    size: int
    packed_size: int
    offset: int
    sha256: str
    opened: bool = Field(default=False, description="It, or a part that holds it, came out of a sealed part.")


class SampleSummary(Model):
    """What was audited."""

    name: str
    kind: str
    size: int
    sha256: str
    sha1: str
    md5: str
    package: str | None = None
    label: dict[str, str] = Field(default_factory=dict, description="App label by locale; `` is the default.")
    version_name: str | None = None
    version_code: str | None = None
    min_sdk: int | None = None
    target_sdk: int | None = None


class Tool(Model):
    name: str
    version: str


class KnowledgeSummary(Model):
    version: str
    sha256: str
    entries: int
    rules: int


class Coverage(Model):
    """How much of the sample was read, so that silence can be weighed."""

    parts: int
    parts_unread: int
    classes: int
    methods: int
    methods_live: int
    methods_dead: int
    methods_unknown: int
    instructions: int
    native_files: int
    resources: int
    permissions_asked: int
    notes: tuple[str, ...] = ()


class Report(Model):
    """A whole audit."""

    schema_: str = Field(default=SCHEMA, alias="schema")
    tool: Tool
    knowledge: KnowledgeSummary
    sample: SampleSummary
    parts: tuple[PartSummary, ...]
    findings: tuple[Finding, ...]
    records: tuple[Record, ...] = Field(default=(), description="What is written down about people or things.")
    lists: tuple[ValueList, ...] = Field(default=(), description="Lists of meaning inside the package.")
    decisions: tuple[Decision, ...] = Field(default=(), description="What changes what happens to a person, and when.")
    tasks: tuple[Task, ...] = Field(
        default=(), description="What an operator is given, has to answer about it, and sends back."
    )
    screens: tuple[Screen, ...] = Field(default=(), description="What an operator sees, and which screen leads where.")
    sealed: tuple[Sealed, ...] = Field(default=(), description="Parts that do not show what they hold.")
    commands: tuple[Command, ...] = Field(default=(), description="Texts from outside that decide what the app does.")
    requests: tuple[Request, ...] = Field(default=(), description="What is asked of whom, and what stands in it.")
    rulefiles: tuple[RuleFile, ...] = Field(default=(), description="Files whose lines say what is searched for.")
    remains: tuple[Remain, ...] = Field(default=(), description="What stays on a phone, or is deleted there.")
    natives: tuple[NativeProgram, ...] = Field(default=(), description="Native programs, libraries and scripts.")
    indicators: tuple[Indicator, ...] = Field(default=(), description="What to look for on a phone or in a file.")
    gaps: tuple[Gap, ...]
    coverage: Coverage

    def to_json(self) -> str:
        """The bytes of report.json: keys in model order, hostile characters as JSON escapes."""
        from sousveil.model.text import json_visible

        return json_visible(self.model_dump_json(by_alias=True, indent=1)) + "\n"
