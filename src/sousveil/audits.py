"""Auditing from outside: one killable process a sample, and the audit it leaves in a folder."""

from __future__ import annotations

import dataclasses
import errno
import hashlib
import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from typing import IO, TYPE_CHECKING, Any

from sousveil.errors import AuditFailed, InputError, KnowledgeError, LimitExceeded, NotASample
from sousveil.model.limits import Limits

if TYPE_CHECKING:
    from sousveil.core import Table
    from sousveil.model.report import Finding, Gap, Report

Progress = Callable[[Path, str], None]
"""Called with the sample and the stage that begins."""


class FactTables(Mapping[str, "Table"]):
    """The fact tables of an audit by name, read from Parquet when asked for.

    A table speaks the Arrow PyCapsule interface: `pyarrow.table(audit.facts["calls"])`, polars and DuckDB take it.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def __getitem__(self, name: str) -> Table:
        from sousveil.core import Table

        path = self._folder / f"{name}.parquet"
        if name not in set(self):
            raise KeyError(name)
        return Table.read(path)

    def __iter__(self) -> Iterator[str]:
        return iter(sorted(p.stem for p in self._folder.glob("*.parquet")))

    def __len__(self) -> int:
        return sum(1 for _ in self)


@dataclass(frozen=True)
class Audit:
    """A finished audit in its folder. Made by `audit`, reloaded by `Audit.load`."""

    folder: Path
    report: Report
    _held: Any = None

    @classmethod
    def load(cls, folder: Path | str) -> Audit:
        """Reads an audit back. Raises `InputError` when the folder holds none."""
        from pydantic import ValidationError

        from sousveil.model.report import Report

        path = Path(folder) / "report.json"
        try:
            return cls(Path(folder), Report.model_validate_json(path.read_bytes()))
        except (OSError, ValidationError) as error:
            raise InputError(
                f"{path}: no report that this version reads ({type(error).__name__}).",
                "Name the folder that `sousveil audit -o` wrote, or audit the sample again.",
            ) from error

    @property
    def findings(self) -> tuple[Finding, ...]:
        return self.report.findings

    @property
    def gaps(self) -> tuple[Gap, ...]:
        return self.report.gaps

    @property
    def facts(self) -> FactTables:
        return FactTables(self.folder / "facts")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one sample. `status` is audited, unreadable, knowledge, limit or defect."""

    sample: Path
    status: str
    folder: Path | None = None
    summary: str = ""
    error: str = ""
    trace: str = ""
    unread: Sequence[str] = ()
    defects: Sequence[str] = ()
    findings: Sequence[tuple[str, str]] = ()
    knowledge: Sequence[Any] = ("", 0, "", "")


def audit(
    sample: Path | str,
    out: Path | str | None = None,
    *,
    limits: Limits | None = None,
    knowledge: Path | str | None = None,
    show_people: bool = False,
) -> Audit:
    """Audits one sample and returns the result.

    `out` keeps report.json, report.html and facts/; without it they live as long as the returned object.
    `show_people` leaves third parties' data in the sample unmasked.
    Raises `NotASample`, `LimitExceeded`, `KnowledgeError` or `AuditFailed`, each saying what to do next.
    """
    held = tempfile.TemporaryDirectory(prefix="sousveil-") if out is None else None
    folder = Path(held.name if held else str(out))
    outcome = run_one(
        Path(sample), folder, limits or Limits(), Path(knowledge) if knowledge else None, show_people=show_people
    )
    if outcome.status == "unreadable":
        raise NotASample(outcome.error)
    if outcome.status == "knowledge":
        raise KnowledgeError(*outcome.knowledge)
    if outcome.status == "limit":
        raise LimitExceeded(outcome.error)
    if outcome.status != "audited":
        raise AuditFailed(outcome.error, outcome.trace)
    loaded = Audit.load(folder)
    return Audit(folder, loaded.report, held)


def audit_many(
    samples: Sequence[Path],
    out: Path,
    limits: Limits,
    knowledge: Path | None,
    *,
    jobs: int,
    width: int,
    progress: Progress,
    show_people: bool = False,
) -> Iterator[Outcome]:
    """Audits samples side by side, each in its own process; outcomes in the order of `samples`.

    With one sample the results lie in `out`, with several in a folder each, named by the first 16 hex digits of
    the sample's SHA-256.
    """
    several = len(samples) > 1

    def one(sample: Path) -> Outcome:
        try:
            folder = out / fingerprint(sample)[:16] if several else out
        except OSError as error:
            return Outcome(sample, "unreadable", error=f"{sample}: {error.strerror}. Check the path.")
        return run_one(sample, folder, limits, knowledge, width=width, show_people=show_people, progress=progress)

    with ThreadPoolExecutor(max(1, jobs)) as pool:
        yield from pool.map(one, samples)


