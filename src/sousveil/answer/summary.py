"""The parts of a report that are no findings: sample, parts, coverage, tool and knowledge."""

import hashlib
from importlib.metadata import version

from sousveil.answer.unknown import UNREAD
from sousveil.knowledge.load import Knowledge
from sousveil.model.evidence import Reach
from sousveil.model.facts import Facts
from sousveil.model.report import Coverage, KnowledgeSummary, PartSummary, SampleSummary, Tool
from sousveil.model.text import visible
from sousveil.model.traces import Traces


def tool() -> Tool:
    return Tool(name="sousveil", version=version("sousveil"))


def knowledge_summary(knowledge: Knowledge) -> KnowledgeSummary:
    return KnowledgeSummary(
        version=knowledge.version,
        sha256=knowledge.sha256,
        entries=len(knowledge.entries),
        rules=len(knowledge.rules),
    )


def sample_summary(facts: Facts) -> SampleSummary:
    root = facts.part(0)
    data = facts.parts.blob(0).bytes()
    manifest = facts.manifest
    summary = SampleSummary(
        name=visible(root.path),
        kind=root.kind,
        size=_size(facts),
        sha256=root.sha256,
        sha1=hashlib.sha1(data, usedforsecurity=False).hexdigest(),
        md5=hashlib.md5(data, usedforsecurity=False).hexdigest(),
    )
    if manifest is None:
        return summary
    return summary.model_copy(
        update={
            "package": visible(manifest.package),
            "label": {locale: visible(text) for locale, text in sorted(manifest.label.items())},
            "version_name": visible(manifest.version_name) if manifest.version_name else None,
            "version_code": str(manifest.version_code) if manifest.version_code is not None else None,
            "min_sdk": manifest.min_sdk,
            "target_sdk": manifest.target_sdk,
        }
    )


def _size(facts: Facts) -> int:
    """Bytes of the sample; of a folder, of all its files."""
    root = facts.part(0)
    return sum(p.size for p in facts.parts if p.parent == 0) if root.kind == "tree" else root.size


def part_summaries(facts: Facts) -> tuple[PartSummary, ...]:
    return tuple(
        PartSummary(
            path=visible(p.full_path),
            kind=p.kind,
            size=p.size,
            packed_size=p.packed_size,
            offset=p.offset,
            sha256=p.sha256,
            opened=p.opened is not None,
        )
        for p in facts.parts
    )


def coverage(facts: Facts, traces: Traces) -> Coverage:
    counts = facts.code.counts() if facts.code is not None else {}
    reach = traces.reach.counts() if traces.reach is not None else {}
    unread = {g.part for g in facts.gaps if g.cause in UNREAD}
    return Coverage(
        parts=len(facts.parts),
        parts_unread=len(unread),
        classes=counts.get("classes", 0),
        methods=counts.get("bodies", 0),
        methods_live=reach.get(Reach.LIVE, 0),
        methods_dead=reach.get(Reach.DEAD, 0),
        methods_unknown=reach.get(Reach.UNKNOWN, 0) + reach.get(Reach.DORMANT, 0),
        instructions=counts.get("instructions", 0),
        native_files=len(facts.tables["native_files"]) if "native_files" in facts.tables else 0,
        resources=len(facts.tables["resources"]) if "resources" in facts.tables else 0,
        permissions_asked=sum(1 for r in facts.rows("permissions") if r["how"] == "asked"),
    )
