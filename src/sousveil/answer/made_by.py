"""Who made it, who helped, whose code is in it?"""

import re
from collections import Counter
from collections.abc import Iterator

from sousveil.answer import rules
from sousveil.answer.evidence import ordered, reach_of, steps
from sousveil.knowledge.load import Knowledge
from sousveil.model import spots
from sousveil.model.evidence import Role, Step, Strength
from sousveil.model.facts import Facts
from sousveil.model.knowledge import CatalogueEntry
from sousveil.model.report import Finding, Question
from sousveil.model.sighting import Sighting
from sousveil.model.text import one_line, visible
from sousveil.model.traces import Traces

OWN_PACKAGES_SHOWN = 8
WHOLE = "."
"""The path of the sample itself among its parts."""
FOLDED = ("library", "framework", "platform")
"""Kinds of products that are told together; trackers are told by a rule, which also says when there is none."""
_ABOUT_CERTIFICATES = (
    "A public test key is in everyone's hands; a debug key is made by the build tools under a name everyone's has."
)


def answer(facts: Facts, traces: Traces, knowledge: Knowledge) -> list[Finding]:
    """Certificate, the app's own packages, names and marks found in it, and the products it contains."""
    return [
        *_certificates(facts, knowledge),
        *_own_packages(facts, traces),
        *rules.findings(Question.MADE_BY, facts, traces, knowledge),
        *_products(facts, traces, knowledge),
    ]


def _certificates(facts: Facts, knowledge: Knowledge) -> Iterator[Finding]:
    rows = [r for r in facts.rows("signers") if r["role"] == "signer"]
    for sha256 in sorted({r["sha256"] for r in rows}):
        same = [r for r in rows if r["sha256"] == sha256]
        row = same[0]
        public = public_key(row, knowledge)
        schemes = rules.listing(sorted({r["scheme"] for r in same}))
        subject = one_line(row["subject"], 120)
        says = f"{_signed(same, rows, facts)} is signed ({schemes}) with the certificate «{subject}», "
        says += f"SHA-256 {sha256[:16]}…"
        if public:
            says += f", a test or debug key ({public}), so it does not say who made the app"
        invalid = [f"{r['scheme']}: {r['why']}" for r in same if r["valid"] == "no"]
        if invalid:
            says += f"; the signature does not hold ({rules.listing(invalid)})"
        yield Finding(
            id=rules.UNNUMBERED,
            question=Question.MADE_BY,
            rule="made_by/certificate",
            says=says + ".",
            data={
                "sha256": sha256,
                "sha1": row["sha1"],
                "subject": visible(row["subject"]),
                "issuer": visible(row["issuer"]),
                "not_before": row["not_before"],
                "not_after": row["not_after"],
                "key": f"{row['key_kind']} {row['key_bits']}",
                "schemes": {r["scheme"]: r["valid"] for r in same},
                "public_test_key": public,
            },
            strength=Strength.OBSERVED,
            evidence=tuple(_certificate_step(facts, r) for r in same),
            innocent_if=_ABOUT_CERTIFICATES
            if public
            else "Every Android app is signed; a self-signed certificate is "
            "normal and its subject is whatever its maker typed.",
        )


def _signed(same: list[dict[str, object]], rows: list[dict[str, object]], facts: Facts) -> str:
    """What bears the signature: the sample, or a package that lies in a signed sample."""
    paths = sorted({facts.part(int(str(r["part"]))).full_path for r in same})
    whole = any(facts.part(int(str(r["part"]))).full_path == WHOLE for r in rows)
    if WHOLE in paths or not whole:
        return "The package"
    return f"A package inside the package ({one_line(rules.listing(paths, 2), 120)})"


def _certificate_step(facts: Facts, row: dict[str, object]) -> Step:
    part = facts.part(int(str(row["part"])))
    return Step(
        part=part.full_path,
        part_sha256=part.sha256,
        place=f"cert:{row['scheme']}/{row['signer']}/{row['certificate']}",
        reads=f"sha256 {row['sha256']}",
        shows=f"The signer's certificate in the {row['scheme']} signature",
    )


def public_key(row: dict[str, object], knowledge: Knowledge) -> str | None:
    """What the public test key is called, when the certificate is one."""
    for group in knowledge.certificates.values():
        for key in group.get("certificates", []) if isinstance(group, dict) else []:
            by_hash = key.get("sha256") and key["sha256"].lower() == row["sha256"]
            by_subject = key.get("subject") and re.search(key["subject"], str(row["subject"]))
            if by_hash or by_subject:
                return str(key["what"])
    return None


