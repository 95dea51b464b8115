"""indicators/classes.yar: a YARA rule for the app's code, to find it and its siblings among other apps.

The code of an APK is packed: take classes.dex out first (`unzip -p app.apk classes.dex`), or let the scanner do it.
"""

import re

from sousveil.model.report import Report

LEAST = 3
"""Texts there must be for a rule; fewer say too little."""


def render(report: Report) -> str | None:
    """The rule; None where the app has too few names of its own."""
    code = [i.value for i in report.indicators if i.kind == "code"]
    hosts = [i.value for i in report.indicators if i.kind in ("domain", "address")]
    if len(code) < LEAST:
        return None
    wanted = max(LEAST, len(code) // 3)
    lines = [f'        $c{n} = "{_text(value)}"' for n, value in enumerate(code, 1)]
    lines += [f'        $h{n} = "{_text(value)}"' for n, value in enumerate(hosts, 1)]
    either = f"{wanted} of ($c*)"
    if hosts:
        either = f"{either} or ({max(2, wanted // 2)} of ($c*) and any of ($h*))"
    name = re.sub(r"\W", "_", report.sample.package or report.sample.name, flags=re.ASCII) or "app"
    return "\n".join(
        (
            "// Made by sousveil. Scan classes.dex, taken out of the package: unzip -p app.apk classes.dex",
            f"rule sousveil_{name}",
            "{",
            "    meta:",
            f'        sample = "{report.sample.sha256}"',
            '        says = "Classes of the app\'s own code, and servers it names"',
            "    strings:",
            *lines,
            "    condition:",
            f"        uint32(0) == 0x0a786564 and ({either})",
            "}",
            "",
        )
    )


def _text(value: str) -> str:
    """As YARA writes text; what is not plain ASCII by its bytes."""
    return "".join(chr(b) if 0x20 <= b < 0x7F and chr(b) not in '"\\' else f"\\x{b:02x}" for b in value.encode("utf-8"))
