"""The process that audits one sample. It is started for one job, sets its own limits, and can be killed.

Job and result are JSON: the job on standard input, one result object on the last line of standard output.
Progress goes to standard error as lines `stage NAME`.
"""

import gc
import json
import resource
import sys
import traceback
from pathlib import Path
from typing import Any

from sousveil.errors import InputError, KnowledgeError
from sousveil.model.limits import Limits

DEFECT = "defect"
_SWEPT = (100_000, 20, 20)
"""What the collector of cycles waits for: most of what is made here lives to the end, and looking through it all again
costs a tenth of an audit."""


def _bound(limits: Limits) -> None:
    """Asks the system to enforce memory, processor time, file size and no core file."""
    for what, amount in (
        (resource.RLIMIT_AS, limits.memory),
        (resource.RLIMIT_CPU, limits.seconds * 2),
        (resource.RLIMIT_FSIZE, limits.output),
        (resource.RLIMIT_CORE, 0),
    ):
        _, hard = resource.getrlimit(what)
        wanted = amount if hard == resource.RLIM_INFINITY else min(amount, hard)
        resource.setrlimit(what, (wanted, hard))


def _progress(stage: str) -> None:
    print(f"stage {stage}", file=sys.stderr, flush=True)  # noqa: T201


def _audit(job: dict[str, Any]) -> dict[str, Any]:
    from sousveil import line
    from sousveil.answer.unknown import unread
    from sousveil.tell import text

    limits = Limits(**job["limits"])
    _bound(limits)
    gc.set_threshold(*_SWEPT)
    knowledge = Path(job["knowledge"]) if job["knowledge"] else None
    report = line.run(line.Job(Path(job["sample"]), Path(job["out"]), limits, knowledge, job["show_people"]), _progress)
    return {
        "status": "audited",
        "sha256": report.sample.sha256,
        "summary": text.render(report, width=job["width"]),
        "unread": unread(report),
        "defects": [g.says for g in report.gaps if g.cause == DEFECT],
        "findings": [[f.rule, f.reach.value if f.reach else ""] for f in report.findings if not f.data.get("absent")],
    }


def main() -> int:
    """Reads a job, prints a result. Every error becomes a result; nothing is raised."""
    result: dict[str, Any]
    try:
        result = _audit(json.load(sys.stdin))
    except InputError as error:
        result = {"status": "unreadable", "error": str(error)}
    except KnowledgeError as error:
        said = [error.file, error.line, error.what, error.expected]
        result = {"status": "knowledge", "error": str(error), "knowledge": said}
    except MemoryError:
        result = {"status": "limit", "error": "the memory limit was reached"}
    except Exception as error:
        result = {"status": "defect", "error": f"{type(error).__name__}: {error}", "trace": traceback.format_exc()}
    print(json.dumps(result))  # noqa: T201
    return 0


if __name__ == "__main__":
    sys.exit(main())
