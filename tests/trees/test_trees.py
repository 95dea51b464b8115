"""The same test app as package, as apktool tree and as jadx tree gives the same findings but for places and strength.

The trees are made by tools/trees.py.
"""

from functools import cache
from pathlib import Path

import pytest

from sousveil.knowledge.load import Knowledge, load
from sousveil.line import audit_in_memory, keep, open_facts
from sousveil.model.evidence import Strength
from sousveil.model.limits import Limits
from sousveil.model.report import Report
from sousveil.trace import trace
from sousveil.verify import verify

ROOT = Path(__file__).parent.parent.parent
TREES = sorted(p.parent.name for p in Path(__file__).parent.glob("*/apktool"))
TREE_ONLY = {"made_by/certificate", "unknown/missing"}
"""Who signed it, which no tree says; and that it does not."""


def package(name: str) -> Path:
    return ROOT / ("examples/demo/app.apk" if name == "demo" else f"tests/apps/{name}/app.apk")


@cache
def knowledge() -> Knowledge:
    return load(None)


@cache
def report(sample: Path) -> Report:
    return audit_in_memory(sample, Limits(), knowledge())


def told(found: Report) -> list[tuple[str, str, object, tuple[str, ...], int]]:
    """What findings say; quotations stand in the order of places, so only their letters are compared. A decompiler
    names a list by the class it is made of, bytecode by the one that is called."""
    return sorted(
        (f.rule, "".join(sorted(f.says.replace("ArrayList.", "List."))), f.reach, f.categories, len(f.evidence))
        for f in found.findings
        if f.rule not in TREE_ONLY
    )


def test_there_are_trees() -> None:
    assert len(TREES) >= 6


@pytest.mark.parametrize("form", ["apktool", "jadx"])
@pytest.mark.parametrize("name", TREES)
def test_a_tree_says_what_the_package_says(name: str, form: str) -> None:
    whole, tree = report(package(name)), report(Path(__file__).parent / name / form)
    assert told(tree) == told(whole)
    for field in ("package", "label", "version_name", "version_code", "min_sdk", "target_sdk"):
        assert getattr(tree.sample, field) == getattr(whole.sample, field)


@pytest.mark.parametrize("name", TREES)
def test_smali_gives_the_instructions_of_the_bytecode(name: str) -> None:
    whole = open_facts(package(name), Limits())
    tree = open_facts(Path(__file__).parent / name / "apktool", Limits())
    assert whole.code is not None and tree.code is not None
    for table, column in (("instructions", 0), ("switches", 0), ("tries", 0)):
        kept = []
        for facts in (whole, tree):
            assert facts.code is not None
            method = facts.code.method_text
            rows = ((method(row[column]), *row[1:3]) for row in facts.tables[table].rows())
            kept.append(sorted(rows))
        assert kept[0] == kept[1]


@pytest.mark.parametrize("form", ["apktool", "jadx"])
@pytest.mark.parametrize("name", TREES)
def test_every_place_is_read_again_and_flows_are_counted_as_unchecked(name: str, form: str, tmp_path: Path) -> None:
    tree = Path(__file__).parent / name / form
    facts = open_facts(tree, Limits())
    trace(facts, knowledge())
    keep(facts, tmp_path)
    result = verify(report(tree), tree, facts=tmp_path / "facts")
    assert result.failures == ()
    assert result.held > 0
    assert result.flows == 0
    assert result.flows_in_text == len(set(facts.tables["flows"].column("flow")))
    if name == "demo":
        assert result.flows_in_text > 0
        assert "cannot" in result.summary() or "no bytecode" in result.summary()


def test_a_changed_tree_is_another_sample_and_a_changed_place_fails(tmp_path: Path) -> None:
    import shutil

    from sousveil.errors import InputError

    tree = tmp_path / "tree"
    shutil.copytree(Path(__file__).parent / "demo/apktool", tree)
    found = audit_in_memory(tree, Limits(), knowledge())
    step = next(s for f in found.findings for s in f.evidence if s.place.startswith("text:") and s.reads)
    finding = found.findings[0].model_copy(update={"evidence": (step.model_copy(update={"reads": "something else"}),)})
    result = verify(found.model_copy(update={"findings": (finding,)}), tree)
    assert [f.place for f in result.failures] == [step.place]
    (tree / "AndroidManifest.xml").write_text("<manifest/>")
    with pytest.raises(InputError, match="is not the audited"):
        verify(found, tree)


def test_decompiled_java_is_never_observed_and_smali_may_be() -> None:
    java, smali = (report(Path(__file__).parent / "demo" / form) for form in ("jadx", "apktool"))
    on_java = [f for f in java.findings if any(s.part.endswith(".java") for s in f.evidence)]
    assert on_java
    assert Strength.OBSERVED not in {f.strength for f in on_java}
    on_smali = [f for f in smali.findings if any(s.part.endswith(".smali") for s in f.evidence)]
    assert Strength.OBSERVED in {f.strength for f in on_smali}


def test_from_a_tree_without_some_classes_nothing_is_said_to_be_absent_or_dead(tmp_path: Path) -> None:
    import shutil

    tree = tmp_path / "tree"
    shutil.copytree(Path(__file__).parent / "demo/jadx", tree)
    next(tree.rglob("VisitActivity.java")).unlink()
    found = audit_in_memory(tree, Limits(), knowledge())
    assert not [f for f in found.findings if f.data.get("absent") is True and f.question != "unknown"]
    assert not [f for f in found.findings if f.reach == "dead"]
    assert any("VisitActivity" in gap.says and gap.cause == "missing" for gap in found.gaps)
