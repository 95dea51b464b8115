"""Tasks: what an operator is given, what has to be answered about it, and what is sent back."""

from pydantic import Field

from sousveil.model.evidence import Model, Reach, Step, Strength
from sousveil.model.gloss import Text


class TaskRecord(Model):
    """A record that a task is given or sends."""

    record: str = Field(description="Id of the record.")
    how: str = Field(
        description="Of what is given: answer (of a server), push, or names (by its name alone). Of what is sent: "
        "sent, filled (it is filled in where something is sent), or names."
    )
    fields: tuple[str, ...] = Field(default=(), description="Of what is given: the fields that a screen shows. Of what "
                                    "is sent: those that name the police or suspicion.")  # fmt: skip


class TaskOption(Model):
    """One answer that can be given."""

    name: str = Field(description="As it is told: its label, else its identifier with our words.")
    text: Text | None = None
    code: str | None = Field(default=None, description="What is put into the record for it, where that is known.")


class TaskChoice(Model):
    """A question with the answers that can be given."""

    asks: Text | None = Field(default=None, description="What the app says where it is not answered, which names it.")
    field: str | None = Field(default=None, description="Field of the record: `R-1.reason`.")
    options: tuple[TaskOption, ...] = ()
    list: str | None = Field(default=None, description="Id of the list whose entries are the answers.")
    how: str = Field(description="check, code, list, or names (tied to the task by its name alone).")
    authority: bool = Field(default=False, description="It names the police, a security authority or suspicion.")


class TaskNeed(Model):
    """What has to be there before the task can be sent."""

    needs: str
    says: Text | None = Field(default=None, description="What the app says else.")
    when: str = Field(default="", description="Only then; empty where always.")
    proven: bool = Field(default=False, description="Sending is proven to wait for it.")


class Task(Model):
    """One task. What was put together by names alone says so in `by_names`."""

    id: str
    name: str = Field(description="Class that sends it; else the beginning that names of its records share.")
    titles: tuple[Text, ...] = ()
    screens: tuple[str, ...] = ()
    given: tuple[TaskRecord, ...] = ()
    sends: tuple[TaskRecord, ...] = ()
    choices: tuple[TaskChoice, ...] = ()
    needs: tuple[TaskNeed, ...] = ()
    decisions: tuple[str, ...] = Field(default=(), description="Ids of decisions that stand in the same class.")
    authority: bool = Field(default=False, description="It names the police, a security authority or suspicion.")
    by_names: bool = False
    whole: str = Field(description="exact, partial or lower bound.")
    strength: Strength
    reach: Reach | None = None
    evidence: tuple[Step, ...] = ()
