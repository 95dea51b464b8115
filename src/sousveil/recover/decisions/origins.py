"""Where compared values come from, as far as the code says: set here, typed in, or brought from outside."""

from collections.abc import Iterable

from sousveil.recover.code import OwnCode, Use
from sousveil.recover.decisions.terms import Names, Term, parts
from sousveil.recover.decisions.wants import Want

_LOOKED = 30
_MOST = 40
"""Writes to one field that are looked at."""


class Origins:
    """Answers for a term what decides it. Reads what the uses set."""

    def __init__(self, own: OwnCode, names: Names, uses: Iterable[Use]) -> None:
        self._names = names
        self._set: dict[str, list[Use]] = {}
        accessors = own.accessors
        for use in uses:
            if not use.values:  # code that does not hold together
                continue
            if use.kind == "write" and use.symbol is not None and use.method not in accessors:
                self._keep(use.text.partition("->")[0], use.text.partition("->")[2].partition(":")[0], use)
            elif use.kind == "call" and len(use.values) == 2:
                owner, _, rest = use.text.partition("->")
                name = rest.partition("(")[0]
                if name.startswith("set") and not owner.startswith(("Landroid", "Ljava")):
                    self._keep(owner, name[3:], use)

    def _keep(self, owner: str, name: str, use: Use) -> None:
        bare = name[1:] if len(name) > 1 and name[0] == "m" and name[1].isupper() else name
        found = self._set.setdefault(f"{owner}->{bare.lower()}", [])
        if len(found) < _MOST:
            found.append(use)

    def elsewhere(self, want: Want) -> str | None:
        """In words, where the value is not decided in the code that was read; None where it is, or that is open."""
        term = want.term
        if term is None:
            return None
        name = f"`{term.name}`"
        if want.leaf.decides == "server" and term.kind != "widget":
            return f"{name} comes from a server's answer: how it is decided there is not known."
        if term.outside == "answer":
            return (
                f"{name} is read from data that the app is given (an answer in JSON): how it is decided is not known."
            )
        if term.outside == "message":
            return f"{name} is handed over by another screen or app: what decides it is not told here."
        return self._of_field(term, name) if term.kind == "field" else None

    def _of_field(self, term: Term, name: str) -> str | None:
        kinds = {self._kind(use, term) for use in self._set.get(term.key, [])}
        if kinds <= {"copy", "answer"} and "answer" in kinds:
            return f"{name} is filled from data that the app is given (JSON): how it is decided is not known."
        if kinds <= {"copy"}:
            return f"Nothing in the code that was read decides `{term.name}`; it is taken as it comes from outside."
        return None

    def _kind(self, use: Use, term: Term) -> str:
        """What is set: a copy of the same, part of an answer, or something decided here."""
        value = use.values[0] if use.kind == "write" else use.values[1]
        for node in parts(value, _LOOKED):
            if node.kind == "call" and node.owner.startswith(
                ("Lorg/json/", "Lcom/google/gson/", "Lcom/alibaba/fastjson")
            ):
                return "answer"
        found = self._names.term(value)
        if found is not None and found.kind in ("field", "key") and _alike(found, term):
            return "copy"
        if value.kind == "parameter" or (value.kind == "int" and value.number == 0):
            return "copy"
        return "here"


def _alike(one: Term, other: Term) -> bool:
    """Names that end in the same word: `push_action` and `action`."""
    a, b = one.words[0].lower().replace("_", ""), other.words[0].lower().replace("_", "")
    return a.endswith(b) or b.endswith(a)
