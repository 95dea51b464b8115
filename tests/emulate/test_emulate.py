"""The emulator: small functions give what they would, in every instruction set; nothing else happens, and it ends."""

import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sousveil import core
from sousveil.emulate import Job, Session, image
from sousveil.emulate.job import parse
from sousveil.emulate.trail import Trail, covered, reads_as_text, texts
from tests.conftest import ROOT

APPS = ROOT / "tests" / "apps"
FOLDERS = ("arm64-v8a", "armeabi-v7a", "x86", "x86_64")
NAMES = {f"org.example.{n}" for n in ("reader", "library", "lending", "catalogue", "returns")}
FREE = bytes((17 * i * i + 31 * i + 3 * 29 + 5) & 255 for i in range(16))


def library(app, folder, name):
    return (APPS / app / "lib" / folder / name).read_bytes()


def exported(data, name):
    natives = core.Natives()
    natives.add(1, data)
    table = natives.table("native_jni")
    return next(a for m, a in zip(table.column("method"), table.column("address"), strict=True) if m == name)


@pytest.mark.parametrize("folder", FOLDERS)
def test_a_constructor_decodes_its_table(folder):
    with Session(library("native_hidden", folder, "libshelf.so")) as session:
        ran = session.run(Job(None))
    assert ran.stop == "returned"
    assert {t.text for t in ran.texts if not t.plain} == NAMES
    assert all(t.where == "data" for t in ran.texts)


@pytest.mark.parametrize("folder", FOLDERS)
def test_a_method_gives_back_an_array_that_it_computes(folder):
    data = library("sealed_key_native_made", folder, "libschool.so")
    function, thumb = exported(data, "key"), folder == "armeabi-v7a"
    with Session(data) as session:
        assert session.run(Job(function, thumb, ("e", "o", "n3"))).result == FREE
        assert session.run(Job(function, thumb, ("e", "o", "n4"))).result != FREE
        again = session.run(Job(function, thumb, ("e", "o", "n3")))
    assert (again.result, again.is_text) == (FREE, False)


@pytest.mark.parametrize("folder", FOLDERS)
def test_a_method_that_gives_back_a_text_of_the_file_hides_none(folder):
    data = library("sealed_key_native", folder, "libschool.so")
    with Session(data) as session:
        ran = session.run(Job(exported(data, "key"), folder == "armeabi-v7a", ("e", "o")))
    assert (ran.result, ran.is_text) == (b"apples and pears", True)
    assert all(t.plain for t in ran.texts)


@pytest.mark.parametrize("folder", FOLDERS)
def test_a_game_makes_tables_and_titles_and_hides_nothing(folder):
    with Session(library("native_board", folder, "libboard.so")) as session:
        ran = session.run(Job(None))
    assert ran.stop == "returned"
    assert [t.text for t in ran.texts if not t.plain] == []


@pytest.mark.parametrize("name", ["a64", "a32", "t32", "x86", "x86_64"])
def test_a_program_that_asks_the_system_is_stopped(name):
    """`walker` opens files: every function of it ends at an import, or without one."""
    data = (ROOT / "tests" / "natives" / name / "walker").read_bytes()
    code = core.NativeCode()
    code.add(1, data)
    table = code.table("native_functions")
    with Session(data) as session:
        session.run(Job(None))
        rows = zip(table.column("address"), table.column("mode"), strict=True)
        stops = {session.run(Job(a, m == "t32", ("b", "b", "b"))).stop.split(" ")[0] for a, m in rows}
        assert session.failed == ""
    assert stops <= {"returned", "import", "fault", "fuel", "memory", "interrupt"}
    assert "import" in stops


def test_what_it_gives_is_always_the_same():
    data = library("native_hidden", "arm64-v8a", "libshelf.so")
    answers = []
    for _ in range(2):
        with Session(data) as session:
            answers.append((session.run(Job(None)), session.run(Job(0x3B0, False, ("b", "n40")))))
    assert answers[0] == answers[1]


def loop(code, machine=62):
    """A file whose only segment is `code`, mapped at 0."""
    wide = machine in (62, 183)
    ident = b"\x7fELF" + bytes((2 if wide else 1, 1, 1)) + bytes(9)
    number = (2 if wide else 1) and (8 if wide else 4)
    head = ident + (3).to_bytes(2, "little") + machine.to_bytes(2, "little") + (1).to_bytes(4, "little")
    place = 64 if wide else 52
    head += bytes(number) + place.to_bytes(number, "little") + bytes(number) + bytes(4)
    head += (
        place.to_bytes(2, "little") + (56 if wide else 32).to_bytes(2, "little") + (1).to_bytes(2, "little") + bytes(6)
    )
    size = 0x200 + len(code)
    row = [1, 5, 0, 0, 0, size, size, 4096]
    segment = b"".join(n.to_bytes(4 if i < 2 else 8, "little") for i, n in enumerate(row))
    return (head + segment).ljust(0x200, b"\0") + code


