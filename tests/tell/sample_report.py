"""A made-up report that holds everything an output must cope with. Nothing in it comes from a real app."""

import hashlib

from sousveil.model.evidence import Reach, Role, Step, Strength
from sousveil.model.gloss import Text
from sousveil.model.report import (
    Coverage,
    Finding,
    Gap,
    KnowledgeSummary,
    PartSummary,
    Question,
    Report,
    SampleSummary,
    Tool,
)
from sousveil.model.screen import Element, Lead, Screen

HOSTILE = {
    "bidi": "safe\u202egpj.exe\u202c\u2066x\u2069",
    "nul": "before\x00after\x1b[2J\x1b]0;owned\x07",
    "html": "</script></style><script>alert(1)</script><img src=x onerror=alert(2)>\"'`&amp;{{ 7*7 }}{% raw %}",
    "zero_width": "pay\u200bpal\u200d\ufeff\u00ad",
    "long": "https://example.org/" + "a" * 5000,
    "lines": "one\r\ntwo\u2028three\u2029four\vfive",
    "zalgo": "a" + "\u0301" * 60,
    "arabic": "جهات الاتصال المخزنة على الهاتف",
    "uyghur": "تېلېفوندىكى ئالاقىداشلار",
    "chinese": "读取联系人与通话记录",
    "russian": "Список контактов",
}


