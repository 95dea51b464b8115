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
from sousveil.model.parts import Parts, RawGap
from sousveil.model.report import Report
from sousveil.model.traces import Traces

Progress = Callable[[str], None]
"""Called with the name of each stage as it begins."""

PASSES = 4
"""Readings of one sample: what was opened may hold what is sealed, or the key to something else."""
_UNREAD = f"was opened, but what came out was not read: the sample was read {PASSES} times"
_CLOSES = "Audit the file in the folder opened/ by itself."


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
    knowledge = load(job.knowledge)
    if job.show_people:
        knowledge = knowledge.unmasked()
    facts, traces, opened = understand(parts, job.limits, knowledge, progress)
    progress("recovering")
    recovered = recover.recover(facts, traces, knowledge, opened)
    progress("answering")
    report = answer.answer(facts, traces, knowledge, recovered)
    progress("writing")
    keep(facts, job.out)
    keep_opened(facts, job.out)
    tell.write(report, job.out)
    return report


def audit_in_memory(sample: Path, limits: Limits, knowledge: Knowledge) -> Report:
    """The same line without writing anything: for lint, where the samples are our own test apps."""
    parts = opening.open_sample(sample, limits)
    facts, traces, opened = understand(parts, limits, knowledge, lambda _stage: None)
    return answer.answer(facts, traces, knowledge, recover.recover(facts, traces, knowledge, opened))


def understand(
    parts: Parts, limits: Limits, knowledge: Knowledge, progress: Progress
) -> tuple[Facts, Traces, recover.Unsealed]:
    """Reads and traces. Where the app's own code opens sealed parts, what came out becomes parts too, and all is read
    again from the start, so that code in it is audited with the rest; at most `PASSES` times."""
    opened: recover.Unsealed | None = None
    tried: set[int] = set()
    for passed in range(1, PASSES + 1):
        progress("reading")
        facts = reading.read(parts)
        progress("tracing")
        traces = trace.trace(facts, knowledge, follow=False)
        opened = recover.unseal(facts, traces, knowledge, opened, passed)
        fresh = {one.part: one.data for one in opened.closed if one.data is not None and one.part not in tried}
        if not fresh or passed == PASSES:
            break
        tried |= fresh.keys()
        progress("opening further")
        parts = opening.open_further(parts, limits, fresh)
    for number in fresh:
        facts.gaps.append(RawGap(number, "entry", "limit", f"{parts[number].full_path} {_UNREAD}", _CLOSES))
    trace.follow_data(facts, knowledge, traces)
    assert opened is not None  # noqa: S101 - there is one pass at least
    return facts, traces, opened


def open_facts(sample: Path, limits: Limits) -> Facts:
    """The first two stages: what was read from a sample."""
    return reading.read(opening.open_sample(sample, limits))


def keep_opened(facts: Facts, out: Path) -> None:
    """Writes what came out of sealed parts, named by hash, so that other tools can open it."""
    for part in facts.parts:
        if part.came_out:
            folder = out / "opened"
            folder.mkdir(exist_ok=True)
            (folder / f"{part.sha256[:16]}.{part.kind}").write_bytes(facts.parts.blob(part.number).bytes())


def keep(facts: Facts, out: Path) -> None:
    """Writes every fact table as Parquet, with all oddities and gaps that the readers met."""
    facts.tables["oddities"] = facts.parts.oddity_table(facts.oddities)
    facts.tables["gaps"] = facts.parts.gap_table(facts.gaps)
    folder = out / "facts"
    folder.mkdir(exist_ok=True)
    for name, table in sorted(facts.tables.items()):
        table.write(folder / f"{name}.parquet")
