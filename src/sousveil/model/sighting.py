"""A sighting: one place in the sample where a catalogue entry was seen."""

from dataclasses import dataclass

from sousveil.model.evidence import Reach


@dataclass(frozen=True, slots=True)
class Sighting:
    """One place. Code sightings carry method and offset; the others carry a finished locator.

    `entry` is a catalogue id. `how` is the kind of `find` that saw it (call, field, string, …).
    `part` numbers the table `parts`. `text` is the symbol, string or value seen. `owner` is the product id of the
    library the place belongs to, None for code that is not known to be a library's. `args` are the values that
    were computed for the arguments an entry asks about; a call whose arguments stay unknown is no sighting.
    """

    entry: str
    how: str
    part: int
    place: str
    text: str
    method: int | None = None
    offset: int = 0
    reach: Reach | None = None
    owner: str | None = None
    args: tuple[str, ...] = ()
    nth: int = -1
    """Which `find` of the entry saw it; -1 where text did."""
    class_name: str = ""
    """For code: descriptor of the class it stands in."""
    found: str = ""
    """For a pattern over text: the words that fit it, `text` being what they stand in."""
