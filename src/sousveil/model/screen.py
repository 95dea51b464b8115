"""Screens: what an operator sees, enters and presses, and which screen leads where."""

from pydantic import Field

from sousveil.model.evidence import Model, Reach, Step, Strength
from sousveil.model.gloss import Text


class Element(Model):
    """One widget of a screen, in the order and nesting of its layout."""

    tag: str
    id: str | None = None
    depth: int = 0
    kind: str = Field(description="group, text, entry, choice, check, button, image, list, other.")
    texts: tuple[Text, ...] = ()
    hints: tuple[Text, ...] = ()
    labels: tuple[Text, ...] = Field(
        default=(), description="Of an entry: what stands before it, where it says so itself."
    )
    choices: tuple[Text, ...] = ()
    input: str | None = Field(default=None, description="Kind of input of an entry, as android:inputType.")
    says_id: str | None = Field(default=None, description="Gloss of its id; null where it is not known.")
    hidden: bool = False
    condition: str | None = Field(default=None, description="When code shows it.")
    does: str | None = Field(default=None, description="What pressing it does.")
    horizontal: bool = Field(default=False, description="A group whose children stand side by side.")


class Lead(Model):
    """A way from one screen to another."""

    to: str = Field(description="Id of a screen, or the class or action where it is none of the package.")
    by: str = Field(description="What does it: the element pressed, or the method.")
    kind: str = Field(default="opens", description="opens, holds (a fragment), shows (a dialog) or lists (rows).")
    condition: str | None = None
    evidence: tuple[Step, ...] = ()


class Screen(Model):
    """One activity, fragment, dialog or row of a list."""

    id: str
    name: str = Field(description="Class; for a layout that no class shows, its resource name.")
    kind: str = Field(description="activity, fragment, dialog, row or layout.")
    titles: tuple[Text, ...] = ()
    layouts: tuple[str, ...] = ()
    made_from: str = Field(
        default="layout",
        description="layout; code, where the sample has no layout of it; none, where neither tells; absent, where its "
        "class is not in the sample.",
    )
    elements: tuple[Element, ...] = ()
    leads: tuple[Lead, ...] = ()
    categories: tuple[str, ...] = Field(default=(), description="Of the personal data it asks for or shows.")
    starts: bool = Field(default=False, description="Opened from the phone's list of apps.")
    strength: Strength
    reach: Reach | None = None
    folded: bool = Field(default=False, description="Of a library.")
    evidence: tuple[Step, ...] = ()
