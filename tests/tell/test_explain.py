# ruff: noqa: E501
import hashlib
import re
import shlex
import shutil
import subprocess
import zipfile

import pytest

from sousveil.model.evidence import Role, Step
from sousveil.model.report import PartSummary
from sousveil.model.text import visible
from sousveil.tell import explain, opening
from sousveil.tell.shell import quoted
from tests.tell.sample_report import HOSTILE

NAMES = ["classes.dex", "a [1]*?.txt", "-rf", "it's $(touch owned) `id`.xml", "back\\slash", "tab\there", "\u202egpj.exe",
         "用户/名单.txt", "a\nb", "!important", "#x", "~", "--", "]x[", "%41"]  # fmt: skip


def test_a_finding_in_full(small):
    out = explain.render(small, "F-1")
    at = [out.index(s) for s in ("F-1  The app reads", "traced: It was followed", "live: It can run", "contact list",
          "Evidence 1", "invoke-virtual", "The way there", "1. The system starts", "2. start hands", "4. the place itself",
          "Beside it", "Open the same place", "unzip -p", "dexdump -d", "jadx", "When an ordinary app")]  # fmt: skip
    assert at == sorted(at)


def test_gaps_and_glosses_are_told(small):
    assert "G-2  The address is built by a call that is not followed." in explain.render(small, "F-5")
    out = explain.render(small, "F-2")
    assert "宗教信仰\n  Our gloss: religious belief" in out
    assert "religion (special category)" in out


def test_a_gap_that_is_not_listed_says_so(small):
    finding = small.findings[0].model_copy(update={"gaps": ("G-999",)})
    assert "G-999: not listed" in explain.render(small.model_copy(update={"findings": (finding,)}), "F-1")


def test_a_finding_that_is_not_there(small, empty):
    with pytest.raises(LookupError, match="no finding F-99; this report has F-1 … F-15"):
        explain.render(small, "F-99")
    with pytest.raises(LookupError, match="none"):
        explain.render(empty, "\u202eF-1")


def test_every_finding_can_be_explained_and_hides_nothing(rich):
    for finding in rich.findings:
        out = explain.render(rich, finding.id, width=60)
        assert visible(out) == out


def test_a_part_is_taken_out_once(small):
    out = explain.render(small, "F-14")
    assert out.count("classes.dex >") == 1
    assert "taken out above" in out


def test_the_line_of_dexdump_counts_code_units(small):
    assert "'|000d:'" in explain.render(small, "F-1")


def test_a_nested_part_is_taken_out_of_its_package(small):
    lines = [line.strip() for line in explain.render(small, "F-13").splitlines()]
    first = next(line for line in lines if "assets/inner.apk >" in line)
    assert f"unzip -p {first.split('> ')[1]} classes.dex > " in "\n".join(lines)


def test_files_are_never_named_by_the_sample(rich):
    for finding in rich.findings[:20]:
        for target in re.findall(r"unzip -p .* > (.*)", explain.render(rich, finding.id)):
            assert re.fullmatch(r"[0-9a-f]{16}(\.[a-z0-9]+)?", target)


@pytest.mark.parametrize("name", [*NAMES, *HOSTILE.values()])
def test_a_quoted_name_is_one_word_with_nothing_hidden(name):
    word = quoted(name)
    assert visible(word) == word
    assert "\n" not in word
    if "\x00" in name or not shutil.which("bash"):
        return
    back = subprocess.run(["bash", "-c", f"printf %s {word}"], capture_output=True, check=True).stdout
    assert back.decode().removeprefix("./") == name


@pytest.mark.skipif(not (shutil.which("unzip") and shutil.which("bash")), reason="needs unzip and bash")
@pytest.mark.parametrize("name", NAMES)
def test_the_printed_commands_take_out_the_right_bytes(small, tmp_path, name):
    data = f"the bytes of {name}".encode()
    with zipfile.ZipFile(tmp_path / small.sample.name, "w") as archive:
        archive.writestr(zipfile.ZipInfo("decoy"), "no")
        info = zipfile.ZipInfo("x")
        info.filename = name
        archive.writestr(info, data)
        archive.writestr(zipfile.ZipInfo("a 1xx.txt"), "no")
        archive.writestr(zipfile.ZipInfo("xrf"), "no")
    digest = hashlib.sha256(data).hexdigest()
    part = PartSummary(path=name, kind="text", size=len(data), packed_size=len(data), offset=0, sha256=digest)
    report = small.model_copy(update={"parts": (part,)})
    take = next(opening.ways(report, Step(part=name, part_sha256=digest, place="entry", shows="")))
    env = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"}
    ran = subprocess.run(["bash", "-c", "\n".join(take.lines)], cwd=tmp_path, capture_output=True, check=False, env=env)
    assert ran.stdout == b"same\n", ran.stderr
    assert (tmp_path / f"{digest[:16]}.text").read_bytes() == data
    assert len(list(tmp_path.iterdir())) == 2


def test_hostile_places_stay_inside_their_word(small):
    step = Step(part="classes.dex", part_sha256="0", shows="", place="code:Lx/'$(id)';->m`id`(I)V+0x4")
    for way in opening.ways(small, step):
        for line in way.lines:
            words = shlex.split(line, comments=True)
            assert not [w for w in words if w in ("id", "$(id)", "`id`")]


@pytest.mark.parametrize(
    ("place", "command"),
    [
        ("xml:/manifest/application[1]@android:name", "aapt2 dump xmltree --file classes.dex"),
        ("res:0x7f0b0001@zh-rCN", "'resource 0x7f0b0001 '"),
        ("elf:va=0x1234,file=0x234", "objdump -d --start-address=0x1234 --stop-address=0x1274"),
        ("bytes:0x1234+16", "xxd -s 0x1234 -l 16"),
        ("@0x40", "xxd -s 0x40 -l 64"),
        ("cert:v1/1/1", "keytool -printcert -jarfile"),
        ("cert:v2/1/1", "apksigner verify --verbose --print-certs"),
        ("text:12:5", "sed -n '12p'"),
        ("dexstring:255", "string@00ff"),
        ("class:Lorg/example/A;", "Class descriptor  :"),
        ("method:Lorg/example/A;->m()V", "] org.example.A.m:()V"),
    ],
)
def test_each_kind_of_place_has_a_command(small, place, command):
    step = Step(part="classes.dex", part_sha256="0", shows="", place=place)
    assert command in "\n".join(line for way in opening.ways(small, step) for line in way.lines)


def test_a_place_stands_whole_on_its_line(small):
    out = explain.render(small, "F-1", width=40)
    for step in small.findings[0].evidence:
        assert any(line.strip() == step.place for line in out.splitlines())


def test_what_stands_in_the_file_itself_is_opened_there(small):
    step = Step(part=".", part_sha256="0" * 64, place="cert:v2/0/0", shows="x")
    (first, *_) = opening.ways(small, step)
    assert first.title == "The part is the file itself."
    assert "unzip" not in "".join(first.lines)
    finding = small.findings[0].model_copy(update={"evidence": (step,)})
    assert "  the file itself\n" in explain.render(small.model_copy(update={"findings": (finding,)}), "F-1")


def test_the_steps_of_a_flow_are_told_in_order(small):
    first = small.findings[0]
    site, *rest = first.evidence
    step = site.model_copy(update={"role": Role.FLOW, "shows": "Read here: the texts"})
    told = small.model_copy(update={"findings": (first.model_copy(update={"evidence": (site, step, *rest)}),)})
    text = explain.render(told, first.id)
    assert "How the data gets there\n    1. Read here: the texts" in text
    assert text.index("How the data gets there") < text.index("The way there")
