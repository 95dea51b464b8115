"""Make the published trees of some test apps (tests/trees/NAME/apktool, tests/trees/NAME/jadx) from their APKs.

    python tools/trees.py            make all
    python tools/trees.py NAME...    make these

jadx is jadx-core of Maven Central. apktool itself is not there: its tree is put together from baksmali, which apktool
uses with the same options, and from resources as text that jadx wrote; the manifest loses what apktool takes out of it
(versions and <uses-sdk>, which go into apktool.yml). Needs a JDK and mvn.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TREES = ROOT / "tests" / "trees"
APPS = {
    "demo": "examples/demo/app.apk",
    "company_resource": "tests/apps/company_resource/app.apk",
    "contacts_dead": "tests/apps/contacts_dead/app.apk",
    "messenger_folders": "tests/apps/messenger_folders/app.apk",
    "exported_open": "tests/apps/exported_open/app.apk",
    "clear_text_config": "tests/apps/clear_text_config/app.apk",
}
POM = """\
<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>
<groupId>trees</groupId><artifactId>trees</artifactId><version>1</version><dependencies>
<dependency><groupId>org.smali</groupId><artifactId>baksmali</artifactId><version>2.5.2</version></dependency>
<dependency><groupId>io.github.skylot</groupId><artifactId>jadx-core</artifactId><version>1.5.1</version></dependency>
<dependency><groupId>io.github.skylot</groupId><artifactId>jadx-dex-input</artifactId><version>1.5.1</version>
<exclusions><exclusion><groupId>com.android.tools.smali</groupId><artifactId>*</artifactId></exclusion></exclusions>
</dependency>
<dependency><groupId>org.slf4j</groupId><artifactId>slf4j-nop</artifactId><version>2.0.16</version></dependency>
</dependencies></project>
"""
DRIVER = """\
import jadx.api.JadxArgs;
import jadx.api.JadxDecompiler;
import java.io.File;

public class Driver {
    public static void main(String[] given) throws Exception {
        JadxArgs args = new JadxArgs();
        args.getInputFiles().add(new File(given[0]));
        args.setOutDir(new File(given[1]));
        args.setThreadsCount(1);
        try (JadxDecompiler jadx = new JadxDecompiler(args)) {
            jadx.load();
            jadx.save();
        }
    }
}
"""
BAKSMALI = ("--use-locals", "--sequential-labels", "--accessor-comments", "false")
_VERSION = re.compile(r'\s+android:(versionCode|versionName)="([^"]*)"')
_SDK = re.compile(r"\s*<uses-sdk\b([^>]*?)/>")
_SDK_VALUE = re.compile(r'android:(minSdkVersion|targetSdkVersion)="([^"]*)"')


def run(*command: str | Path) -> None:
    done = subprocess.run([str(c) for c in command], capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{command[0]} gave {done.returncode}\n{done.stdout}{done.stderr}")


def class_path(folder: Path) -> str:
    """The jars of both tools, fetched where they are not there."""
    (folder / "pom.xml").write_text(POM)
    run("mvn", "-q", "-f", folder / "pom.xml", "dependency:build-classpath", f"-Dmdep.outputFile={folder / 'cp'}")
    return (folder / "cp").read_text()


def jadx(apk: Path, out: Path, jars: str, folder: Path) -> None:
    driver = folder / "Driver.java"
    driver.write_text(DRIVER)
    run("java", "-cp", jars, driver, apk, out)
    for path in sorted(out.rglob("*")):
        # Bytecode and signatures are what a published tree lacks.
        if path.suffix == ".dex" or path.name == "META-INF":
            shutil.rmtree(path) if path.is_dir() else path.unlink()


def apktool(apk: Path, out: Path, resources: Path, jars: str, folder: Path) -> None:
    shutil.copytree(resources, out)
    with zipfile.ZipFile(apk) as package:
        for name in sorted(n for n in package.namelist() if re.fullmatch(r"classes\d*\.dex", n)):
            package.extract(name, folder)
            target = "smali" if name == "classes.dex" else f"smali_{name.removesuffix('.dex')}"
            run("java", "-cp", jars, "org.jf.baksmali.Main", "d", *BAKSMALI, folder / name, "-o", out / target)
            (folder / name).unlink()
    manifest = out / "AndroidManifest.xml"
    text = manifest.read_text()
    versions = dict(_VERSION.findall(text))
    sdks = dict(_SDK_VALUE.findall(" ".join(_SDK.findall(text))))
    manifest.write_text(_SDK.sub("", _VERSION.sub("", text)))
    lines = ["version: 2.9.3", f"apkFileName: {apk.name}", "sdkInfo:"]
    lines += [f"  {name}: '{value}'" for name, value in sorted(sdks.items())]
    lines += ["versionInfo:", *(f"  {name}: '{value}'" for name, value in sorted(versions.items()))]
    (out / "apktool.yml").write_text("\n".join(lines) + "\n")


def main() -> None:
    wanted = sys.argv[1:] or list(APPS)
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        jars = class_path(folder)
        for name in wanted:
            home, apk = TREES / name, ROOT / APPS[name]
            shutil.rmtree(home, ignore_errors=True)
            home.mkdir(parents=True)
            jadx(apk, home / "jadx", jars, folder)
            apktool(apk, home / "apktool", home / "jadx" / "resources", jars, folder)


if __name__ == "__main__":
    main()
