"""Speed and memory of reading native code: `python -m bench.native_speed FILE…` reads until ten megabytes are full.

The limits: ten megabytes within 5 seconds of processor time and 300 MB of memory. Exit code 1 where they are not held.
"""

from __future__ import annotations

import resource
import sys
import time
from pathlib import Path

from sousveil import core

MEGABYTES = 10
MOST_SECONDS = 5.0
MOST_MEMORY = 300


def main(files: list[str]) -> int:
    data = [Path(name).read_bytes() for name in files]
    data = [d for d in data if d.startswith(b"\x7fELF")]
    if not data:
        print("Name some native files.", file=sys.stderr)
        return 2
    code, size, number = core.NativeCode(), 0, 0
    held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    begun = time.process_time()
    while size < MEGABYTES << 20:
        code.add(number, data[number % len(data)])
        size += len(data[number % len(data)])
        number += 1
    rows = {name: len(code.table(name)) for name in ("native_functions", "native_string_uses", "native_calls")}
    seconds = (time.process_time() - begun) * (MEGABYTES << 20) / size
    memory = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - held) / 1024
    print(f"{size:,} bytes in {number} files: {seconds:.2f} s for {MEGABYTES} MB, {memory:.0f} MB more memory; {rows}")
    return int(seconds > MOST_SECONDS or memory > MOST_MEMORY)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
