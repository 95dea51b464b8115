"""The report: what an audit says, as typed data. `report.json` is exactly this; every output renders it.

The JSON Schema published in docs/report.schema.json is generated from these classes.
"""

from enum import StrEnum
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

SCHEMA = "https://sousveil.example/schema/report/1"


class Question(StrEnum):
    """The chapters of a report, in their order."""

    COLLECTS = "collects"
    SENDS = "sends"
    MADE_BY = "made_by"
    WEAK = "weak"
    EXCESS = "excess"
    CONTROLS = "controls"
    HIDES = "hides"
    UNKNOWN = "unknown"


class Strength(StrEnum):
    """How firmly the evidence carries the sentence. The weakest step decides."""

    OBSERVED = "observed"
    TRACED = "traced"
    INFERRED = "inferred"


class Reach(StrEnum):
    """Whether the code can run."""

    LIVE = "live"
    DORMANT = "dormant"
    UNKNOWN = "unknown"
    DEAD = "dead"


class Role(StrEnum):
    """What a step of evidence is for: the place itself, the way data or code gets there, or context beside it."""

    SITE = "site"
    FLOW = "flow"
    WAY = "way"
    CONTEXT = "context"


class Model(BaseModel):
    """Common settings: unknown keys are refused, values cannot be changed."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Step(Model):
    """One place in the sample and what stands there."""

    part: str = Field(description="Path of the part inside the sample; nested packages joined by `!/`.")
    part_sha256: str = Field(description="SHA-256 of that part's bytes.")
    place: str = Field(description="Locator in the grammar of docs/evidence.md.")
    reads: str | None = Field(
        default=None, description="What stands at the place, as `verify` reads it again; null where only shown."
    )
    shows: str = Field(description="What the place shows, in plain words.")
    role: Role = Role.SITE
    reach: Reach | None = Field(default=None, description="Reach of this place; null where it is not code.")


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
    gaps: tuple[Gap, ...]
    coverage: Coverage

    def to_json(self) -> str:
        """The bytes of report.json: keys in model order, hostile characters as JSON escapes."""
        from sousveil.model.text import json_visible

        return json_visible(self.model_dump_json(by_alias=True, indent=1)) + "\n"
