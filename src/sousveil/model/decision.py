"""Decisions: what changes what happens to a person, under which condition, and what is decided elsewhere."""

from pydantic import Field

from sousveil.model.evidence import Model, Reach, Step, Strength
from sousveil.model.gloss import Text


class DecidingCode(Model):
    """A code a condition compares with, and the label that stands for it."""

    of: str = Field(description="What is compared with it, such as `Person.type`.")
    value: str
    labels: tuple[Text, ...] = ()
    list: str | None = Field(default=None, description="Id of the list that pairs code and label.")


class Decision(Model):
    """One action, when it happens and what it needs."""

    id: str
    action: str = Field(description="Id in the knowledge of actions: report, mission, alarm, refuse, …; or other.")
    actions: tuple[str, ...] = Field(default=(), description="All actions that its words name, the gravest first.")
    does: str = Field(description="The action in words.")
    when: str = Field(description="The condition in words; empty where there is none.")
    technical: str = Field(default="", description="Conditions about how code runs, apart.")
    codes: tuple[DecidingCode, ...] = ()
    fields: tuple[str, ...] = Field(default=(), description="Fields of records that feed it: `R-1.religion`.")
    requires: tuple[str, ...] = Field(default=(), description="What must be filled in before it can go on.")
    refuses: tuple[Text, ...] = Field(default=(), description="What the app says where that is missing.")
    waits: str = Field(default="", description="What is proven to wait for it: send or keep; empty where it is not.")
    signals: tuple[str, ...] = Field(default=(), description="What makes somebody notice: a sound, a dialog, red.")
    sets: str | None = Field(default=None, description="Name of an action under which the app puts a code.")
    puts: str | None = Field(default=None, description="That code.")
    series: str | None = Field(default=None, description="The value whose codes choose between alike decisions.")
    who: str | None = Field(default=None, description="Role or privilege that is asked for.")
    texts: tuple[Text, ...] = Field(default=(), description="What the screen says then.")
    elsewhere: tuple[str, ...] = Field(default=(), description="What is decided elsewhere and so is not known.")
    whole: str = Field(description="exact, partial or lower bound.")
    record: str | None = None
    screen: str | None = None
    strength: Strength
    reach: Reach | None = None
    evidence: tuple[Step, ...] = ()
