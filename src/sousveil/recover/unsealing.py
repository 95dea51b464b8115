"""What has to be opened before the rest can be put together: texts that native code makes, and sealed parts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from sousveil.knowledge.load import Knowledge
from sousveil.model.facts import Facts
from sousveil.model.sealed import Inside
from sousveil.model.traces import Traces
from sousveil.recover.code import OwnCode
from sousveil.recover.natives.files import Files
from sousveil.recover.natives.hidden import Hidden, hidden
from sousveil.recover.natives.running import Running
from sousveil.recover.sealed import sealed
from sousveil.recover.sealed.constants import Constants
from sousveil.recover.trying import trying


@dataclass(frozen=True, slots=True)
class Unsealed:
    """What one pass over a sample opened."""

    files: Files
    """Its native files."""
    made: Hidden = field(default_factory=Hidden)
    """Texts and keys that their code makes."""
    closed: Sequence[Inside] = ()
    """Parts that are or were sealed."""
    own: OwnCode | None = None
    """The app's own code, as far as it was read for this."""


def unseal(facts: Facts, traces: Traces, knowledge: Knowledge, before: Unsealed | None, passed: int) -> Unsealed:
    """What the app's own code opens: asked after each pass of reading. `before`: what the last pass opened."""
    files, running = Files(facts), Running(facts)
    own = OwnCode(facts, traces)
    constants = Constants(own, running)
    earlier = before.closed if before is not None else ()
    made = Hidden()
    with trying(facts, "texts of native code"):
        made = hidden(facts, running, constants, knowledge, files)
    closed = earlier
    with trying(facts, "sealed files"):
        closed = sealed(facts, traces, constants, made, earlier, passed)
    running.close()
    return Unsealed(files, made, closed, own)
