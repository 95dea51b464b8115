"""Forms whose fields no code was seen to take into a record: what the layout alone says is asked."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from sousveil.model.gloss import Text
from sousveil.recover.records.pieces import Board, Key, Mark
from sousveil.recover.records.widgets import Widgets, checked

LEAST = 2
MOST_TAKEN = 0.5
"""Share of a layout's entries that records have already, above which it is theirs."""


def collect(board: Board, widgets: Widgets) -> None:
    """One piece for each layout with entries that have a label and are not fields of other pieces."""
    taken = {str(key[2]) for p in board.pieces.values() for s in p.slots.values() for key in s.widgets}
    layouts: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in widgets.entries():
        layouts[str(row["file"])].append(row)
    for file, rows in layouts.items():
        entries = [row for row in rows if not str(row["tag"]).endswith("RadioButton")]
        ours = [row for row in entries if row["id"] in taken]
        if len(entries) < LEAST or len(ours) > MOST_TAKEN * len(entries):
            continue
        labelled = [(row, label(row, widgets)) for row in entries]
        if sum(bool(texts) for _, texts in labelled) >= LEAST:
            _piece(board, file, labelled)


def label(row: dict[str, Any], widgets: Widgets) -> list[Text]:
    return widgets.label(key(row))[0] if row["id"] else widgets.of_row(row)


def key(row: dict[str, Any]) -> Key:
    return ("widget", f"layout/{row['file']}", str(row["id"]))


def _piece(board: Board, file: str, labelled: list[tuple[dict[str, Any], list[Text]]]) -> None:
    name = file.rpartition("/")[2].partition(".")[0]
    piece = board.piece(("screen", file), "screen", name)
    for row, texts in labelled:
        called = str(row["id"] or (texts[0].text if texts else ""))
        if not called:
            continue
        slot = piece.slot(called[:80])
        slot.named("widget" if row["id"] else "resource", called[:80])
        slot.type = "boolean" if checked(str(row["tag"])) else "choice" if row["choices"] else "text"
        slot.origins.setdefault("chosen" if slot.type != "text" else "typed", None)
        if row["id"]:
            slot.widgets.setdefault(key(row))
        said = f": «{texts[0].text[:80]}»" if texts else ""
        slot.mark(Mark(f"A field of the form {name}{said}", part=int(row["part"]), place=str(row["place"])))
