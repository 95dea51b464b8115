"""The line: open → read → trace → recover → answer → tell. The only file that orders the stages."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from sousveil import answer, recover, tell, trace
from sousveil import open as opening
from sousveil import read as reading
from sousveil.knowledge.load import Knowledge, load
from sousveil.model.facts import Facts
from sousveil.model.limits import Limits
from sousveil.model.recovered import Recovered
from sousveil.model.report import Report

Progress = Callable[[str], None]
"""Called with the name of each stage as it begins."""


@dataclass(frozen=True, slots=True)
class Job:
    """What one worker process is asked to do. `out` exists and is the only folder written to."""

    sample: Path
    out: Path
    limits: Limits
    knowledge: Path | None = None
    show_people: bool = False


def run(job: Job, progress: Progress) -> Report:
    """Audits one sample and writes report.json, report.html and facts/*.parquet below `job.out`."""
    progress("opening")
    parts = opening.open_sample(job.sample, job.limits)
    progress("reading")
    facts = reading.read(parts)
    knowledge = load(job.knowledge)
    if job.show_people:
        knowledge = knowledge.unmasked()
    progress("tracing")
    traces = trace.trace(facts, knowledge)
    progress("recovering")
    recovered = recover.recover(facts, traces, knowledge)
    progress("answering")
    report = answer.answer(facts, traces, knowledge, recovered)
    progress("writing")
    keep(facts, job.out)
    keep_opened(recovered, job.out)
    tell.write(report, job.out)
    return report


def audit_in_memory(sample: Path, limits: Limits, knowledge: Knowledge) -> Report:
    """The same line without writing anything: for lint, where the samples are our own test apps."""
    facts = open_facts(sample, limits)
    traces = trace.trace(facts, knowledge)
    return answer.answer(facts, traces, knowledge, recover.recover(facts, traces, knowledge))


def open_facts(sample: Path, limits: Limits) -> Facts:
    """The first two stages: what was read from a sample."""
    return reading.read(opening.open_sample(sample, limits))


def keep_opened(recovered: Recovered, out: Path) -> None:
    """Writes what came out of sealed parts, named by hash, so that it can be audited by itself."""
    for one in recovered.sealed:
        data = recovered.inside.get(one.id)
        if data is not None:
            folder = out / "opened"
            folder.mkdir(exist_ok=True)
            (folder / f"{one.opened_sha256[:16]}.{one.kind}").write_bytes(data)


def keep(facts: Facts, out: Path) -> None:
    """Writes every fact table as Parquet, with all oddities and gaps that the readers met."""
    facts.tables["oddities"] = facts.parts.oddity_table(facts.oddities)
    facts.tables["gaps"] = facts.parts.gap_table(facts.gaps)
    folder = out / "facts"
    folder.mkdir(exist_ok=True)
    for name, table in sorted(facts.tables.items()):
        table.write(folder / f"{name}.parquet")
