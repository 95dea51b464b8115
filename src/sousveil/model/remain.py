"""What an app leaves on a phone, or deletes there: files, folders, settings, databases."""

from pydantic import Field

from sousveil.model.evidence import Model, Reach, Step, Strength


class Remain(Model):
    """One thing. `where` is the path or name as the code makes it; parts that are not constant stand as `<…>`."""

    id: str
    kind: str = Field(
        description="file, folder, preference, database, account, system setting, provider row, notification channel, "
        "shortcut or log file."
    )
    where: str
    pattern: str | None = Field(
        default=None, description="The same with `*` for what is not constant; null where nothing constant is left."
    )
    does: str | None = Field(default=None, description="For an entry in what is the phone's: what the app does.")
    format: tuple[str, ...] = Field(default=(), description="What is written into a file, in words.")
    holds: tuple[str, ...] = Field(default=(), description="Keys of settings, tables of a database.")
    verbs: tuple[str, ...] = Field(description="written, changed, deleted, made.")
    storage: str = Field(description="app, app_shared, shared, system, phone or unknown: see docs/leaves.md.")
    stays: bool | None = Field(description="Whether it stays when the app is uninstalled; null where not known.")
    when: tuple[str, ...] = Field(default=(), description="Conditions under which it is written, in words.")
    strength: Strength
    reach: Reach | None = None
    evidence: tuple[Step, ...] = ()
