"""The process of one emulated file: its bytes and jobs come in, one line of JSON goes out for each.

It is limited before it reads anything, and writes to nothing but its standard output.
"""

from __future__ import annotations

import dataclasses
import json
import resource
import sys
from typing import Any

from sousveil.emulate import MEMORY, SECONDS
from sousveil.emulate.job import Job, Ran


def _bound() -> None:
    for what, amount in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        _, hard = resource.getrlimit(what)
        wanted = amount if hard == resource.RLIM_INFINITY else min(amount, hard)
        resource.setrlimit(what, (wanted, hard))


def _say(what: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()


def _told(ran: Ran) -> dict[str, Any]:
    told = dataclasses.asdict(ran)
    told["result"] = ran.result.hex() if ran.result is not None else None
    told["blocks"] = [block.hex() for block in ran.blocks]
    return told


def main() -> int:
    _bound()
    size = int.from_bytes(sys.stdin.buffer.read(8), "little")
    data = sys.stdin.buffer.read(size)
    from sousveil.emulate.image import Unsuitable
    from sousveil.emulate.machine import Machine

    try:
        machine = Machine(data)
    except (Unsuitable, MemoryError, ImportError, ValueError) as error:
        _say({"error": f"{type(error).__name__}: {error}"})
        return 0
    _say({})
    for line in sys.stdin.buffer:
        job = json.loads(line)
        _say(_told(machine.run(Job(job["function"], job["thumb"], tuple(job["arguments"])))))
    return 0