@pytest.mark.parametrize(
    ("code", "stop"),
    [
        (b"\xeb\xfe", "fuel"),  # jmp to itself
        (b"\x0f\x05\xc3", "interrupt"),  # syscall
        (b"\xcd\x80\xc3", "interrupt"),  # int 0x80
        (b"\x48\x31\xc0\x88\x00\xc3", "fault"),  # mov [0], al
        (b"\x88\x05\x00\x00\x00\x00\xc3", "fault"),  # writes into its own code
        (b"\x0f\x0b", "interrupt"),  # ud2
        (b"\xc3", "returned"),
    ],
)
def test_a_run_ends_at_its_limit_and_at_the_system(code, stop):
    with Session(loop(code)) as session:
        ran = session.run(Job(0x200))
        assert session.failed == ""
        assert ran.stop in ((stop, "fault") if stop == "interrupt" else (stop,))
        assert session.run(Job(0x200)) == ran


def test_fuel_of_a_file_is_bounded():
    with Session(loop(b"\xeb\xfe" * 64)) as session:
        stops = [session.run(Job(0x200 + 2 * n)).stop for n in range(40)]
    assert stops[0] == "fuel"
    assert stops[-1] == "fuel of the file"


@given(st.binary(max_size=400))
@settings(max_examples=200)
def test_any_bytes_are_read_or_refused(data):
    for bytes_ in (data, loop(b"\xc3")[: 100 + len(data)], loop(b"\xc3")[:40] + data + loop(b"\xc3")[40 + len(data) :]):
        try:
            image.read(bytes_)
        except image.Unsuitable:
            continue


def test_every_byte_of_a_header_broken_ends_in_order():
    data = loop(b"\xc3")
    for at in range(16, 120, 3):
        broken = data[:at] + b"\xff" + data[at + 1 :]
        try:
            image.read(broken)
        except image.Unsuitable:
            continue


def test_huge_segments_are_refused():
    data = bytearray(loop(b"\xc3"))
    data[64 + 40 : 64 + 48] = (1 << 40).to_bytes(8, "little")
    with pytest.raises(image.Unsuitable):
        image.read(bytes(data))
    with Session(bytes(data)) as session:
        assert session.failed.startswith("Unsuitable")
        assert session.run(Job(None)).stop == "gone"


@given(
    st.integers(0, 1 << 40),
    st.booleans(),
    st.lists(
        st.one_of(st.just("b"), st.integers().map(lambda n: f"n{n}"), st.text(max_size=20).map(lambda t: f"s{t}")),
        max_size=6,
    ),
)
def test_a_job_is_read_as_it_was_written(function, thumb, arguments):
    job = Job(function, thumb, tuple(arguments))
    assert parse(job.write()) == job


@pytest.mark.parametrize("text", ["", "x", "0x1", "0x1(", "0x1(q)", "0x1(n1;n1;n1;n1;n1;n1;n1;n1;n1)", "0x(n1)"])
def test_what_is_no_job_is_refused(text):
    with pytest.raises(ValueError, match=r"job|int"):
        parse(text)


def trail(writes, reads=()):
    made = Trail()
    for address, size in reads:
        made.read(address, size)
    for write in writes:
        made.write(*write)
    return made


def found(made, memory, first=b""):
    out, _ = texts(
        made,
        lambda at, size: memory[at : at + size].ljust(size, b"\0"),
        lambda at, n: first[at : at + n],
        lambda _: True,
    )
    return out


def test_a_text_that_a_loop_writes_is_made_and_one_that_is_copied_is_not():
    memory = b"hidden text\0"
    assert found(trail([(7, n, 1) for n in range(12)]), memory) == [(0, "hidden text", False)]
    assert found(trail([(7 + n, n, 4) for n in range(0, 12, 4)]), memory) == [(0, "hidden text", True)]
    assert found(trail([(7, n, 1) for n in range(12)], [(n, 1) for n in range(12)]), memory, memory)[0][2]


def test_the_tail_of_a_short_text_of_a_class_stands_behind_its_length():
    memory = bytes((2 * 8,)) + b"a secret\0"
    assert found(trail([(7, n, 1) for n in range(10)]), memory) == [(1, "a secret", False)]


@pytest.mark.parametrize(
    "text", ["abcdefghij", "....", "aaaaaaa", "1234567890", "\x01abc", "ab", "}{|~^`", "T1744838656"]
)
def test_alphabets_figures_and_signs_are_no_texts(text):
    assert not reads_as_text(text)


def test_a_text_of_pieces_that_were_read_is_plain():
    assert covered("/data/Local/tmp", b"/data\0/local\0/tmp")
    assert covered("Jan  0 00:00", b"Jan\0Feb")
    assert not covered("/sdcard/notes", b"\x11\x22\x33")


def test_the_emulator_is_not_loaded_before_it_is_needed():
    code = "import sys, sousveil.line, sousveil.verify; assert 'unicorn' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True)
