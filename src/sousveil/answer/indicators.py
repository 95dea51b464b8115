"""Indicators: names, hashes and addresses by which a helper knows this app on a phone or in a file.

Nothing general is one: no public test certificate, no service that very many use, no name of a known library.
"""

from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath

from sousveil.knowledge.load import Knowledge
from sousveil.model import spots
from sousveil.model.evidence import Reach
from sousveil.model.facts import Facts
from sousveil.model.indicator import Indicator
from sousveil.model.recovered import Recovered
from sousveil.model.report import Finding, Question
from sousveil.model.traces import Traces

MOST_OF_A_KIND = 40
_MADE = ("/R;", "/BuildConfig;")
"""Classes that build tools make in every app."""
SHORTEST = 12
"""Characters of a class or part name that is no accident."""
SHORT = 3
"""Characters of a file's name that many may have."""
_FILES = ("file", "folder")


def indicators(
    facts: Facts, traces: Traces, knowledge: Knowledge, recovered: Recovered, found: Sequence[Finding]
) -> Iterator[Indicator]:
    """All of them, firm ones first within a kind."""
    yield from _app(facts, found)
    yield from _servers(knowledge, found)
    yield from _paths(recovered, knowledge)
    yield from _accounts(recovered)
    yield from _code(facts, traces)
    yield from _entries(facts)


def _app(facts: Facts, found: Sequence[Finding]) -> Iterator[Indicator]:
    if facts.manifest is not None and facts.manifest.package:
        says = "The app's name for the system. An app of this name is installed; another app may have the same name."
        yield Indicator(kind="package", value=facts.manifest.package, says=says)
    yield Indicator(kind="file_hash", value=facts.part(0).sha256, says="SHA-256 of exactly this file.")
    for finding in found:
        sha256 = finding.data.get("sha256")
        if finding.rule == "made_by/certificate" and sha256 and not finding.data.get("public_test_key"):
            says = "SHA-256 of the certificate that signed it. Other apps with it come from the same hands."
            yield Indicator(kind="certificate", value=str(sha256), says=says)
    for part in list(facts.parts)[1:]:
        if (part.kind in ("apk", "dex", "elf") and "!/" in part.full_path) or (
            part.full_path.startswith("assets/") and part.kind in ("apk", "dex", "elf")
        ):
            yield Indicator(kind="file_hash", value=part.sha256, says=f"SHA-256 of {part.full_path} inside it.")


def _servers(knowledge: Knowledge, found: Sequence[Finding]) -> Iterator[Indicator]:
    seen: set[str] = set()
    for finding in found:
        host = str(finding.data.get("host") or "")
        if finding.question is not Question.SENDS or not host or finding.reach is Reach.DEAD or host in seen:
            continue
        network = finding.data.get("network")
        general = any(one.hold(host) for one in knowledge.services.values())
        if general or finding.data.get("library") or finding.data.get("folded") or network not in ("name", "public"):
            continue
        seen.add(host)
        kind = "domain" if network == "name" else "address"
        says = "A server that the app's code names. A connection to it from a phone suggests this app or a sibling."
        yield Indicator(kind=kind, value=host, says=says, left_by_use=True)


def _paths(recovered: Recovered, knowledge: Knowledge) -> Iterator[Indicator]:
    told = [m for m in recovered.remains if m.stays and m.pattern and m.reach is not Reach.DEAD and m.kind in _FILES]
    for one in [m for m in told if {"written", "made"} & set(m.verbs)][:MOST_OF_A_KIND]:
        path = one.pattern or one.where
        says = f"The app {'makes' if one.kind == 'folder' else 'writes'} it; it stays when the app is uninstalled."
        says += "".join(f" Written into it: {form}." for form in one.format)
        yield Indicator(kind="path", value=path, says=says, firm=_own(path, one.storage, knowledge), left_by_use=True)


def _accounts(recovered: Recovered) -> Iterator[Indicator]:
    for one in recovered.remains:
        if one.kind == "account" and one.pattern and "made" in one.verbs and one.reach is not Reach.DEAD:
            says = "The app adds an account of this type; it is there while the app is installed."
            yield Indicator(kind="account", value=one.where, says=says, firm=False, left_by_use=True)


def _own(path: str, storage: str, knowledge: Knowledge) -> bool:
    """Whether a whole path has a name in it that is not every phone's."""
    known = knowledge.storage.get(storage)
    if "*" in path or known is None:
        return False
    begin = max((b for b in known.begins if path == b or path.startswith(b.rstrip("/") + "/")), key=len, default="")
    stems = [PurePosixPath(name).stem for name in path[len(begin) :].casefold().split("/")]
    names = [name for name in stems if name and name not in known.usual]
    return bool(names) and (len(names) > 1 or len(names[0]) > SHORT)


def _code(facts: Facts, traces: Traces) -> Iterator[Indicator]:
    """Names of the app's own classes, as they stand in classes.dex; of nested classes the outer one. Those that
    came out of a sealed part are not to be seen there."""
    sealed = any(part.opened is not None for part in facts.parts)
    seen = [n for n in traces.own_classes if not sealed or facts.part(spots.class_itself(facts, n).part).opened is None]
    names = sorted({name.partition("$")[0].rstrip(";") + ";" for name in seen})
    long = [n for n in names if len(n) >= SHORTEST and n.count("/") >= 2 and not n.endswith(_MADE)]
    for name in long[:: max(1, len(long) // MOST_OF_A_KIND)][:MOST_OF_A_KIND]:
        yield Indicator(kind="code", value=name, says="Name of a class of the app's own code.", firm=False)


def _entries(facts: Facts) -> Iterator[Indicator]:
    names = [p.full_path for p in facts.parts if p.full_path.startswith("assets/") and "!/" not in p.full_path]
    for name in [n for n in names if len(n) >= SHORTEST + 4][:MOST_OF_A_KIND]:
        yield Indicator(kind="entry", value=name, says="Name of a file inside the package.", firm=False)
