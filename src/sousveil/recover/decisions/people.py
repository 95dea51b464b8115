"""Whether an action is one about people: which words stand near it, and in its class."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from sousveil.knowledge.load import Knowledge
from sousveil.recover.code import Use
from sousveil.recover.decisions.places import Place
from sousveil.recover.decisions.terms import Term, parts, simple
from sousveil.recover.decisions.vocabulary import Vocabulary

_LOOKED = 10
"""Nodes of one value whose names are looked at."""


@dataclass(slots=True)
class Around:
    """Concerns that a class speaks of: id → the words."""

    words: dict[str, set[str]] = field(default_factory=dict)

    def take(self, id_: str, word: str) -> None:
        self.words.setdefault(id_, set()).add(word)

    def __contains__(self, id_: str) -> bool:
        return id_ in self.words


class Judge:
    """Says of a place whether what happens there happens to people."""

    def __init__(self, knowledge: Knowledge, concerns: Vocabulary) -> None:
        self._concerns = concerns
        self._kinds = {id_: action.kind for id_, action in knowledge.actions.items()}

    def around(self, class_name: str, uses: Iterable[Use], texts: Iterable[str]) -> Around:
        """What a class speaks of: its name, the fields and methods it names, its texts."""
        found = Around()
        names = {simple(class_name)}
        said = set(texts)
        for use in uses:
            for value in use.values:
                for node in parts(value, _LOOKED):
                    if node.kind == "text":
                        said.add(node.text)
                    elif node.kind in ("field", "static", "call") and not node.owner.startswith(("Landroid", "Ljava")):
                        names.add(node.name)
        for name in names:
            for hit in self._concerns.identifier(name):
                found.take(hit.id, hit.word)
        for text in said:
            for hit in self._concerns.text(text):
                found.take(hit.id, hit.word)
        return found

    def near(self, place: Place, method: str, terms: Sequence[Term]) -> Around:
        """What the place itself speaks of: its texts and names, and what is compared."""
        found = Around()
        owner, _, rest = method.partition("->")
        names = [place.name, simple(owner), rest.partition("(")[0]]
        for term in terms:
            names += [*term.words, simple(term.owner)]
        for hit in (h for name in names for h in self._concerns.identifier(name)):
            found.take(hit.id, hit.word)
        for hit in (h for one in place.said for h in self._concerns.text(one.text)):
            found.take(hit.id, hit.word)
        return found

    def kinds(self, place: Place) -> list[str]:
        """Actions that the place names, those against persons first."""
        ids = dict.fromkeys(hit.id for hit in place.hits)
        return sorted(ids, key=lambda id_: self._kinds.get(id_) != "person")

    def grave(self, place: Place) -> bool:
        """A measure against a person is named."""
        return any(self._kinds.get(hit.id) == "person" for hit in place.hits)

    def about_people(self, place: Place, near: Around, around: Around) -> bool:
        """A measure against persons needs a person or an authority in the same class besides its own words; what any
        app may do needs an authority near, and a person in the class."""
        own = {hit.word for hit in place.hits}
        if self.grave(place):
            authority = (near.words.get("authority", set()) | around.words.get("authority", set())) - own
            return "person" in around or "person" in near or bool(authority)
        if not place.hits or "authority" not in near:
            return False
        return "person" in near or "person" in around
