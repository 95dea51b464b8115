"""What every statement of a report is made of: a place, what stands there, and how firmly it carries."""

from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field


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
