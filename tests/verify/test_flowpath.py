"""Paths written by hand over instructions of the test apps are accepted; each kind of wrong step is refused."""

import io
import struct
import subprocess
import sys
import zipfile
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

from sousveil import core
from sousveil.verify.dalvik import Undecodable, decode
from sousveil.verify.dex import Dex
from sousveil.verify.flowpath import Sample, check
from sousveil.verify.stepkinds import FlowStep as S
from tests.conftest import APPS


def dex(app: str) -> bytes:
    with zipfile.ZipFile(APPS / app / "app.apk") as package:
        return package.read("classes.dex")


# Contacts are read, counted, handed to a task's field, and written to a connection by its thread.
UPLOAD = "Lorg/example/sousveil/upload_contacts/MainActivity;"
TASK = "Lorg/example/sousveil/upload_contacts/MainActivity$$ExternalSyntheticLambda0;"
CREATE, RUN, INIT = f"{UPLOAD}->onCreate(Landroid/os/Bundle;)V", f"{TASK}->run()V", f"{TASK}-><init>(I)V"
LAMBDA = f"{UPLOAD}->lambda$onCreate$0(I)V"
APPEND = "Ljava/lang/StringBuilder;->append(Ljava/lang/String;)Ljava/lang/StringBuilder;"
APPEND_INT = "Ljava/lang/StringBuilder;->append(I)Ljava/lang/StringBuilder;"
TEXT = "Ljava/lang/StringBuilder;->toString()Ljava/lang/String;"
QUERY = (
    "Landroid/content/ContentResolver;->query(Landroid/net/Uri;[Ljava/lang/String;Ljava/lang/String;"
    "[Ljava/lang/String;Ljava/lang/String;)Landroid/database/Cursor;"
)
NAMED = "Landroid/provider/ContactsContract$Contacts;->CONTENT_URI:Landroid/net/Uri;"
CONTACTS = [
    S("source", CREATE, 0x0E, -1, 1, "", ".content", NAMED),
    S("model", CREATE, 0x1A, 1, 7, ".content", "", QUERY),
    S("model", CREATE, 0x2A, 7, 7, "", "", "Landroid/database/Cursor;->getCount()I"),
    S("call", CREATE, 0x3A, 7, 1, "", "", INIT),
    S("store", INIT, 0x06, 1, 0, "", ".f$0", f"{TASK}->f$0:I"),
    S("return", INIT, None, 0, 1, ".f$0", ".f$0"),
    S("model", CREATE, 0x40, 1, 0, ".f$0", ".task.f$0", "Ljava/lang/Thread;-><init>(Ljava/lang/Runnable;)V"),
    S("callback", CREATE, 0x46, 0, 1, ".task.f$0", ".f$0", "Ljava/lang/Thread;->start()V"),
    S("load", RUN, 0x00, 1, 0, ".f$0", "", f"{TASK}->f$0:I"),
    S("call", RUN, 0x04, 0, 4, "", "", LAMBDA),
    S("model", LAMBDA, 0x38, 4, 4, "", "", APPEND_INT),
    S("model", LAMBDA, 0x44, 4, 4, "", "", APPEND),
    S("default", LAMBDA, 0x4C, 4, 4, "", "", TEXT),
    S("model", LAMBDA, 0x58, 4, 4, "", "", "Ljava/lang/String;->getBytes(Ljava/lang/String;)[B"),
    S("sink", LAMBDA, 0x60, 4, -1, "", "", "Ljava/io/OutputStream;->write([B)V"),
]  # fmt: skip

# What is written to a stream is in the connection that gave it: an alias that is older than the write.
STREAM = "Ljava/net/HttpURLConnection;->getOutputStream()Ljava/io/OutputStream;"
ALIAS = [
    *CONTACTS[:-1],
    S("model", LAMBDA, 0x60, 4, 2, "", "", "Ljava/io/OutputStream;->write([B)V"),
    S("alias", LAMBDA, 0x26, 2, 1, "", ".body", STREAM),
    S("sink", LAMBDA, 0x66, 1, -1, ".body", "", "Ljava/net/HttpURLConnection;->getResponseCode()I"),
]  # fmt: skip

# The sink is the call that gave out the stream; what is written into it comes later.
WRITTEN = [*ALIAS[:-2], S("sink", LAMBDA, 0x26, 2, -1, "", "", STREAM)]

