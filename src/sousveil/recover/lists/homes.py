"""Which code goes by the app's own name: that of its package, or of a component that it declares."""

from sousveil.knowledge.load import Knowledge
from sousveil.model.facts import Facts
from sousveil.recover.lists.found import Found

_SHARED = {"com", "org", "net", "io", "android", "androidx", "java", "javax", "kotlin", "kotlinx"}


def homes(facts: Facts, knowledge: Knowledge) -> set[str]:
    """First two parts of the names of the package and of declared classes, slashed. A name that a maker of libraries
    goes by counts for the package alone: a library may have components too."""
    names = [facts.manifest.package] if facts.manifest is not None and facts.manifest.package else []
    makers = _makers(knowledge)
    declared = {_slashed(str(row["class"])) for row in facts.rows("components") if row.get("class")}
    found = {_slashed(name) for name in names} | {stem for stem in declared if stem not in makers}
    return {stem for stem in found if stem and stem not in _SHARED}


def _makers(knowledge: Knowledge) -> set[str]:
    """What libraries begin with."""
    finds = [find.class_ for entry in knowledge.of_kind("products").values() for find in entry.find]
    return {_slashed(name.rstrip(".") + ".x.y") for name in finds if name and name.count(".") > 1}


def _slashed(name: str) -> str:
    return _stem(name.replace(".", "/").removeprefix("L").removesuffix(";"))


def at_home(facts: Facts, found: Found, home: set[str]) -> bool:
    """Whether a list is made by code that goes by such a name; true where there is none to tell by."""
    if facts.code is None or found.method is None or not home:
        return True
    owner = (facts.code.method_class(found.method) or "").removeprefix("L")
    return _stem(owner) in home


def _stem(name: str) -> str:
    return "/".join(name.split("/")[:2]) if name.count("/") > 1 else name.rsplit("/", 1)[0]
