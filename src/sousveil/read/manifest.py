"""The manifest: what an app declares. Base first, splits add to it.

Values follow AOSP's own parser (frameworks/base, com.android.server.pm.pkg.parsing / ParsingPackageUtils).
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from sousveil import core
from sousveil.core import Document, Element, Resources
from sousveil.model.manifest import Demand, Flag, Manifest, Query
from sousveil.read import manifest_tables
from sousveil.read.components import read_components
from sousveil.read.elements import Tree, framework, place, plain
from sousveil.read.net_config import NET_CONFIG, Line, read_net_config
from sousveil.read.permissions import implied, read_permissions
from sousveil.read.resources import XML, document, path_in_module, show, show_all
from sousveil.read.tree import apktool_flags

if TYPE_CHECKING:
    from sousveil.model.facts import Facts

#: Where manifests stand in an APK and in a bundle.
MANIFESTS = ("AndroidManifest.xml", "base/manifest/AndroidManifest.xml")

#: Switches and values of <application> that are kept, with Android's default. A tuple is (below, from, default from
#: that target SDK on).
APPLICATION: dict[str, str | tuple[str, int, str] | None] = {
    "allowBackup": "true",
    "allowNativeHeapPointerTagging": "true",
    "appComponentFactory": None,
    "backupAgent": None,
    "banner": None,
    "dataExtractionRules": None,
    "debuggable": "false",
    "description": None,
    "enabled": "true",
    "extractNativeLibs": "true",
    "fullBackupContent": None,
    "hasCode": "true",
    "hasFragileUserData": "false",
    "icon": None,
    "isGame": "false",
    "killAfterRestore": "true",
    "label": None,
    "largeHeap": "false",
    "manageSpaceActivity": None,
    "name": None,
    "networkSecurityConfig": None,
    "permission": None,
    "persistent": "false",
    "process": None,
    "profileable": None,
    "requestLegacyExternalStorage": "false",
    "requiredAccountType": None,
    "restrictedAccountType": None,
    "sharedUserLabel": None,
    "taskAffinity": None,
    "testOnly": "false",
    "theme": None,
    "usesCleartextTraffic": ("true", 28, "false"),
    "vmSafeMode": "false",
    "zygotePreloadName": None,
}


def number(text: str | None) -> int | None:
    """A decimal or 0x number, None for anything else (SDK code names are such)."""
    try:
        return int(text, 0) if text else None
    except ValueError:
        return None


def read_manifest(documents: Iterable[Document], resources: Resources, beside: Sequence[Flag] = ()) -> Manifest:
    """Reads the manifests of one app. The base is the one without a `split` attribute, else the first.

    `beside` are values that a tool wrote elsewhere; what the manifest itself says goes before.
    """
    trees = [(tree, tree.root) for tree in (Tree(document) for document in documents)]
    roots = [(tree, root) for tree, root in trees if root is not None and root.tag == "manifest"]
    roots.sort(key=lambda pair: plain(pair[1], "split") is not None)
    manifest = Manifest()
    for order, (tree, root) in enumerate(roots):
        manifest.parts.append(tree.part)
        if order == 0:
            _identity(manifest, tree, root, resources, beside)
        else:
            manifest.splits.append(plain(root, "split") or "")
        manifest.permissions += read_permissions(tree, root, resources)
        manifest.queries += _queries(tree, root, resources)
        manifest.demands += _demands(tree, root, resources)
        components, filters, meta = read_components(tree, root, resources, manifest.package, manifest.target_sdk)
        manifest.components += components
        manifest.filters += filters
        manifest.meta_data += meta
    top = place(roots[0][1]) if roots else "xml:/manifest"
    manifest.permissions += implied(manifest.permissions, manifest.target_sdk, top)
    return manifest


def _flag(part: int, element: Element, name: str, resources: Resources) -> Flag | None:
    attribute = framework(element, name)
    if attribute is None:
        return None
    shown = show(resources, attribute)
    return Flag(part, name, shown.text, shown.reference, "written", attribute.value, place(element, name))


def _identity(manifest: Manifest, tree: Tree, root: Element, resources: Resources, beside: Sequence[Flag] = ()) -> None:
    manifest.package = plain(root, "package") or ""
    for name in (
        "versionCode",
        "versionCodeMajor",
        "versionName",
        "sharedUserId",
        "installLocation",
        "compileSdkVersion",
    ):
        if found := _flag(tree.part, root, name, resources):
            manifest.flags.append(found)
    for element in tree.children(root, "uses-sdk"):
        for name in ("minSdkVersion", "targetSdkVersion", "maxSdkVersion"):
            if found := _flag(tree.part, element, name, resources):
                manifest.flags.append(found)
    there = {flag.name for flag in manifest.flags}
    manifest.flags += [flag for flag in beside if flag.name not in there]
    _versions(manifest)
    for element in tree.children(root, "application"):
        manifest.flags += _application(tree, element, resources, manifest.target_sdk)
        if label := framework(element, "label"):
            manifest.label = dict(show_all(resources, label))
        break


def _versions(manifest: Manifest) -> None:
    value = {f.name: f.value for f in manifest.flags}
    manifest.version_name = value.get("versionName")
    code, major = number(value.get("versionCode")), number(value.get("versionCodeMajor"))
    # long version code: the major half above the 32 bits of versionCode (PackageInfo.getLongVersionCode)
    manifest.version_code = ((major or 0) << 32 | code & 0xFFFFFFFF) if code is not None else None
    manifest.shared_user = value.get("sharedUserId")
    manifest.min_sdk = number(value.get("minSdkVersion")) or 1
    target = value.get("targetSdkVersion")
    # A code name means a preview newer than every number.
    manifest.target_sdk = manifest.min_sdk if not target else number(target) or 10000


def _application(tree: Tree, element: Element, resources: Resources, target: int) -> Iterator[Flag]:
    for name, default in APPLICATION.items():
        found = _flag(tree.part, element, name, resources)
        value = default
        if isinstance(default, tuple):
            below, since, after = default
            value = after if target >= since else below
        if found is not None:
            yield found
        elif isinstance(value, str):
            yield Flag(tree.part, name, value, None, "default", None, place(element))


def _queries(tree: Tree, root: Element, resources: Resources) -> Iterator[Query]:
    def value(element: Element, name: str) -> str:
        attribute = framework(element, name)
        return (show(resources, attribute).text or "") if attribute else ""

    for queries in tree.children(root, "queries"):
        for child in tree.children(queries):
            if child.tag == "package":
                yield Query(tree.part, "package", value(child, "name"), place(child, "name"))
            elif child.tag == "provider":
                yield Query(tree.part, "provider", value(child, "authorities"), place(child, "authorities"))
            elif child.tag == "intent":
                for item in tree.children(child, "action"):
                    yield Query(tree.part, "action", value(item, "name"), place(item, "name"))
                for item in tree.children(child, "data"):
                    for name in ("scheme", "host", "mimeType"):
                        if text := value(item, name):
                            yield Query(tree.part, "data", f"{name}={text}", place(item, name))


def _demands(tree: Tree, root: Element, resources: Resources) -> Iterator[Demand]:
    tags = ("uses-feature", "uses-library", "uses-native-library", "uses-static-library")
    outer = [root, *tree.children(root, "application")]
    for element in (child for parent in outer for child in tree.children(parent, *tags)):
        name, required = framework(element, "name"), framework(element, "required")
        gl = framework(element, "glEsVersion")
        text = show(resources, name).text if name else gl and f"glEsVersion={gl.value}"
        needed = show(resources, required).text != "false" if required else True
        yield Demand(tree.part, element.tag.removeprefix("uses-"), text or "", needed, place(element))


def read(facts: "Facts") -> None:
    """Fills `facts.manifest`, the tables of the manifest and `net_config`.

    The app is the outermost package; other packages of the same name beside it are its splits. A package nested in
    it is another app: its manifest stays in `xml_elements` only.
    """
    resources = facts.resources if facts.resources is not None else core.Resources()
    parts = [p for p in facts.parts if p.path in MANIFESTS]
    parts.sort(key=lambda p: p.full_path.count("!/"))
    documents = [document(facts, p, resources) for p in parts]
    documents = same_app(documents)
    if not documents:
        return
    facts.manifest = read_manifest(documents, resources, apktool_flags(facts))
    facts.tables |= manifest_tables.tables(facts.manifest)
    facts.tables["net_config"] = manifest_tables.build(NET_CONFIG, _net_config(facts, facts.manifest, resources))


def same_app(documents: list[Document]) -> list[Document]:
    """The manifests that make up the first app: the first base, and all that name its package and a split."""
    roots = [(d, Tree(d).root) for d in documents]
    named = [(d, plain(r, "package"), plain(r, "split")) for d, r in roots if r is not None and r.tag == "manifest"]
    base = next((n for n in named if n[2] is None), named[0] if named else None)
    if base is None:
        return []
    return [
        base[0],
        *(d for d, package, split in named if d is not base[0] and package == base[1] and split is not None),
    ]


def _net_config(facts: "Facts", manifest: Manifest, resources: Resources) -> list[Line]:
    """The configuration the application names; the file is found through its resource."""
    flag = manifest.flag("networkSecurityConfig")
    paths = {flag.value} if flag and flag.value else set()
    lines: list[Line] = []
    for part in facts.parts:
        if part.kind in XML and path_in_module(part) in paths:
            lines += read_net_config(document(facts, part, resources), resources)
    return lines