# Names of apps in an array in a static field, asked for one by one.
LISTING = "Lorg/example/sousveil/app_list/MainActivity;"
LISTED = f"{LISTING}->LISTED:[Ljava/lang/String;"
LIST_CLASS, LIST_CREATE = f"{LISTING}-><clinit>()V", f"{LISTING}->onCreate(Landroid/os/Bundle;)V"
ASKED = (
    "Landroid/content/pm/PackageManager;->getApplicationInfo(Ljava/lang/String;I)Landroid/content/pm/ApplicationInfo;"
)
ARRAY = [
    S("source", LIST_CLASS, 0x0A, -1, 2, "", "", "org.example.chat"),
    S("array_store", LIST_CLASS, 0x0E, 2, 0, "", "[]"),
    S("static_store", LIST_CLASS, 0x58, 0, -1, "[]", "[]", LISTED),
    S("static_load", LIST_CREATE, 0x06, -1, 7, "[]", "[]", LISTED),
    S("array_load", LIST_CREATE, 0x16, 7, 4, "[]", ""),
    S("sink", LIST_CREATE, 0x22, 4, -1, "", "", ASKED),
]  # fmt: skip
DECISION = [
    S("source", LIST_CREATE, 0x06, -1, 7, "", "", LISTED),
    S("assign", LIST_CREATE, 0x0A, 7, 0),
    S("branch", LIST_CREATE, 0x12, 0, -1),
]

# A name goes down through eleven methods and comes back through their returns.
DOWN = "bcdefghijkl"
OBFUSCATED = "Lorg/example/sousveil/names_obfuscated/MainActivity;"


def step_down(letter: str) -> str:
    return f"Lp/q/{letter};->a(Ljava/lang/String;)Ljava/lang/String;"


def chain() -> list[S]:
    create = f"{OBFUSCATED}->onCreate(Landroid/os/Bundle;)V"
    steps = [
        S("source", create, 0x10, -1, 0, symbol=f"{OBFUSCATED}->getPackageName()Ljava/lang/String;"),
        S("call", create, 0x18, 0, 3, symbol=step_down("b")),
    ]
    for here, below in pairwise(DOWN):
        steps += [
            S("model", step_down(here), 0x14, 3, 3, symbol=APPEND),
            S("model", step_down(here), 0x20, 3, 3, symbol=APPEND_INT),
            S("model", step_down(here), 0x28, 3, 3, symbol=TEXT),
            S("call", step_down(here), 0x30, 3, 2 if below == "l" else 3, symbol=step_down(below)),
        ]
    steps += [
        S("model", step_down("l"), 0x0A, 2, 2, symbol=APPEND),
        S("model", step_down("l"), 0x16, 2, 2, symbol=APPEND_INT),
        S("model", step_down("l"), 0x1E, 2, 2, symbol=TEXT),
        S("return", step_down("l"), 0x26, 2, 3),
    ]
    steps += [S("return", step_down(letter), 0x38, 3, 2 if letter == "b" else 3) for letter in reversed(DOWN[:-1])]
    title = f"{OBFUSCATED}->setTitle(Ljava/lang/CharSequence;)V"
    return [*steps, S("sink", create, 0x20, 2, -1, symbol=title)]


# What a server answers is thrown (bytes are changed for that: no test app throws into a handler that takes it).
URL = "Lorg/example/sousveil/url_built/MainActivity;->lambda$onCreate$0()V"
THROWN = [
    S("source", URL, 0x6A, -1, 1, symbol="Ljava/net/URLConnection;->getContentType()Ljava/lang/String;"),
    S("throw", URL, 0x72, 1, 1),
    S("sink", URL, 0x8E, 1, -1, symbol="Landroid/util/Log;->w(Ljava/lang/String;Ljava/lang/String;)I"),
]


def throwing() -> bytes:
    data = bytearray(dex("url_built"))
    code = 0x388
    data[code + 0x72 : code + 0x78] = b"\x27\x01" + bytes(4)  # throw v1, for an append
    data[code + 0x8A : code + 0x8E] = b"\x0d\x01" + bytes(2)  # move-exception v1, for a const-string
    return bytes(data)


PATHS = {
    "contacts": ("upload_contacts", CONTACTS),
    "alias": ("upload_contacts", ALIAS),
    "written": ("upload_contacts", WRITTEN),
    "array": ("app_list", ARRAY),
    "decision": ("app_list", DECISION),
    "chain": ("names_obfuscated", chain()),
    "thrown": ("", THROWN),
}