def _own_packages(facts: Facts, traces: Traces) -> Iterator[Finding]:
    """The packages of code that no known library explains, with the number of classes in each."""
    count: Counter[str] = Counter()
    example: dict[str, str] = {}
    for name in traces.own_classes:
        stem = ".".join(name[1:-1].split("/")[:-1][:3]) or "(no package)"
        if stem.startswith("android."):
            stem = "android.*"
        count[stem] += 1
        example.setdefault(stem, name)
    if not count:
        return
    top = sorted(count.items(), key=lambda item: (-item[1], item[0]))
    shown = [
        f"{visible(name)} ({number} class{'es' if number > 1 else ''})" for name, number in top[:OWN_PACKAGES_SHOWN]
    ]
    shown = [s.replace("android.* (", "packages named like Android's own (android.*, ") for s in shown]
    more = f", and in {len(top) - len(shown)} further packages" if len(top) > len(shown) else ""
    yield Finding(
        id=rules.UNNUMBERED,
        question=Question.MADE_BY,
        rule="made_by/own_code",
        says=f"Code that no known library explains lies in {rules.listing(shown, OWN_PACKAGES_SHOWN)}{more}.",
        data={"packages": {visible(name): number for name, number in top[:100]}, "packages_in_all": len(top)},
        strength=Strength.OBSERVED,
        evidence=tuple(_class_step(facts, example[name]) for name, _ in top[:OWN_PACKAGES_SHOWN]),
        innocent_if="A package name is chosen freely by its author; a library that is not in our catalogue "
        "appears here.",
    )


def _class_step(facts: Facts, name: str) -> Step:
    spot = spots.class_itself(facts, name)
    part = facts.part(spot.part)
    return Step(
        part=part.full_path,
        part_sha256=part.sha256,
        place=spot.place,
        reads=spot.reads,
        shows="A class of this package",
        role=Role.SITE,
    )


def _products(facts: Facts, traces: Traces, knowledge: Knowledge) -> Iterator[Finding]:
    folded: list[tuple[CatalogueEntry, list[Sighting]]] = []
    for entry in sorted(knowledge.of_kind("products").values(), key=lambda e: e.id):
        seen = ordered(traces.of(entry.id))
        if not seen or entry.id.startswith("product.tracker."):
            continue
        if entry.detail.get("kind") in FOLDED:
            folded.append((entry, seen))
        else:
            yield _product(entry, seen, facts, traces, knowledge)
    if folded:
        yield _libraries(folded, facts, traces, knowledge)


def _product(
    entry: CatalogueEntry, seen: list[Sighting], facts: Facts, traces: Traces, knowledge: Knowledge
) -> Finding:
    name = rules.product_name(knowledge, entry.id)
    maker, purpose = entry.detail.get("maker"), entry.detail.get("purpose")
    ways = sorted({s.how for s in seen})
    weak = rules.judged_by(seen)
    named = facts.code is not None and facts.code.written and not weak
    says = f"The package contains {name}"
    says += f" by {maker}" if maker and maker not in name else ""
    says += f" ({purpose})" if purpose and purpose != "general" else ""
    says += weak
    says += "; the code of the part itself is not in the folder" if named and not _held(seen) else ""
    return Finding(
        id=rules.UNNUMBERED,
        question=Question.MADE_BY,
        rule="made_by/product",
        says=says + ".",
        data={"product": entry.id, "name": name, "detail": dict(entry.detail), "seen_by": ways},
        categories=tuple(entry.categories),
        strength=Strength.INFERRED if weak else Strength.OBSERVED,
        reach=reach_of(seen),
        evidence=steps(facts, traces, seen, {entry.id: f"A mark of {name}"}),
        innocent_if="Such parts are bought or free; their presence does not say who uses the app, nor that each of "
        "their functions is used.",
    )


def _held(seen: list[Sighting]) -> bool:
    """Whether a class of the part is in the sample itself."""
    return any(s.how == "class" and s.class_name for s in seen)


def _libraries(
    folded: list[tuple[CatalogueEntry, list[Sighting]]], facts: Facts, traces: Traces, knowledge: Knowledge
) -> Finding:
    names = sorted({rules.product_name(knowledge, entry.id) for entry, _ in folded})
    firsts = [seen[0] for _, seen in folded]
    return Finding(
        id=rules.UNNUMBERED,
        question=Question.MADE_BY,
        rule="made_by/libraries",
        says=f"The package contains {len(names)} general librar{'ies' if len(names) > 1 else 'y'}: "
        f"{rules.listing(names, 12)}.",
        data={"libraries": names, "products": [entry.id for entry, _ in folded]},
        strength=Strength.OBSERVED,
        evidence=steps(
            facts,
            traces,
            firsts,
            {entry.id: f"A mark of {rules.product_name(knowledge, entry.id)}" for entry, _ in folded},
        ),
        innocent_if="Most apps are built from such libraries.",
    )
