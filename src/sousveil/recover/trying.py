"""A recovery that fails must not cost the user the rest of the report: it leaves a gap."""

from collections.abc import Iterator
from contextlib import contextmanager

from sousveil.model.facts import Facts
from sousveil.model.parts import RawGap


@contextmanager
def trying(facts: Facts, name: str) -> Iterator[None]:
    """Goes on after an error in what is inside, which becomes a gap of cause `defect`. `name`: what is tried."""
    try:
        yield
    except Exception as error:  # a defect of ours
        facts.gaps.append(
            RawGap(
                part=0,
                place="entry",
                cause="defect",
                detail=f"Putting together {name} failed: {type(error).__name__}: {error}",
                closes="Report it to us with the sample's SHA-256.",
            )
        )