def sample(app: str) -> Sample:
    return Sample({7: dex(app) if app else throwing()})


@pytest.mark.parametrize("name", PATHS)
def test_a_true_path_is_accepted(name: str) -> None:
    app, steps = PATHS[name]
    assert check(steps, sample(app)) == []
    assert check([replace(s, part=7) for s in steps], sample(app)) == []


@pytest.mark.parametrize("name", PATHS)
def test_any_offset_register_path_symbol_or_method_that_is_changed_is_refused(name: str) -> None:
    app, steps = PATHS[name]
    code = sample(app)
    for number, step in enumerate(steps):
        changed = [replace(step, method="Lnot/There;->at()V"), replace(step, kind="guess"), replace(step, part=3)]
        if step.offset is not None:
            changed += [replace(step, offset=step.offset + 2), replace(step, offset=0x7000), replace(step, offset=None)]
        if step.symbol:
            changed.append(replace(step, symbol=step.symbol + "x"))
        if step.from_reg >= 0:
            changed += [replace(step, from_reg=step.from_reg + 1), replace(step, from_reg=200)]
        if step.to_reg >= 0:
            changed += [replace(step, to_reg=200)]
            changed += [replace(step, to_reg=-1)] if step.kind not in ("callback", "throw") else []
        if step.kind not in ("callback", "source", "sink", "branch"):
            changed += [replace(step, to_path=step.to_path + ".other"), replace(step, from_path=".other")]
        for wrong in changed:
            found = check([*steps[:number], wrong, *steps[number + 1 :]], code)
            assert found, f"step {number} as {wrong}"
            assert {r.step for r in found} <= {*range(max(0, number - 1), len(steps))}


@pytest.mark.parametrize("name", PATHS)
def test_a_step_left_out_twice_or_out_of_order_is_refused(name: str) -> None:
    app, steps = PATHS[name]
    code = sample(app)
    for number in range(len(steps)):
        kind = steps[number].kind
        if kind not in ("callback",) and not (number and _idle(steps, number)):
            assert check([*steps[:number], *steps[number + 1 :]], code), f"without step {number}, a {kind}"
        if number + 1 < len(steps):
            swapped = [*steps[:number], steps[number + 1], steps[number], *steps[number + 2 :]]
            assert check(swapped, code), f"steps {number} and {number + 1} changed places"
    assert check([], code)
    assert check([*steps, *steps], code)


def _idle(steps: list[S], number: int) -> bool:
    """What stands in the same register and path before and after could be the same datum without the step, and is not
    known to be: append gives back the text it was given."""
    step = steps[number]
    return step.kind in ("model", "default") and step.from_reg == step.to_reg and step.from_path == step.to_path


def refused(steps: list[S], app: str, number: int, why: str, **changes: object) -> None:
    changed = [replace(s, **changes) if n == number else s for n, s in enumerate(steps)]  # type: ignore[arg-type]
    found = check(changed, sample(app))
    assert any(r.step in (number, number + 1) and why in r.there for r in found), found


def test_the_refusal_says_what_stands_there() -> None:
    refused(CONTACTS, "upload_contacts", 4, f"{TASK}->f$0:I stands there", symbol=f"{TASK}->other:I")
    refused(CONTACTS, "upload_contacts", 10, "no instruction begins there", offset=0x3A)
    refused(CONTACTS, "upload_contacts", 3, "does not get that argument", to_reg=0)
    refused(CONTACTS, "upload_contacts", 5, "gives it back in that register", to_reg=0)
    refused(CONTACTS, "upload_contacts", 7, "the parameters stand in v1 to v1", to_reg=0)
    refused(CONTACTS, "upload_contacts", 8, "left it at '.f$0'", from_path=".g")
    refused(ARRAY, "app_list", 3, "the step before stored to", symbol=LISTED.replace("LISTED", "OTHER"))
    refused(THROWN, "", 1, "no handler there", to_reg=0)


def test_what_is_overwritten_does_not_arrive() -> None:
    """In the class initialiser v2 is loaded anew before each store: the first name is not what the second stores."""
    found = check([ARRAY[0], replace(ARRAY[1], offset=0x18), *ARRAY[2:]], sample("app_list"))
    assert [r.step for r in found] == [1]
    assert "overwritten" in found[0].there


def test_a_return_goes_back_to_its_own_call() -> None:
    steps = chain()
    place = next(n for n, s in enumerate(steps) if s.kind == "return")
    other = [*steps[: place + 1], *steps[place + 2 :]]
    found = check(other, sample("names_obfuscated"))
    assert any("it was called from Lp/q/k;" in r.there for r in found), found


