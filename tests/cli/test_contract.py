"""The contract others build on: folders, exit codes, what goes where."""

import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest


def run(*words: object, **more: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "sousveil", *map(str, words)], capture_output=True, text=True, check=False, **more
    )


@pytest.fixture(scope="module")
def audited(tmp_path_factory, request) -> Path:
    out = tmp_path_factory.mktemp("audit")
    app = Path(__file__).parents[2] / "examples" / "demo" / "app.apk"
    done = run("audit", app, "-o", out)
    assert done.returncode == 0, done.stderr
    assert "F-1" in done.stdout
    return out


def test_an_audit_leaves_its_results_and_nothing_else(audited):
    assert sorted(p.name for p in audited.iterdir()) == ["facts", "indicators", "report.html", "report.json"]
    assert len(list((audited / "facts").glob("*.parquet"))) > 20


def test_json_prints_the_report(demo, tmp_path):
    done = run("audit", demo, "-o", tmp_path / "a", "--json")
    assert done.returncode == 0
    assert json.loads(done.stdout) == json.loads((tmp_path / "a" / "report.json").read_text())


def test_two_runs_give_the_same_bytes(demo, audited, tmp_path):
    env = {"PYTHONHASHSEED": "7", "TZ": "Asia/Urumqi", "LC_ALL": "C", "PATH": "/usr/bin:/bin", "RAYON_NUM_THREADS": "1"}
    done = run("audit", demo, "-o", tmp_path / "again", cwd=tmp_path, env=env)
    assert done.returncode == 0, done.stderr
    for path in sorted(p for p in audited.rglob("*") if p.is_file()):
        assert path.read_bytes() == (tmp_path / "again" / path.relative_to(audited)).read_bytes(), path.name


def test_several_samples_get_a_folder_each(tmp_path):
    apps = Path(__file__).parents[1] / "apps"
    done = run("audit", apps / "quiet" / "app.apk", apps / "shell_exec" / "app.apk", "-o", tmp_path)
    assert done.returncode == 0, done.stderr
    folders = sorted(p for p in tmp_path.iterdir())
    assert len(folders) == 2
    for folder in folders:
        sha256 = json.loads((folder / "report.json").read_text())["sample"]["sha256"]
        assert folder.name == sha256[:16]


def test_verify_accepts_its_own_report_and_refuses_a_changed_one(demo, audited, tmp_path):
    assert run("verify", audited, demo).returncode == 0
    report = json.loads((audited / "report.json").read_text())
    step = next(s for f in report["findings"] for s in f["evidence"] if s["reads"] and s["place"].startswith("code:"))
    step["reads"] = "invoke-static Lnot/There;->at()V"
    (tmp_path / "report.json").write_text(json.dumps(report))
    refused = run("verify", tmp_path, demo)
    assert refused.returncode == 6
    assert step["place"] in refused.stdout


def test_verify_refuses_another_sample(audited):
    other = Path(__file__).parents[1] / "apps" / "quiet" / "app.apk"
    refused = run("verify", audited, other)
    assert refused.returncode == 4
    assert "is not the audited sample" in refused.stderr


def test_explain_prints_a_finding_and_refuses_a_wrong_id(audited):
    assert "F-1" in run("explain", audited, "f-1").stdout
    refused = run("explain", audited, "F-9999")
    assert refused.returncode == 4
    assert "Findings run from F-1" in refused.stderr


def test_facts_lists_tables_and_answers_sql(audited):
    assert "permissions" in run("facts", audited).stdout
    done = run("facts", audited, "select count(*) as n from parts", "--form", "json")
    assert json.loads(done.stdout)[0]["n"] > 3
    wrong = run("facts", audited, "select nothing from nowhere")
    assert wrong.returncode == 4
    assert "Traceback" not in wrong.stderr


def test_a_bar_that_is_met_gives_one(tmp_path):
    app = Path(__file__).parents[1] / "apps" / "shell_exec" / "app.apk"
    assert run("audit", app, "-o", tmp_path / "a", "--fail-on", "controls:live").returncode == 1
    assert run("audit", app, "-o", tmp_path / "b", "--fail-on", "hides/packer").returncode == 0
    assert run("audit", app, "-o", tmp_path / "c", "--fail-on", "nonsense").returncode == 2


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("empty.apk", b""),
        ("note.apk", b"this is a note\n"),
        ("cut.apk", b"PK\x03\x04\x14\x00"),
        ("zeros.dex", bytes(200)),
    ],
)
def test_what_is_no_sample_is_refused_in_one_sentence(tmp_path, name, data):
    path = tmp_path / name
    path.write_bytes(data)
    done = run("audit", path, "-o", tmp_path / "out")
    assert done.returncode == 4
    assert name in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "out").exists()


def test_a_missing_file_is_named(tmp_path):
    done = run("audit", tmp_path / "nowhere.apk", "-o", tmp_path / "out")
    assert done.returncode == 4
    assert "nowhere.apk" in done.stderr


def test_a_cut_package_is_audited_and_said_to_be_cut(demo, tmp_path):
    data = demo.read_bytes()
    cut = tmp_path / "cut.apk"
    cut.write_bytes(data[: len(data) * 3 // 4])
    done = run("audit", cut, "-o", tmp_path / "out")
    assert done.returncode == 3
    assert "unread:" in done.stderr


def test_names_in_a_package_never_become_paths(demo, tmp_path):
    evil = tmp_path / "evil.apk"
    evil.write_bytes(demo.read_bytes())
    with zipfile.ZipFile(evil, "a") as archive:
        archive.writestr("../../outside.txt", "x")
        archive.writestr("/etc/absolute.txt", "x")
        archive.writestr("assets/\u202egpj.exe", "x")
    done = run("audit", evil, "-o", tmp_path / "in" / "out")
    assert done.returncode in (0, 3)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["evil.apk", "in"]
    assert "\u202e" not in (tmp_path / "in" / "out" / "report.html").read_text(encoding="utf-8")
    assert "\u202e" not in done.stdout


def test_wrong_knowledge_names_file_and_line(demo, tmp_path):
    folder = tmp_path / "knowledge"
    (folder / "sources").mkdir(parents=True)
    (folder / "version.yaml").write_text("version: test\n")
    (folder / "sources" / "bad.yaml").write_text("about: x\nentries:\n  - id: a.b\n    what: x\n    finds: []\n")
    done = run("audit", demo, "-o", tmp_path / "out", "--knowledge", folder)
    assert done.returncode == 5
    assert "bad.yaml" in done.stderr


def test_time_that_runs_out_is_said(demo, tmp_path):
    done = run("audit", demo, "-o", tmp_path / "out", "--max-memory", "256")
    assert done.returncode in (0, 4)
    assert "Traceback" not in done.stderr


def test_help_shows_commands_first():
    for words in ([], ["audit"], ["explain"], ["verify"], ["facts"], ["rules"], ["rules", "lint"]):
        text = run(*words, "--help").stdout
        first = text.split("\n\n")[1].strip()
        assert first.startswith("sousveil "), text
