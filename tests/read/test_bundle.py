"""A bundle says what the package built from it says, but for its signature."""

import subprocess
import zipfile

import pytest

from sousveil.knowledge.load import load
from sousveil.line import audit_in_memory
from sousveil.model.limits import Limits


@pytest.fixture
def bundle(demo, tmp_path):
    converted = tmp_path / "proto.apk"
    subprocess.run(["aapt2", "convert", "--output-format", "proto", "-o", converted, demo], check=True)
    path = tmp_path / "demo.aab"
    with zipfile.ZipFile(demo) as plain, zipfile.ZipFile(converted) as proto, zipfile.ZipFile(path, "w") as out:
        for name in proto.namelist():
            folder = {"AndroidManifest.xml": "base/manifest/"}.get(name, "base/")
            if not name.startswith("META-INF/") and not name.endswith(".dex"):
                out.writestr(folder + name, proto.read(name))
        out.writestr("base/dex/classes.dex", plain.read("classes.dex"))
        out.writestr("BundleConfig.pb", b"")
    return path


def said(path):
    report = audit_in_memory(path, Limits(), load())
    return [f.says for f in report.findings if not f.rule.startswith("made_by/certificate")], report


def test_a_bundle_says_what_its_package_says(demo, bundle):
    ours, report = said(bundle)
    theirs, package = said(demo)
    assert ours == theirs
    assert report.sample.label == package.sample.label
    assert report.coverage.resources > 0
