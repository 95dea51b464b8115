"""What is read from manifests, on documents built here."""

import re
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sousveil import core
from sousveil.model.manifest import Manifest
from sousveil.read import manifest_tables
from sousveil.read.components import full_name
from sousveil.read.manifest import read_manifest, same_app
from sousveil.read.net_config import read_net_config
from tests.read.apk_samples import apks
from tests.read.axml_builder import Node, Ref, arsc, axml

P = "android.permission."


def app(*children: Node, target: int = 30, root: list[Node] | None = None, **attributes: object) -> Node:
    sdk: Node = ("uses-sdk", {"android:targetSdkVersion": target}, [])
    application: Node = ("application", {f"android:{k}": v for k, v in attributes.items()}, list(children))
    return ("manifest", {"package": "org.example"}, [sdk, *(root or []), application])


def read(*trees: Node, table: bytes | None = None) -> Manifest:
    resources = core.Resources()
    if table:
        resources.add(9, table)
    return read_manifest([core.Xml().add(i, axml(tree)) for i, tree in enumerate(trees)], resources)


def asks(name: str, **more: object) -> Node:
    return ("uses-permission", {"android:name": P + name, **{f"android:{k}": v for k, v in more.items()}}, [])


def test_names_of_classes_are_completed() -> None:
    assert full_name("a.b", ".C") == "a.b.C"
    assert full_name("a.b", "C") == "a.b.C"
    assert full_name("a.b", "x.C") == "x.C"


@pytest.mark.parametrize(
    ("kind", "target", "written", "filtered", "expected"),
    [
        ("activity", 30, None, False, (False, "default")),
        ("activity", 30, None, True, (True, "implied")),
        ("service", 30, True, False, (True, "explicit")),
        ("receiver", 30, False, True, (False, "explicit")),
        ("provider", 16, None, False, (True, "default")),
        ("provider", 17, None, False, (False, "default")),
    ],
)
def test_exported(kind: str, target: int, written: bool | None, filtered: bool, expected: tuple[bool, str]) -> None:
    attributes = {"android:name": ".C"} | ({} if written is None else {"android:exported": written})
    filters: list[Node | str] = [("intent-filter", {}, [("action", {"android:name": "a"}, [])])] if filtered else []
    (component,) = read(app((kind, attributes, filters), target=target)).components
    assert (component.exported, component.exported_by) == expected
    assert (component.class_name, component.reads) == ("org.example.C", ".C")
    assert component.place == f"xml:/manifest/application[1]/{kind}[1]@android:name"


def test_permissions_of_old_targets() -> None:
    def implied(target: int, *asked: str) -> set[str]:
        found = read(app(target=target, root=[asks(a) for a in asked])).permissions
        return {p.name.removeprefix(P) for p in found if p.how in ("implied", "included")}

    assert implied(33) == set()
    assert implied(3) == {"WRITE_EXTERNAL_STORAGE", "READ_PHONE_STATE"} | implied(3, "WRITE_EXTERNAL_STORAGE") - {
        "READ_PHONE_STATE"
    } | {"READ_EXTERNAL_STORAGE"}
    assert implied(15, "READ_CONTACTS") == {"READ_CALL_LOG"}
    assert implied(16, "READ_CONTACTS") == set()
    assert implied(33, "WRITE_EXTERNAL_STORAGE") == {"READ_EXTERNAL_STORAGE"}
    assert "ACCESS_BACKGROUND_LOCATION" in implied(28, "ACCESS_FINE_LOCATION")
    assert "ACCESS_BACKGROUND_LOCATION" not in implied(29, "ACCESS_FINE_LOCATION")


def test_what_stands_in_resources_is_named_and_followed() -> None:
    table = arsc(
        {
            "string": {"app": {"": "Diary", "fr": "Journal"}, "alias": {"": Ref(0x7F010000)}},
            "bool": {"on": {"": False}},
        }
    )
    service: Node = ("service", {"android:name": ".S", "android:enabled": Ref(0x7F020000)}, [])
    manifest = read(app(service, label=Ref(0x7F010001)), table=table)
    assert manifest.label == {"": "Diary", "fr": "Journal"}
    assert (manifest.components[0].enabled, manifest.components[0].switch) == (False, "enabled=@bool/on")


def test_scrambled_names_do_not_hide_attributes() -> None:
    document = core.Xml().add(0, axml(app(debuggable=True), {"debuggable": "x", "targetSdkVersion": ""}))
    manifest = read_manifest([document], core.Resources())
    flag = manifest.flag("debuggable")
    assert flag and (flag.value, flag.how) == ("true", "written")
    assert manifest.target_sdk == 30
    assert {o[1] for o in document.oddities} == {"attribute_name_false", "attribute_name_empty"}


