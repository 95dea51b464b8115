"""How to open a place by hand: command lines for common tools, built from the report.

Files that the commands write are named by hash, never by a name from the sample.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sousveil.model.evidence import Step
from sousveil.model.parts import ROOT_PATH
from sousveil.model.place import Place, PlaceError, parse
from sousveil.model.report import PartSummary, Report
from sousveil.model.text import visible
from sousveil.tell import order
from sousveil.tell.shell import member, quoted
from sousveil.tell.words import say

_PACKED = frozenset(("apk", "apks", "aab", "aar", "jar", "zip", "gzip"))


@dataclass(frozen=True, slots=True)
class Way:
    """One tool: what it is, and its command lines (or what to type in it)."""

    title: str
    lines: tuple[str, ...]


def ways(report: Report, step: Step, taken: bool = False) -> Iterator[Way]:
    """Take the part out (unless that was `taken` care of), then open the place in each tool that can show it."""
    name, archive, take = _take(report, step)
    yield Way(say("open.taken", name=name), ()) if taken else take
    try:
        place = parse(step.place)
    except PlaceError as error:
        yield Way(say("open.none", why=visible(str(error))), ())
        return
    opener = _OPENERS.get(place.kind)
    if opener:
        yield from opener(place, name, archive, step)


def _take(report: Report, step: Step) -> tuple[str, str, Way]:
    """The names of the part's file and of the archive it came from, once taken out; and how to take it out."""
    parts = order.parts_by_path(report)
    current = quoted(report.sample.name)
    if step.part in ("", ROOT_PATH, report.sample.name):
        return current, current, Way(say("open.sample"), (_check(step.part_sha256, current),))
    if report.sample.kind == "tree" and "!/" not in step.part:
        file = quoted(f"{report.sample.name}/{step.part}")
        return file, file, Way(say("open.sample"), (_check(step.part_sha256, file),))
    lines: list[str] = []
    archive, path = current, ""
    for piece in step.part.split("!/"):
        path = f"{path}!/{piece}" if path else piece
        known = parts.get(path)
        sha256 = step.part_sha256 if path == step.part else known.sha256 if known else ""
        name = _file_name(sha256, known.kind if known else "", len(lines))
        if _came_out(parts, path):
            archive, current = current, f"opened/{name}"
            lines.append("# " + say("open.opened", file=current))
        else:
            archive, current = current, name
            lines.append(f"unzip -p {archive} {member(piece)} > {current}")
    lines.append(_check(step.part_sha256, current))
    known = parts.get(step.part)
    if known:
        lines.append("# " + say("open.refuses", offset=known.offset))
    return current, archive, Way(say("open.take"), tuple(lines))


def _came_out(parts: Mapping[str, PartSummary], path: str) -> bool:
    """Whether a part is what came out of a sealed one: no archive holds it."""
    known, holder = parts.get(path), parts.get(path.rpartition("!/")[0])
    return known is not None and known.opened and holder is not None and holder.kind not in _PACKED


def _file_name(sha256: str, kind: str, number: int) -> str:
    plain = "".join(c for c in sha256[:16] if c in "0123456789abcdef") or f"part-{number}"
    return f"{plain}.{kind}" if kind.isascii() and kind.isalnum() else plain


def _check(sha256: str, name: str) -> str:
    plain = "".join(c for c in sha256 if c in "0123456789abcdef")
    return f'test "$(sha256sum < {name})" = "{plain}  -" && echo same'


def _dotted(descriptor: str) -> str:
    return descriptor.removeprefix("L").removesuffix(";").replace("/", ".")


def _jadx(descriptor: str, name: str) -> Way:
    return Way(say("open.jadx"), (f"jadx --single-class {quoted(_dotted(descriptor))} -d out {name}",))


def _code(place: Place, name: str, archive: str, step: Step) -> Iterator[Way]:
    head = f"] {_dotted(place.text(0))}.{place.text(1)}:{place.text(2)}"
    offset = place.number(3) if place.kind == "code" else 0
    line = f"|{offset // 2:04x}:"
    find = f"dexdump -d {name} | grep -F -m 1 -A 20000 -e {quoted(head)}"
    if place.kind == "code":
        yield Way(
            say("open.dexdump", offset=offset, line=line[1:-1]),
            (f"{find} | grep -F -m 1 -B 4 -e '{line}'",),
        )
    else:
        yield Way(say("open.dexdump.method"), (f"{find} | head -n 60",))
    yield _jadx(place.text(0), name)


def _class(place: Place, name: str, archive: str, step: Step) -> Iterator[Way]:
    head = f"Class descriptor  : '{place.text(0)}'"
    yield Way(say("open.dexdump.method"), (f"dexdump {name} | grep -F -m 1 -A 60 -e {quoted(head)}",))
    yield _jadx(place.text(0), name)


def _dexstring(place: Place, name: str, archive: str, step: Step) -> Iterator[Way]:
    index = place.number(0)
    yield Way(
        say("open.dexdump.string", index=index),
        (f"dexdump -d {name} | grep -n -F -w -e 'string@{index:04x}'",),
    )


def _xml(place: Place, name: str, archive: str, step: Step) -> Iterator[Way]:
    inside = step.part.rsplit("!/", 1)[-1]
    yield Way(say("open.aapt2"), (f"aapt2 dump xmltree --file {quoted(inside)} {archive} | less",))


def _res(place: Place, name: str, archive: str, step: Step) -> Iterator[Way]:
    # aapt2 writes identifiers as `resource 0x7f0b0001 string/name`, each configuration on a line below.
    yield Way(
        say("open.aapt2"),
        (f"aapt2 dump resources {archive} | grep -F -A 12 -e 'resource 0x{place.number(0):08x} ' | less",),
    )


def _elf(place: Place, name: str, archive: str, step: Step) -> Iterator[Way]:
    va, offset = place.number(0), place.number(1)
    yield Way(say("open.bytes"), (f"xxd -s 0x{offset:x} -l 64 {name}",))
    yield Way(
        say("open.objdump"),
        (f"objdump -d --start-address=0x{va:x} --stop-address=0x{va + 64:x} {name}",),
    )
    yield Way(say("open.ghidra"), (say("open.ghidra.elf", va=va),))


def _bytes(place: Place, name: str, archive: str, step: Step) -> Iterator[Way]:
    length = place.number(1) if place.kind == "bytes" else 64
    yield Way(say("open.bytes"), (f"xxd -s 0x{place.number(0):x} -l {length} {name}",))


def _cert(place: Place, name: str, archive: str, step: Step) -> Iterator[Way]:
    # A certificate of the first scheme is an entry of the package; of later schemes it stands in the package itself.
    package = archive if "META-INF/" in step.part.rsplit("!/", 1)[-1] else name
    yield Way(say("open.apksigner"), (f"apksigner verify --verbose --print-certs {package} | less",))
    if place.text(0) == "v1":
        yield Way(say("open.keytool"), (f"keytool -printcert -jarfile {package} | less",))


def _text(place: Place, name: str, archive: str, step: Step) -> Iterator[Way]:
    # `less` because the line may hold codes that drive a terminal; it shows them instead.
    line = f"sed -n '{place.number(0)}p' {name} | less"
    yield Way(say("open.line", column=place.number(1)), (line,))


_OPENERS = {
    "code": _code,
    "method": _code,
    "class": _class,
    "dexstring": _dexstring,
    "xml": _xml,
    "res": _res,
    "elf": _elf,
    "bytes": _bytes,
    "offset": _bytes,
    "cert": _cert,
    "text": _text,
}
