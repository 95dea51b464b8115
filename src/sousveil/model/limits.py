"""How much of everything one audit may use."""

from dataclasses import dataclass

MIB = 1 << 20


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of one audit. A bound that is met gives a gap, or `LimitExceeded` when nothing could be said."""

    max_entry: int = 512 * MIB
    """Bytes of one archive entry after inflating."""
    max_total: int = 2048 * MIB
    """Bytes of all parts together, and of the sample itself."""
    max_ratio: int = 1000
    """Inflated bytes per packed byte; an entry's first 32 MiB are free of it."""
    max_entries: int = 200_000
    """Parts of the sample, over all its archives."""
    max_depth: int = 4
    """Archives inside archives: 0 opens the sample alone."""
    seconds: int = 600
    """Time of the whole audit."""
    memory: int = 6144 * MIB
    """Memory of the worker process."""
    output: int = 1024 * MIB
    """Bytes of the largest file written."""
