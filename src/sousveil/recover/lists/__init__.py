"""Lists of meaning: what is looked for, chosen from or told apart.

Sources: array resources (`arrays`), collections filled in code (`filled`), assets and raw files (`files`). Then labels
and codes are paired (`pairs`), each list is given its kind (`kinds`) and its uses (`uses`), and what says nothing of
people or things is folded (`folding`).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sousveil.knowledge.load import Knowledge
from sousveil.model.evidence import Reach
from sousveil.model.facts import Facts
from sousveil.model.lists import ListItem, ValueList
from sousveil.model.sealed import Sealed
from sousveil.model.text import masked
from sousveil.model.traces import Traces
from sousveil.recover.gloss import Glossary
from sousveil.recover.lists.arrays import arrays
from sousveil.recover.lists.files import files
from sousveil.recover.lists.filled import filled
from sousveil.recover.lists.folding import AGAIN, because
from sousveil.recover.lists.found import Found, Item
from sousveil.recover.lists.homes import at_home, homes
from sousveil.recover.lists.kinds import Kind, Kinds
from sousveil.recover.lists.natives import natives
from sousveil.recover.lists.pairs import pair
from sousveil.recover.lists.uses import Uses

if TYPE_CHECKING:
    from sousveil.recover.unsealing import Unsealed

MOST_ITEMS = 5000
"""Entries of one list that the report holds; the count is of all."""
MOST_FOLDED = 50
"""Entries of a folded list that the report holds."""


def lists(
    facts: Facts,
    traces: Traces,
    knowledge: Knowledge,
    closed: Sequence[Sealed] = (),
    native: Unsealed | None = None,
) -> list[ValueList]:
    """Every list of meaning, ids `L-1`, `L-2` …; those told come first. `closed`: parts that are or were sealed;
    `native`: native files and the texts that they make."""
    tables = natives(facts, knowledge, native.files, native.made) if native is not None else []
    found = pair(facts, [*arrays(facts), *filled(facts, traces), *files(facts, closed), *tables])
    Uses(facts, traces).tell(found)
    kinds = Kinds(knowledge)
    words = Glossary.of(knowledge)
    home = homes(facts, knowledge)
    judged = []
    told: set[tuple[str, ...]] = set()
    # What cannot run, or is not used, is no reason to leave out the same list where it is.
    for one in sorted(_once(found), key=lambda o: o.reach == Reach.DEAD or o.use == "inert"):
        if not one.items and not one.empty:
            continue
        kind = kinds.of(one)
        why = because(one, kind, one.reach is not None and not at_home(facts, one, home)) or _again(one, told)
        judged.append((why is not None, one.reach == Reach.DEAD, kind.id == "other", one, kind, why))
    judged.sort(key=lambda j: j[:3])
    return [_list(n, one, kind, why, kinds, words) for n, (_, _, _, one, kind, why) in enumerate(judged, 1)]


def _once(found: list[Found]) -> list[Found]:
    """Lists of the same entries and name, made at several places, are one."""
    seen: dict[tuple[object, ...], Found] = {}
    for one in found:
        key = (one.name, one.form, one.path, tuple(tuple(i.texts()) for i in one.items[:50]), len(one.items))
        seen.setdefault(key, one)
    return list(seen.values())


def _again(found: Found, told: set[tuple[str, ...]]) -> str | None:
    """Entries that are told already, and that nothing is compared with here, need not be told again."""
    entries = tuple(found.texts())
    if not entries or (entries in told and not found.compared):
        return AGAIN if entries else None
    told.add(entries)
    return None


def _list(number: int, found: Found, kind: Kind, why: str | None, kinds: Kinds, words: Glossary) -> ValueList:
    most = MOST_ITEMS if why is None else MOST_FOLDED
    items = tuple(_item(i, kind, kinds, words) for i in found.items[:most])
    langs = {t.lang for i in items for t in i.labels if t.lang} | {c for i in found.items for c in i.other}
    evidence = found.evidence
    if kind.personal:
        evidence = [
            s.model_copy(update={"reads": s.reads and masked(s.reads), "shows": "An entry (masked)"}) for s in evidence
        ]
    return ValueList(
        id=f"L-{number}",
        name=found.name,
        gloss=_named(found.name, words),
        kind=kind.id,
        form=found.form,
        languages=tuple(sorted(langs)),
        items=items,
        count=max(found.count or 0, len(found.items)),
        header=found.header,
        compared=tuple(found.compared),
        hit=tuple(found.hit),
        where=tuple(found.where),
        use=found.use,
        strength=found.strength,
        reach=found.reach,
        folded=why is not None,
        because=why,
        evidence=tuple(evidence),
    )


def _named(name: str, words: Glossary) -> str | None:
    """English for the name of a list: of the words after its class."""
    said = words.identifier(name.rpartition(".")[2]) or words.text(name)
    return said.gloss if said is not None else None


def _item(item: Item, kind: Kind, kinds: Kinds, words: Glossary) -> ListItem:
    own = [item.value, *item.cells]
    if kind.personal:
        own = [masked(t) if t else t for t in own]
    labels = own[1:] if any(own[1:]) else own[:1]
    others = [t for t in dict.fromkeys(item.other.values()) if t not in labels]
    sentinel = next(((t, s) for t in own if t and (s := kinds.sentinel(t)) is not None), None)
    notes = [n for n in (item.doubt, sentinel and f"“{sentinel[0]}” means that {sentinel[1]}") if n]
    return ListItem(
        value=own[0],
        labels=tuple(words.told(t) for t in [*labels, *others] if t or any(item.cells)),
        known_as=next((p for p in (kinds.product(t) for t in item.texts()) if p is not None), None),
        doubtful=item.doubt is not None,
        sentinel=sentinel is not None,
        note="; ".join(notes) or None,
        step=item.step if item.doubt is not None else None,
    )