def test_defaults_depend_on_the_target() -> None:
    for target, expected in ((27, "true"), (28, "false")):
        flag = read(app(target=target)).flag("usesCleartextTraffic")
        assert flag and (flag.value, flag.how, flag.reads) == (expected, "default", None)


def test_splits_add_to_the_base() -> None:
    split: Node = ("manifest", {"package": "org.example", "split": "config.fr"}, [
        ("application", {}, [("service", {"android:name": ".Extra"}, [])]),
    ])  # fmt: skip
    other: Node = ("manifest", {"package": "org.other"}, [])
    documents = [core.Xml().add(i, axml(tree)) for i, tree in enumerate((split, app(), other))]
    chosen = same_app(documents)
    assert [d.part for d in chosen] == [1, 0]
    manifest = read_manifest(chosen, core.Resources())
    assert (manifest.splits, manifest.parts) == (["config.fr"], [1, 0])
    assert [c.class_name for c in manifest.components] == ["org.example.Extra"]


def test_tables_have_a_row_for_each_fact() -> None:
    service: Node = ("service", {"android:name": ".S", "android:foregroundServiceType": 0x88}, [
        ("intent-filter", {"android:priority": 5}, [
            ("action", {"android:name": "a.b"}, []),
            ("data", {"android:scheme": "http", "android:host": "example.org"}, []),
        ]),
        ("meta-data", {"android:name": "k", "android:value": "v"}, []),
    ])  # fmt: skip
    tables = manifest_tables.tables(read(app(service, root=[asks("CAMERA", maxSdkVersion=22)])))
    assert tables["components"].column("detail") == ["foregroundServiceType=location|microphone"]
    kinds = list(zip(tables["filters"].column("kind"), tables["filters"].column("value"), strict=True))
    assert kinds == [("action", "a.b"), ("data", "scheme=http;host=example.org"), ("priority", "5")]
    assert tables["filters"].column("component_place") == tables["components"].column("place") * 3
    assert tables["meta_data"].column("value") == ["v"]
    assert tables["permissions"].column("max_sdk") == [22]


def test_network_security_configuration() -> None:
    root: Node = ("network-security-config", {}, [
        ("base-config", {"cleartextTrafficPermitted": True}, [
            ("trust-anchors", {}, [("certificates", {"src": "user", "overridePins": True}, [])]),
        ]),
        ("domain-config", {}, [
            ("domain", {"includeSubdomains": True}, ["example.org"]),
            ("pin-set", {}, [("pin", {"digest": "SHA-256"}, ["AAAA"])]),
        ]),
    ])  # fmt: skip
    lines = read_net_config(core.Xml().add(0, axml(root)), core.Resources())
    assert [(x.scope, x.domains, x.kind, x.value) for x in lines] == [
        ("base", "", "cleartext", "true"),
        ("base", "", "trust_anchor", "user"),
        ("domain", "*.example.org", "pin", "SHA-256:AAAA"),
    ]
    assert lines[1].overrides_pins


GOOD = axml(app(("activity", {"android:name": ".A"}, []), root=[asks("CAMERA")], label="x"))


@settings(max_examples=300, deadline=None)
@given(st.integers(0, len(GOOD) - 1), st.binary(min_size=1, max_size=4))
def test_broken_bytes_never_raise(at: int, junk: bytes) -> None:
    document = core.Xml().add(0, GOOD[:at] + junk + GOOD[at + len(junk) :])
    manifest_tables.tables(read_manifest([document], core.Resources()))


@pytest.mark.skipif(not shutil.which("aapt2"), reason="aapt2 is not installed")
@pytest.mark.parametrize("apk", apks(), ids=lambda p: p.name)
def test_same_elements_and_attributes_as_aapt2(apk: Path) -> None:
    def dumped(name: str) -> tuple[list[tuple[str, int]], list[str]]:
        command = ["aapt2", "dump", "xmltree", "--file", name, str(apk)]
        text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        tags = [(m[1], int(m[2])) for m in re.finditer(r"^ *E: (\S+) \(line=(\d+)\)$", text, re.M)]
        return tags, sorted(re.findall(r"^ *A: .*?\(0x([0-9a-f]{8})\)=", text, re.M))

    with zipfile.ZipFile(apk) as package:
        names = [n for n in package.namelist() if n == "AndroidManifest.xml" or n.startswith("res/layout")][:25]
        for name in names:
            elements = core.Xml().add(0, package.read(name)).elements()
            tags = [(e.tag if not e.namespace else f"{e.namespace}:{e.tag}", e.line) for e in elements]
            ids = sorted(f"{a.name_id:08x}" for e in elements for a in e.attributes if a.name_id)
            assert (tags, ids) == dumped(name), name
