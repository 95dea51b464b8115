"""A small emulator for pure native functions, in a process of its own.

`Session` starts that process for one file. It holds no handle of the sample but its bytes, opens nothing, and is
ended by the system when it takes too much memory or time. What a job gives is always the same: instructions are
counted, not seconds.
"""

from __future__ import annotations

import dataclasses
import importlib.util
import json
import os
import select
import subprocess
import sys
import time
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from sousveil.emulate.job import Job, Ran, Text

__all__ = ["Job", "Ran", "Session", "Text", "available"]

SECONDS = 20
"""Longest wait for one answer, and processor time of the whole process."""
MEMORY = 3 << 30
"""Address space: the emulator sets a GiB aside for translated code and uses little of it."""


_CHILD = (
    "import sys, types; whole = types.ModuleType('sousveil'); whole.__path__ = [sys.argv[1]]; "
    "sys.modules['sousveil'] = whole; from sousveil.emulate.child import main; sys.exit(main())"
)
"""Starts the child without what `import sousveil` brings: that takes longer than most files do."""


def available() -> bool:
    """Whether the emulator is installed."""
    return importlib.util.find_spec("unicorn") is not None


class Session:
    """One native file in the emulator. `failed` says why there are no more answers."""

    def __init__(self, data: bytes) -> None:
        self.failed = ""
        self._answers: dict[Job, Ran] = {}
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-c", _CHILD, str(Path(__file__).parent.parent)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        self._unread = b""
        self._send(len(data).to_bytes(8, "little") + data)
        said = self._line()
        if said.get("error"):
            self._end(str(said["error"]))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self.close()

    def run(self, job: Job) -> Ran:
        """What came of a job; a run that stopped at once when the process is gone."""
        if job not in self._answers:
            if self.failed:
                return Ran("gone")
            self._send(json.dumps(dataclasses.asdict(job)).encode() + b"\n")
            said = self._line()
            if "error" in said:
                self._end(str(said["error"]))
                return Ran("gone")
            self._answers[job] = _ran(said)
        return self._answers[job]

    def close(self) -> None:
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                try:
                    pipe.close()
                except BrokenPipeError:
                    continue

    def _end(self, why: str) -> None:
        self.failed = self.failed or why
        self._process.kill()

    def _send(self, data: bytes) -> None:
        try:
            if self._process.stdin is not None:
                self._process.stdin.write(data)
                self._process.stdin.flush()
        except OSError:
            self._end("the emulator ended")

    def _line(self) -> dict[str, Any]:
        pipe, until = self._process.stdout, time.monotonic() + SECONDS
        while b"\n" not in self._unread and pipe is not None:
            left = until - time.monotonic()
            if left <= 0 or not select.select([pipe], [], [], left)[0]:
                return {"error": "no answer in time"}
            more = os.read(pipe.fileno(), 1 << 16)
            if not more:
                return {"error": "the emulator ended"}
            self._unread += more
        line, _, self._unread = self._unread.partition(b"\n")
        try:
            said: dict[str, Any] = json.loads(line)
        except ValueError:
            return {"error": "the emulator ended"}
        return said


def _ran(said: dict[str, Any]) -> Ran:
    return Ran(
        stop=said["stop"],
        steps=said["steps"],
        texts=tuple(Text(**one) for one in said["texts"]),
        result=bytes.fromhex(said["result"]) if said["result"] is not None else None,
        is_text=said["is_text"],
        blocks=tuple(bytes.fromhex(one) for one in said["blocks"]),
    )
