"""From parts to facts: a list of readers, each filling its tables.

A reader that fails leaves a gap, and the rest stands.
"""

from collections.abc import Callable

from sousveil.model.facts import Facts
from sousveil.model.parts import Parts, RawGap
from sousveil.read import bytecode, layouts, manifest, native, packages, resources, signer, texts, tree

READERS: tuple[Callable[[Facts], None], ...] = (
    packages.read,
    resources.read,
    manifest.read,
    layouts.read,
    bytecode.read,
    native.read,
    signer.read,
    texts.read,
    tree.read,
)


def read(parts: Parts) -> Facts:
    """All fact tables of a sample, with the gaps and oddities met while reading it."""
    facts = Facts(parts)
    for reader in READERS:
        try:
            reader(facts)
        except Exception as error:  # a defect of ours must not cost the user the rest of the report
            facts.gaps.append(_defect(reader.__module__.rpartition(".")[2], error))
    return facts


def _defect(reader: str, error: Exception) -> RawGap:
    return RawGap(
        part=0,
        place="entry",
        cause="defect",
        detail=f"The {reader} reader failed: {type(error).__name__}: {error}",
        closes="Report it to us with the sample's SHA-256.",
    )