def sha(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


PATHS = {
    "AndroidManifest.xml": "axml",
    "classes.dex": "dex",
    "classes2.dex": "dex",
    "resources.arsc": "arsc",
    "lib/arm64-v8a/libprobe.so": "elf",
    "assets/inner.apk": "apk",
    "assets/inner.apk!/classes.dex": "dex",
    "META-INF/CERT.RSA": "pkcs7",
    "assets/names [1]*.txt": "text",
    "-rf": "unknown",
    "assets/\u202egpj.exe": "unknown",
    "assets/" + "very-long-name-" * 40 + ".bin": "unknown",
    "res/layout/form.xml": "axml",
    "res/values'$(id)`.xml": "text",
}


def parts() -> tuple[PartSummary, ...]:
    return tuple(
        PartSummary(
            path=p, kind=k, size=1000 * (i + 1) ** 3, packed_size=600 * (i + 1) ** 3, offset=40 + i, sha256=sha(p)
        )
        for i, (p, k) in enumerate(PATHS.items())
    )


def step(part: str, place: str, shows: str, reads: str | None = None, *, role=Role.SITE, reach=None) -> Step:
    return Step(part=part, part_sha256=sha(part), place=place, shows=shows, reads=reads, role=role, reach=reach)


def chain(part: str = "classes.dex") -> tuple[Step, ...]:
    """A site in code and the way there from an entry."""
    way = [
        (
            "code:Lorg/example/Main;->onCreate(Landroid/os/Bundle;)V+0x12",
            "The system starts this screen; it calls start.",
        ),
        ("code:Lorg/example/Worker;->start()V+0x6", "start hands a task to a new thread."),
        ("code:Lorg/example/Worker$1;->run()V+0x20", "The thread calls readAll."),
    ]
    site = step(
        part,
        "code:Lorg/example/Contacts;->readAll(Landroid/content/Context;)Ljava/util/List;+0x1a",
        "The contacts table of the phone is queried here.",
        "invoke-virtual ContentResolver.query(content://com.android.contacts/data/phones, …)",
        reach=Reach.LIVE,
    )
    permission = step(
        "AndroidManifest.xml",
        "xml:/manifest/uses-permission[2]@android:name",
        "The permission this needs is asked for.",
        "android.permission.READ_CONTACTS",
        role=Role.CONTEXT,
    )
    return (site, *(step(part, place, shows, role=Role.WAY, reach=Reach.LIVE) for place, shows in way), permission)


def _head() -> list[dict]:
    """Findings that read like real ones: id and defaults are filled in by `report`."""
    q, s, r = Question, Strength, Reach
    return [
        {
            "question": q.COLLECTS,
            "rule": "collects/contacts",
            "strength": s.TRACED,
            "reach": r.LIVE,
            "says": "The app reads the contacts stored on the phone.",
            "categories": ("contact_list", "phone_number"),
            "evidence": chain(),
            "innocent_if": "Messengers and dialers read contacts to show names beside numbers.",
        },
        {
            "question": q.COLLECTS,
            "rule": "collects/form",
            "strength": s.OBSERVED,
            "reach": r.LIVE,
            "says": "The app has a form with the field “宗教信仰” for a person's religion.",
            "categories": ("religion",),
            "data": {
                "special": ["religion"],
                "texts": [
                    {"text": "宗教信仰", "lang": "zh", "gloss": "religious belief"},
                    {"text": HOSTILE["uyghur"], "lang": "ug", "gloss": "contacts on the phone"},
                ],
            },
            "evidence": (
                step("resources.arsc", "res:0x7f0b0001@zh-rCN", "The label of the field.", "宗教信仰"),
                step("res/layout/form.xml", "xml:/LinearLayout/EditText[4]@android:hint", "The field that shows it."),
            ),
        },
        {
            "question": q.COLLECTS,
            "rule": "collects/location",
            "strength": s.OBSERVED,
            "reach": None,
            "says": "No call that reads the phone's position was found.",
            "data": {"absent": True},
        },
        {
            "question": q.COLLECTS,
            "rule": "collects/imei",
            "strength": s.OBSERVED,
            "reach": r.DEAD,
            "says": "Code that reads the phone's IMEI is present; no way into it was found.",
            "categories": ("device_id",),
            "evidence": chain("classes2.dex")[:1],
            "innocent_if": "Analytics libraries carry such code without using it.",
        },
        {
            "question": q.SENDS,
            "rule": "sends/http",
            "strength": s.INFERRED,
            "reach": r.LIVE,
            "says": "The app sends data to http://192.0.2.7:8080/upload without encryption.",
            "data": {"scheme": "http", "host": "192.0.2.7", "port": 8080, "path": "/upload", "clear_text": True},
            "evidence": chain(),
            "gaps": ("G-2",),
        },
        {
            "question": q.SENDS,
            "rule": "sends/url",
            "strength": s.OBSERVED,
            "reach": r.UNKNOWN,
            "says": "The address https://192.0.2.9/" + "long-path/" * 40 + " stands in native code.",
            "evidence": (
                step("lib/arm64-v8a/libprobe.so", "elf:va=0x1234,file=0x234", "The address, as text.", HOSTILE["long"]),
            ),
            "gaps": ("G-3",),
        },
        {
            "question": q.MADE_BY,
            "rule": "made_by/signer",
            "strength": s.OBSERVED,
            "reach": None,
            "says": "The app is signed by “CN=示例公司, O=Example Org, C=XX”, certificate " + sha("cert")[:16] + "….",
            "evidence": (
                step("META-INF/CERT.RSA", "cert:v2/1/1", "The signer's certificate.", "CN=示例公司, O=Example Org"),
            ),
        },
        {
            "question": q.MADE_BY,
            "rule": "made_by/brand",
            "strength": s.OBSERVED,
            "reach": None,
            "says": f"The name “{HOSTILE['arabic']}” stands in the app's texts.",
            "evidence": (
                step("resources.arsc", "res:0x7f0b0002@ar#0", "The text.", HOSTILE["arabic"]),
                step("assets/names [1]*.txt", "text:12:5", "The same name in a list.", HOSTILE["arabic"]),
            ),
        },
        {
            "question": q.WEAK,
            "rule": "weak/tls",
            "strength": s.TRACED,
            "reach": r.DEAD,
            "says": "A class that accepts every TLS certificate is present; no way into it was found.",
            "evidence": (
                step(
                    "classes2.dex",
                    "method:Lorg/example/AllowAll;->checkServerTrusted([Ljava/security/cert/X509Certificate;Ljava/lang/String;)V",
                    "The check does nothing.",
                    "return-void",
                    reach=Reach.DEAD,
                ),
            ),
        },
        {
            "question": q.WEAK,
            "rule": "weak/debuggable",
            "strength": s.OBSERVED,
            "reach": None,
            "says": "The app can be debugged by anyone who holds the unlocked phone.",
            "evidence": (
                step(
                    "AndroidManifest.xml",
                    "xml:/manifest/application[1]@android:debuggable",
                    "The switch is on.",
                    "true",
                ),
            ),
        },
        {
            "question": q.EXCESS,
            "rule": "excess/unused",
            "strength": s.INFERRED,
            "reach": None,
            "says": "The microphone permission is asked for, and no call that needs it was found.",
            "evidence": (
                step(
                    "AndroidManifest.xml",
                    "xml:/manifest/uses-permission[9]@android:name",
                    "The permission.",
                    "android.permission.RECORD_AUDIO",
                ),
            ),
            "gaps": ("G-1", "G-2"),
        },
        {
            "question": q.CONTROLS,
            "rule": "controls/load",
            "strength": s.TRACED,
            "reach": r.DORMANT,
            "says": "The app loads code from a file after it was installed, behind a switch that the server sets.",
            "evidence": (
                *chain(),
                step("assets/inner.apk!/classes.dex", "class:Lorg/example/Plugin;", "A class of the nested package."),
            ),
        },
        {
            "question": q.HIDES,
            "rule": "hides/archive",
            "strength": s.OBSERVED,
            "reach": None,
            "says": "An entry of the archive is named so that it looks like another: " + HOSTILE["bidi"],
            "evidence": (
                step("assets/\u202egpj.exe", "entry", "The name turns around on screen.", HOSTILE["bidi"]),
                step("-rf", "bytes:0x0+16", "The first bytes.", "7f 45 4c 46"),
                step("res/values'$(id)`.xml", "@0x40", "A name that a shell would run."),
                step("classes.dex", "dexstring:123", "A string.", HOSTILE["nul"]),
                step("classes.dex", "not a place \u202e", "A locator that nobody can read.", HOSTILE["html"]),
            ),
        },
        {
            "question": q.UNKNOWN,
            "rule": "unknown/native",
            "strength": s.OBSERVED,
            "reach": None,
            "says": "One native library is in the app; what its code does was not followed.",
            "gaps": ("G-3",),
        },
        {
            "question": q.SENDS,
            "rule": "sends/mqtt",
            "strength": s.OBSERVED,
            "reach": None,
            "says": "No use of a message queue was found.",
            "data": {"absent": True},
        },
    ]


def _rest(count: int) -> list[dict]:
    """Many more findings that go round every question, strength, reach and hostile string."""
    questions, strengths = list(Question), list(Strength)
    reaches: list[Reach | None] = [*Reach, None]
    texts = list(HOSTILE.items())
    made = []
    for i in range(count):
        name, text = texts[i % len(texts)]
        made.append(
            {
                "question": questions[i % len(questions)],
                "rule": f"{questions[i % len(questions)]}/made_up_{i}",
                "says": f"The app holds made-up thing {i} with {name} text: {text[:300]}",
                "strength": strengths[i % len(strengths)],
                "reach": reaches[i % len(reaches)],
                "categories": ("health",) if i % 17 == 0 else (),
                "data": {"special": ["health"]} if i % 17 == 0 else {"note": text, "numbers": [1, 2, i]},
                "evidence": (*chain(), step("classes.dex", f"dexstring:{i}", f"Text number {i}.", text)),
                "innocent_if": "Ordinary apps do this when they must." if i % 2 else None,
            }
        )
    return made


def gaps() -> tuple[Gap, ...]:
    made = [
        Gap(
            id="G-1",
            part="classes2.dex",
            place="@0x40",
            cause="truncated",
            says="The string table ends before its last 12 entries.",
            closes="An undamaged copy of the app.",
        ),
        Gap(
            id="G-2",
            part="classes.dex",
            place="code:Lorg/example/Net;->send(Ljava/lang/String;)V+0x30",
            cause="unsupported",
            says="The address is built by a call that is not followed.",
            closes="Running the app in a laboratory.",
        ),
        Gap(
            id="G-3",
            part="lib/arm64-v8a/libprobe.so",
            place="entry",
            cause="unsupported",
            says="Native code is not followed.",
            closes="Reading it in Ghidra.",
        ),
        Gap(
            id="G-4",
            part="assets/\u202egpj.exe",
            place="entry",
            cause="encrypted",
            says="The bytes look encrypted " + HOSTILE["html"],
            closes="The key.",
        ),
    ]
    made += [
        Gap(
            id=f"G-{5 + i}",
            part="classes.dex",
            place=f"@0x{i:x}",
            cause="malformed",
            says=f"Value {i} is wrong.",
            closes="An undamaged copy.",
        )
        for i in range(30)
    ]
    return tuple(made)


def screens(count: int = 70) -> tuple[Screen, ...]:
    """Many screens that lead to one another in rings and trees, with hostile titles, labels, ids and conditions."""
    texts = list(HOSTILE.values())
    made = []
    for i in range(count):
        text, other = texts[i % len(texts)], texts[(i * 7 + 3) % len(texts)]
        label = Text(text=text, lang="zh-CN" if i % 3 else None, gloss=other if i % 2 else None)
        elements = [
            Element(tag="LinearLayout", kind="group", horizontal=bool(i % 2)),
            Element(tag="TextView", kind="text", depth=1, texts=(label,)),
            Element(tag="EditText", kind="entry", depth=1, id=f"et_{i}", labels=(label,), hints=(label,), hidden=True,
                    condition=text, input=other, says_id=other),
            Element(tag="RadioGroup", kind="choice", depth=1, choices=(label, label), texts=(label,)),
            Element(tag="RadioButton", kind="choice", depth=2, texts=(label,)),
            Element(tag=text, kind="button", id=other, depth=9, texts=(label,), does=text),
        ]  # fmt: skip
        leads = [Lead(to=f"S-{to % count + 1}", by=text, kind=kind, condition=other)
                 for to, kind in ((i + 1, "opens"), (i // 2, "holds"), (i * i, "shows")) if i % 5]  # fmt: skip
        leads.append(Lead(to=text, by=other))
        made.append(
            Screen(
                id=f"S-{i + 1}",
                name=f"org.example.Made{i}" if i % 4 else text,
                kind=("activity", "fragment", "dialog", "row", "layout")[i % 5],
                titles=(label,) if i % 2 else (),
                elements=tuple(elements if i % 3 else elements[:2]),
                leads=tuple(leads),
                categories=("religion",) if i % 7 == 0 else (),
                made_from=("layout", "code", "none")[i % 3],
                starts=i == 0,
                strength=Strength.TRACED,
                folded=i % 11 == 10,
            )
        )
    return tuple(made)


def report(count: int = 300) -> Report:
    """A rich report with `count` findings, grouped by question as a real one is."""
    raw = _head()
    raw += _rest(max(0, count - len(raw)))
    order = list(Question)
    raw.sort(key=lambda f: order.index(f["question"]))
    findings = tuple(Finding(id=f"F-{i + 1}", **f) for i, f in enumerate(raw[:count]))
    return Report(
        tool=Tool(name="sousveil", version="0.1.0"),
        knowledge=KnowledgeSummary(version="2026.11", sha256=sha("knowledge"), entries=900, rules=120),
        sample=SampleSummary(
            name="it's -a sample.apk",
            kind="apk",
            size=14_200_000,
            sha256=sha("sample"),
            sha1=sha("1")[:40],
            md5=sha("2")[:32],
            package="org.example.made.up",
            version_name="2.1 \u202ebeta",
            version_code="210",
            min_sdk=19,
            target_sdk=22,
            label={
                "": "Helper",
                "zh-rCN": "便民助手",
                "ar": "مساعد",
                "ug": "ياردەمچى",
                "ru": "Помощник",
                "b+sr+Latn": "Pomoćnik",
                "<b>": HOSTILE["html"],
            },
        ),
        parts=parts(),
        findings=findings,
        screens=screens(),
        gaps=gaps(),
        coverage=Coverage(
            parts=14,
            parts_unread=2,
            classes=8123,
            methods=51234,
            methods_live=30000,
            methods_dead=11234,
            methods_unknown=10000,
            instructions=912345,
            native_files=1,
            resources=4321,
            permissions_asked=17,
            notes=("Native code is listed, not followed.",),
        ),
    )


def empty() -> Report:
    """A report of a file in which nothing was found."""
    full = report(0)
    return full.model_copy(
        update={
            "findings": (),
            "gaps": (),
            "parts": (),
            "sample": SampleSummary(name="empty.apk", kind="apk", size=0, sha256=sha(""), sha1="0" * 40, md5="0" * 32),
        }
    )


def small() -> Report:
    """Only the findings that read like real ones."""
    return report(len(_head()))
