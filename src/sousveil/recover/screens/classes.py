"""Which classes are screens, and to which screen the code around them belongs."""

import re
from functools import cached_property

from sousveil.model.facts import Facts
from sousveil.model.traces import Traces

_KINDS = (
    ("dialog", re.compile(r"(Dialog|DialogFragment|PopupWindow|BottomSheet\w*);$")),
    ("fragment", re.compile(r"Fragment(Compat)?;$")),
    (
        "row",
        re.compile(
            r"(Base|Array|Cursor|Simple|BaseExpandableList|RecyclerView\$|List|PagingData|BaseQuick|Common)"
            r"(Adapter|ViewHolder);$|/(Recycler)?View\$?Holder;$"
        ),
    ),
    ("activity", re.compile(r"Activity(Compat)?;$")),
    ("view", re.compile(r"/(View|ViewGroup|\w+Layout|\w+View|EditText|Button|Spinner);$")),
)
_PAGES = re.compile(r"(FragmentPagerAdapter|FragmentStatePagerAdapter|FragmentStateAdapter);$")
_LAMBDA = re.compile(r"/-\$\$Lambda\$(\w+?)\$")
_DEEPEST = 40


def dotted(descriptor: str) -> str:
    """`Lcom/x/A$B;` → `com.x.A$B`."""
    return descriptor[1:-1].replace("/", ".") if descriptor.startswith("L") else descriptor


def descriptor(name: str) -> str:
    """`com.x.A` → `Lcom/x/A;`."""
    return f"L{name.replace('.', '/')};"


class Classes:
    """Classes of the sample with their ancestors, by descriptor."""

    def __init__(self, facts: Facts, traces: Traces) -> None:
        self._facts = facts
        self.own = frozenset(traces.own_classes)
        self._homes: dict[str, str | None] = {}
        self.makers: dict[str, set[str]] = {}
        """Class → screens that make it; filled by who reads the code."""
        self.activities = frozenset(
            descriptor(str(row["target"] or row["class"]))
            for row in facts.rows("components") if row["kind"] in ("activity", "alias")
        )  # fmt: skip

    @cached_property
    def parents(self) -> dict[str, str]:
        """Class → the class it extends."""
        if "classes" not in self._facts.tables or "types" not in self._facts.tables:
            return {}
        names = {number: str(name) for number, name in self._facts.pairs("types", "type", "name")}
        above = self._facts.pairs("classes", "type", "parent")
        return {names[number]: names.get(parent, "") for number, parent in above if number in names}

    def ancestors(self, name: str) -> list[str]:
        """The class and all above it that are known, itself first."""
        found = [name]
        while len(found) < _DEEPEST and (above := self.parents.get(found[-1])) and above not in found:
            found.append(above)
        return found

    def kind(self, name: str) -> str | None:
        """activity, fragment, dialog, row, view; None for a class that shows nothing itself."""
        if name in self.activities:
            return "activity"
        above = self.ancestors(name)[1:]
        if any(_PAGES.search(one) for one in above):
            return None
        # What Android or a library calls itself tells more than what the app calls its own classes.
        for one in reversed(above):
            if one in self.own:
                continue
            for kind, pattern in _KINDS:
                if pattern.search(one):
                    return kind
        return None

    def is_screen(self, name: str) -> bool:
        return self.kind(name) in ("activity", "fragment", "dialog")

    def home(self, name: str) -> str | None:
        """The class that shows what the code of this class is about: itself, the class it stands in, or the only
        screen that makes it."""
        if name not in self._homes:
            self._homes[name] = None
            self._homes[name] = self._home(name)
        return self._homes[name]

    def _home(self, name: str) -> str | None:
        if self.kind(name) is not None:
            return name
        inside = _LAMBDA.search(name)
        if inside:
            return self.home(name[: inside.start() + 1] + inside[1] + ";")
        bare = name.rstrip(";")
        while "$" in bare:
            bare = bare[: bare.rfind("$")].rstrip("$")
            if bare.endswith("/"):
                break
            if bare + ";" in self.own:
                return self.home(bare + ";")
        makers = {home for maker in self.makers.get(name, ()) if (home := self.home(maker)) is not None}
        return next(iter(makers)) if len(makers) == 1 else None