def test_decoding_agrees_with_the_core_on_every_app() -> None:
    for path in sorted(APPS.glob("*/app.apk")):
        with zipfile.ZipFile(path) as package:
            names = [n for n in package.namelist() if n.endswith(".dex")]
            for data in map(package.read, names):
                _agrees(data)


def _agrees(data: bytes) -> None:
    try:
        found = Dex(data)
    except Undecodable:
        return
    builder = core.CodeBuilder()
    builder.add_dex(0, core.Blob(data))
    table = builder.finish().table("instructions")
    mine = []
    for name, at in found._classes.items():
        mine += [_count(found, at)] if name and at else []
    assert sum(mine) == len(table)


def _count(dex_file: Dex, at: int) -> int:
    """Instructions of a class, by a second walk over its data."""
    from sousveil.verify.dalvik import body, uleb

    values = []
    for _ in range(4):
        value, at = uleb(dex_file.data, at)
        values.append(value)
    for _ in range(2 * (values[0] + values[1])):
        _, at = uleb(dex_file.data, at)
    count = 0
    for _ in range(values[2] + values[3]):
        _, at = uleb(dex_file.data, at)
        _, at = uleb(dex_file.data, at)
        code, at = uleb(dex_file.data, at)
        count += len(body(dex_file.data, code).insns) if code else 0
    return count


def test_damaged_code_is_refused_and_nothing_else() -> None:
    plain = dex("upload_contacts")
    for at in range(0, len(plain), 3):
        data = bytearray(plain)
        data[at] ^= 0xFF
        try:
            code = Sample({0: bytes(data)})
        except Undecodable:
            continue
        check(CONTACTS, code)
    for raw in (b"", b"\x6e", b"\x3e\x00", b"\x18\x00\x01"):
        with pytest.raises(Undecodable):
            decode(raw, 0)


# Through the command.


def run(*words: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "sousveil", *map(str, words)]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)


@pytest.fixture(scope="module")
def audit(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("audit")
    assert run("audit", APPS / "upload_contacts" / "app.apk", "-o", folder).returncode == 0
    return folder


def write(audit: Path, steps: list[S]) -> None:
    facts = audit / "facts"
    methods, types, protos, strings = (
        core.Table.read(facts / f"{n}.parquet") for n in ("methods", "types", "protos", "strings")
    )
    rows = zip(*(methods.column(n) for n in ("class", "name", "proto")), strict=True)
    owner, name, proto = types.column("name"), strings.column("value"), protos.column("text")
    numbers = {f"{owner[c]}->{name[n]}{proto[p]}": number for number, (c, n, p) in enumerate(rows)}
    core.Table.build("flows", [("flow", "u32", [0])]).write(facts / "flows.parquet")
    core.Table.build(
        "steps",
        [
            ("flow", "u32", [0] * len(steps)),
            ("step", "u32", list(range(len(steps)))),
            ("kind", "text", [s.kind for s in steps]),
            ("method", "u32", [numbers[s.method] for s in steps]),
            ("offset", "u32?", [s.offset for s in steps]),
            ("from_reg", "i64", [s.from_reg for s in steps]),
            ("to_reg", "i64", [s.to_reg for s in steps]),
            ("from_path", "text", [s.from_path for s in steps]),
            ("to_path", "text", [s.to_path for s in steps]),
            ("symbol", "text", [s.symbol for s in steps]),
        ],
    ).write(facts / "steps.parquet")


def test_verify_accepts_a_true_path_and_refuses_a_planted_one(audit: Path) -> None:
    app = APPS / "upload_contacts" / "app.apk"
    write(audit, CONTACTS)
    done = run("verify", audit, app)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "1 data-flow paths hold" in done.stdout
    write(audit, [*CONTACTS[:4], replace(CONTACTS[4], to_reg=1), *CONTACTS[5:]])
    done = run("verify", audit, app)
    assert done.returncode == 6
    assert "flow 0 step 4" in done.stdout and "has other registers" in done.stdout
    write(audit, [])
    assert run("verify", audit, app).returncode == 6, "a flow without a path is none"
    (audit / "facts" / "steps.parquet").write_bytes(struct.pack("<I", 7) + io.BytesIO(b"no table").read())
    done = run("verify", audit, app)
    assert done.returncode == 6 and "the tables cannot be read" in done.stdout