def fingerprint(sample: Path) -> str:
    """SHA-256 of a file; of a folder, over the sorted paths and hashes of the files in it. Links are not followed."""
    if sample.is_dir():
        from sousveil.open import tree

        return tree.fingerprint(sample, Limits())
    if sample.exists() and not sample.is_file():
        raise OSError(errno.EINVAL, "This is a device or a pipe, no file")
    with sample.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def run_one(
    sample: Path,
    folder: Path,
    limits: Limits,
    knowledge: Path | None,
    *,
    width: int = 100,
    show_people: bool = False,
    progress: Progress = lambda _sample, _stage: None,
) -> Outcome:
    """One sample in one process. The folder appears only when the audit is complete."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(
            f"{folder}: no folder can be made there ({error.strerror}).", "Name another with -o."
        ) from error
    with tempfile.TemporaryDirectory(prefix=".partial-", dir=folder) as partial:
        job = {
            "sample": str(sample),
            "out": partial,
            "limits": dataclasses.asdict(limits),
            "knowledge": str(knowledge) if knowledge else None,
            "width": width,
            "show_people": show_people,
        }
        result = _work(job, limits, lambda stage: progress(sample, stage))
        if result["status"] == "audited":
            _publish(Path(partial), folder)
    if result["status"] == "audited":
        return Outcome(
            sample,
            "audited",
            folder,
            result["summary"],
            unread=result["unread"],
            defects=result["defects"],
            findings=[(rule, reach) for rule, reach in result["findings"]],
        )
    if not any(folder.iterdir()):
        folder.rmdir()
    return Outcome(
        sample,
        result["status"],
        error=result.get("error", ""),
        trace=result.get("trace", ""),
        knowledge=result.get("knowledge", ("", 0, "", "")),
    )


def _publish(partial: Path, folder: Path) -> None:
    """Moves finished results into place, replacing an earlier audit's and nothing else."""
    for made in sorted(partial.iterdir()):
        target = folder / made.name
        if target.is_dir() and not target.is_symlink():
            shutil.rmtree(target)
        made.replace(target)


def _work(job: dict[str, Any], limits: Limits, progress: Callable[[str], None]) -> dict[str, Any]:
    command = [sys.executable, "-P", "-m", "sousveil.worker"]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8"
    ) as process:
        said: list[str] = []
        reader = Thread(target=_listen, args=(process.stderr, said, progress), daemon=True)
        reader.start()
        pipe_in, pipe_out = process.stdin, process.stdout
        process.stdin = process.stdout = None
        answer = _Answer(pipe_in, pipe_out, json.dumps(job))
        try:
            process.wait(limits.seconds)
        except subprocess.TimeoutExpired:
            process.kill()
            return {"status": "limit", "error": f"not finished after {limits.seconds} seconds; raise --max-seconds"}
        finally:
            reader.join(5)
        text = answer.text()
    try:
        result: dict[str, Any] = json.loads(text.splitlines()[-1])
    except (IndexError, ValueError):
        return _died(process.returncode, said)
    return result


class _Answer:
    """Feeds a process its job and collects its output without blocking on either pipe."""

    def __init__(self, pipe_in: IO[str] | None, pipe_out: IO[str] | None, job: str) -> None:
        self._parts: list[str] = []
        self._thread = Thread(target=self._talk, args=(pipe_in, pipe_out, job), daemon=True)
        self._thread.start()

    def _talk(self, pipe_in: IO[str] | None, pipe_out: IO[str] | None, job: str) -> None:
        if pipe_in is None or pipe_out is None:
            return
        try:
            with pipe_in:
                pipe_in.write(job)
        except BrokenPipeError:
            pass
        with pipe_out:
            self._parts.append(pipe_out.read())

    def text(self) -> str:
        self._thread.join(5)
        return "".join(self._parts)


def _listen(pipe: IO[str] | None, said: list[str], progress: Callable[[str], None]) -> None:
    for line in pipe or ():
        if line.startswith("stage "):
            progress(line[6:].strip())
        elif len(said) < 200:
            said.append(line)


def _died(code: int, said: Sequence[str]) -> dict[str, Any]:
    """A worker that ended without a result: by a limit of the system, or by a defect of ours."""
    tail = "".join(said[-20:])
    if "memory allocation" in tail or "MemoryError" in tail or code == -9:
        return {"status": "limit", "error": "the memory limit was reached; raise --max-memory"}
    if code == -24:
        return {"status": "limit", "error": "the limit on processor time was reached; raise --max-seconds"}
    if code == -25:
        return {"status": "limit", "error": "the limit on output size was reached; raise --max-output"}
    return {"status": "defect", "error": f"the worker process ended with code {code}", "trace": tail}
