# ruff: noqa: E501 — a sentence to translate stands on one line
"""Every fixed word of the outputs, in one place, so that a translation has one file to translate.

`{name}` is filled in by the caller. Two keys `x.one` and `x.other` are the forms of a counted phrase.
"""

from sousveil.model.evidence import Reach, Strength
from sousveil.model.parts import ROOT_PATH
from sousveil.model.report import Question

WORDS: dict[str, str] = {
    # What each question asks; the chapters' names.
    "question.collects": "What it collects",
    "question.sends": "Where data goes",
    "question.made_by": "Who made it",
    "question.weak": "How it is weak",
    "question.excess": "What it asks beyond need",
    "question.searches": "What it looks for",
    "question.dormant": "What is in it but switched off",
    "question.flags": "Whom it flags, and why",
    "question.controls": "What it can do to the phone",
    "question.leaves": "What it leaves on a phone",
    "question.hides": "What it hides",
    "question.operates": "How an operator works through it",
    "question.natives": "What its native programs do",
    "question.unknown": "What could not be known",
    "asks.collects": "Which data about people does the app read, measure or ask for?",
    "asks.sends": "To which addresses, and by which channels, can the app send data?",
    "asks.made_by": "Which names, companies, certificates and building blocks does the app carry?",
    "asks.weak": "Is the app built in a way that puts the people it concerns at risk?",
    "asks.excess": "Does the app ask for permissions that it does not use, or use more than it asks for?",
    "asks.searches": "Which lists does the app carry, and what does it do with a hit?",
    "asks.dormant": "Which functions are in the package though nothing starts them, or something switches them?",
    "asks.flags": "On which conditions does something happen to a person, and what is it?",
    "asks.controls": "What power over the phone, other apps or the person does the app take?",
    "asks.leaves": "What stays on a phone or is deleted there, and how can people check their own?",
    "asks.hides": "Does the app make it hard to see what it is or does?",
    "asks.operates": "Which screens are there, what do they ask, and which leads where?",
    "asks.natives": "Which native programs, libraries and scripts are inside, what starts them, and what do they do?",
    "asks.unknown": "Which places could not be read or followed, so that nothing can be ruled out there?",
    # Lists.
    "list.entries.one": "{n} entry",
    "list.entries.other": "{n} entries",
    "request.parts.one": "{n} part",
    "request.parts.other": "{n} parts",
    "request.part": "Part",
    "request.header": "header",
    "request.query": "address",
    "request.body": "body",
    "request.name": "Name",
    "request.says": "What it is",
    "request.value": "As the code makes it",
    "request.made": "made when the app runs",
    "request.answer": "The app {text}.",
    "list.value": "Entry",
    "list.labels": "Beside it",
    "list.notes": "Notes",
    "list.columns": "Columns: {names}.",
    "list.more": "{shown} of {all} entries are shown; `sousveil export lists DIR` writes all that the report holds.",
    # How firm, and whether it can run.
    "strength.observed": "observed",
    "strength.traced": "traced",
    "strength.inferred": "inferred",
    "strength.observed.means": "It stands in the file at the place given.",
    "strength.traced.means": "It was followed through code that was read, step by step.",
    "strength.inferred.means": "A step could not be read and was bridged, or it rests on something not being found.",
    "reach.live": "live",
    "reach.dormant": "dormant",
    "reach.unknown": "reach unknown",
    "reach.dead": "dead",
    "reach.none": "not code",
    "reach.live.means": "It can run: a way was found from something the phone can start.",
    "reach.dormant.means": "A way was found, but behind a switch; the switch is named.",
    "reach.unknown.means": "Neither a way in was found nor can one be ruled out.",
    "reach.dead.means": "No way in was found and none is hidden by a gap. Do not report it as something the app does.",
    "reach.none.means": "The evidence is not code: a permission, a text, a certificate.",
    "reach.label": "Reach",
    "strength.label": "Strength",
    # Findings.
    "finding.one": "{n} finding",
    "finding.other": "{n} findings",
    "absent.one": "{n} thing looked for and not found",
    "absent.other": "{n} things looked for and not found",
    "place.one": "{n} place",
    "place.other": "{n} places",
    "places.more.one": "{n} more place is in report.json and in what sousveil explain prints.",
    "places.more.other": "{n} more places are in report.json and in what sousveil explain prints.",
    "dead.one": "Dead: {n} finding",
    "dead.other": "Dead: {n} findings",
    "dead.short": "dead: present, but no way in was found",
    "dead.note": "This code is in the app. Nothing the phone can start leads to it. It is no evidence of what the app does.",
    "absent": "Not found",
    "absent.note": "Looked for in everything that was read, and not found. See what could not be known before relying on it.",
    "nothing": "Nothing was found under this question. That is not proof that there is nothing.",
    "evidence": "Evidence",
    "evidence.none": "No single place carries this sentence.",
    "reads": "What stands there",
    "cut": "cut here; {n} characters in all, whole in report.json",
    "part": "Part",
    "part.root": "the file itself",
    "flow": "How the data gets there",
    "flow.row": "flow {n}: {source} → {sink}, {steps} steps, {strength}, {modelled}% of calls outside the package by a model{grade}{cut}",
    "flow.grade": ", weakest join {grade}",
    "flow.cut": ", a bound was met",
    "way": "The way there from an entry",
    "way.site": "the place itself",
    "beside": "Beside it",
    "innocent": "When an ordinary app does the same",
    "bridged": "Gaps under this finding",
    "gap.missing": "not listed in this report",
    "special": "special category",
    "special.means": "special category: data that law protects most, such as health, belief, origin or sexual life",
    "category": "Category",
    "data": "Details",
    "original": "In the original",
    "gloss": "Our gloss",
    "yes": "yes",
    "no": "no",
    "rule": "Rule",
    "question": "Question",
    "further.one": "{n} more finding",
    "further.other": "{n} more findings",
    "more.one": "… and {n} more, in report.html and report.json",
    "more.other": "… and {n} more, in report.html and report.json",
    # Records.
    "record.glance": "All {n} records that are told, in a table",
    "record.about": "About",
    "record.number": "Fields",
    "record.sent": "Sent",
    "record.special": "Special categories",
    "record.fields.one": "{n} field",
    "record.fields.other": "{n} fields",
    "record.field": "Field",
    "record.label": "On the screen",
    "record.type": "Type, choices",
    "record.category": "Category",
    "record.from": "From",
    "record.to": "To",
    "record.when": "When",
    "record.required": "must not be empty",
    "record.only": "only when {when}",
    "record.unseen": "not shown",
    "record.more": "{n} more fields are in report.json.",
    "record.holds": "{by} holds {to}.",
    "record.holds.many": "{by} holds several {to}.",
    "record.many": "(several)",
    "record.map": "Records and what they hold",
    "record.map.note": "Each box is a record; a line leads from it to one that it holds or names. Records with fields of the categories that law protects most are marked.",
    "record.map.left": "{n} more records are in the table.",
    "record.map.label": "Map of {n} records; the table below it says the same in words",
    "record.table": "The same as a table ({n} relations)",
    "record.one": "Record",
    "record.by": "By the field",
    "record.other": "Holds",
    "record.name.identifier": "in code",
    "record.name.serialised": "as sent",
    "record.name.key": "key",
    "record.name.column": "column",
    "record.name.table": "table",
    "record.name.class": "class",
    "record.name.widget": "widget",
    "record.name.template": "in a text",
    "record.name.resource": "resource",
    "record.origin.typed": "typed",
    "record.origin.chosen": "chosen",
    "record.origin.phone": "the phone",
    "record.origin.sensor": "a sensor",
    "record.origin.server": "the server",
    "record.origin.account": "who is logged in",
    "record.origin.constant": "fixed in the app",
    "record.goes.sent": "sent",
    "record.goes.kept": "kept",
    "record.goes.shown": "shown",
    "decisions": "When what happens",
    "decisions.note": "Left: what is asked. Right: what the app then does, and what it waits for. The texts are the app's own; what stands after them in brackets is ours.",
    "decisions.picture": "Picture of {title}; the table below it says the same in words",
    "decisions.table": "The same as a table",
    "decisions.id": "No.",
    "decisions.when": "When",
    "decisions.does": "What the app does",
    "decisions.requires": "What must be filled in",
    "decisions.who": "Who",
    "decisions.elsewhere": "Decided elsewhere",
    "decisions.whole": "How complete",
    "decisions.more": "{n} more are in report.json.",
    "table.rows.one": "{n} row in a table",
    "table.rows.other": "{n} rows in a table",
    "screens.map": "Screens and the ways between them",
    "screens.map.note": "Each box is a screen; a line leads from it to what can be opened, shown or held from there. Lines back up run beside the boxes.",
    "screens.map.left": "{n} more screens with ways are in the table.",
    "screens.map.label": "Map of {n} screens; the table below it says the same in words",
    "screens.table": "The same as a table ({n} screens)",
    "screens.screen": "Screen",
    "screens.entries": "Asks for",
    "screens.leads": "Ways from here",
    "screens.asks": "asks for {n}",
    "screens.more": "and {n} more",
    "screens.hidden": "hidden at first",
    "screens.only": "only when {when}",
    "screens.way.opens": "opens",
    "screens.way.holds": "holds",
    "screens.way.shows": "shows",
    "screens.way.lists": "lists",
    "screens.kind.activity": "full screen",
    "screens.kind.fragment": "part of a screen",
    "screens.kind.dialog": "dialog",
    "screens.kind.row": "row of a list",
    "screens.kind.layout": "layout, seen in no code",
    "screens.about.people": "asks about people",
    "screens.from.code": "put together from code, without a layout",
    "screens.from.absent": "its code is not in the sample",
    "screens.from.none": "neither layout nor widget found",
    "screens.drawn": "Screens that ask for something, drawn from their layouts",
    "screens.drawn.note": "Drawn by rule from the layout in the package, not as the phone would show it: sizes, colours and pictures are left out. Left the app's own words, right our gloss; what the glossary does not know stays as it is. Words in this type are identifiers that stand where a label is missing.",
    "screens.drawn.left": "{n} more such screens are in report.json.",
    "screens.widgets.left": "{n} more widgets of this screen are in report.json.",
    # The whole.
    "title": "What the app {name} does",
    "kicker": "Audit of an Android app",
    "skip": "Skip to the findings",
    "label": "Name on the phone",
    "package": "Package",
    "version": "Version",
    "version.code": "build {code}",
    "sdk": "Android levels",
    "sdk.value": "made for {target}, runs from {minimum}",
    "sdk.level": "Android {name} (level {level})",
    "sdk.level.unnamed": "level {level}",
    "unsaid": "not stated",
    "file": "File",
    "size": "Size",
    "date": "Date of this report",
    "signer": "Signer",
    "signer.public": "{subject}; a public test or debug key, which does not say who made the app ({id})",
    "signer.said": "{subject} ({id})",
    "made.with": "Made with {tool} {version}, knowledge {knowledge} ({entries} entries, {rules} rules)",
    "short": "In short",
    "short.none": "The audit has no findings. That is not proof that the app does nothing.",
    "short.said": "The audit makes {findings}{dead}. {absent} more things were looked for and not found. {gaps}",
    "short.dead.one": ", {n} of them about code that nothing leads to",
    "short.dead.other": ", {n} of them about code that nothing leads to",
    "short.tally": "Findings, dead code left out:",
    "short.gaps.one": "{n} place could not be read or followed.",
    "short.gaps.other": "{n} places could not be read or followed.",
    "short.gaps.none": "No place was left unread.",
    "short.telling": "What weighs most",
    "short.telling.note": "Chosen by rule, not by judgement: records, lists and decisions by what they hold; then special categories, what can run, the app's own code, data that was followed, the firmest; at most four for what it collects and where data goes, three for who made it, what it looks for and whom it flags, two for each other question.",
    "count.caption": "Findings by question",
    "count.can_run": "Live or not code",
    "count.may_run": "Unknown or dormant",
    "count.dead": "Dead",
    "count.absent": "Not found",
    "how": "How to read this",
    "how.intro": "Each sentence below is a finding. Open “Evidence” under it to see the places in the file that carry it. Anyone with the same file can open the same places. The line in small type is such a place: class, method and offset of an instruction, the path of an element, a line of a text.",
    "how.strength": "Strength: how firmly the evidence carries the sentence",
    "how.reach": "Reach: whether the code can run",
    "how.silence": "What silence means",
    "how.silence.says": "Where this report says nothing, nothing was found; that does not make the app safe. What could not be read is listed in the last chapter. How bad something is for people is for people to judge.",
    "how.escapes": "Hidden or reversing characters inside the app's own texts are written out, such as {example}. A gloss is words put beside the original by rule, no translation.",
    "contents": "Contents",
    "gaps": "Not read or not followed",
    "gaps.none": "No place was left unread.",
    "gaps.caption": "Places that could not be read or followed",
    "gaps.more.one": "{n} more place is listed in report.json.",
    "gaps.more.other": "{n} more places are listed in report.json.",
    "gap.id": "Gap",
    "gap.where": "Where",
    "gap.cause": "Cause",
    "gap.says": "What is not known",
    "gap.closes": "What would close it",
    "gap.largest": "largest: {part}, {size}",
    "cause.truncated": "cut short",
    "cause.malformed": "contradicts the format",
    "cause.unsupported": "not read by this version",
    "cause.limit": "over a limit",
    "cause.missing": "not in what was given",
    "cause.encrypted": "encrypted",
    "cause.defect": "a defect of sousveil",
    "cause.flow": "data not followed further",
    "cause.native": "native code not followed",
    "cause.loaded_later": "code loaded later",
    "cause.by_name": "code chosen by name",
    "cause.nested": "package inside not opened",
    "cause.script": "script not followed",
    "coverage": "How much was read",
    "coverage.parts": "Parts of the file",
    "coverage.parts_unread": "Parts not read",
    "coverage.classes": "Classes",
    "coverage.methods": "Methods",
    "coverage.methods_live": "Methods that can run",
    "coverage.methods_dead": "Methods with no way in",
    "coverage.methods_unknown": "Methods that may run",
    "coverage.instructions": "Instructions",
    "coverage.native_files": "Native libraries and programs",
    "coverage.resources": "Resources",
    "coverage.permissions_asked": "Permissions asked for",
    "parts": "Parts of the file",
    "parts.open.one": "{n} part, with its hash",
    "parts.open.other": "{n} parts, with their hashes",
    "parts.kind": "Kind",
    "parts.more.one": "{n} more part is listed in report.json.",
    "parts.more.other": "{n} more parts are listed in report.json.",
    "verify": "How to check this report",
    "verify.first": "Check that you hold the same file:",
    "verify.then": "Let the places be read again, by code that shares nothing with the analysis. DIR is the folder that holds this report:",
    "verify.by_hand": "Or open one finding by hand; this prints the commands for it:",
    "search": "Search the findings",
    "search.shown": "{shown} of {all} findings shown",
    "next": "Next",
    "next.says": "one finding in full, with how to open each place",
    "next.verify": "check this report against the file",
    # Opening a place by hand.
    "open": "Open the same place",
    "open.none": "This place cannot be read as a place: {why}",
    "open.sample": "The part is the file itself.",
    "open.take": "Take the part out and check it",
    "open.opened": "what came out of the sealed part lies beside the report: {file}",
    "open.taken": "{name}, taken out above",
    "open.refuses": "If unzip refuses (some archives are built to make it), the part's entry begins at byte {offset} of its archive.",
    "open.dexdump": "dexdump (offsets there count 16-bit units: {offset} bytes is line {line})",
    "open.dexdump.method": "dexdump",
    "open.dexdump.string": "dexdump (the uses of string {index})",
    "open.jadx": "jadx",
    "open.ghidra": "Ghidra: File > Import File, then Navigation > Go To",
    "open.ghidra.elf": "0x{va:x} (add the image base that Ghidra shows, often 0x100000)",
    "open.objdump": "objdump",
    "open.bytes": "The bytes",
    "open.aapt2": "aapt2",
    "open.apksigner": "apksigner",
    "open.keytool": "keytool, for the v1 signature",
    "open.line": "The line (column {column})",
    "no.finding": "no finding {id}; this report has {ids}",
    "no.finding.any": "none",
}


def say(key: str, **values: object) -> str:
    """The words under a key, filled in."""
    return WORDS[key].format(**values) if values else WORDS[key]


def count(key: str, n: int) -> str:
    """A counted phrase: `3 findings`."""
    return WORDS[f"{key}.one" if n == 1 else f"{key}.other"].format(n=number(n))


def number(n: int) -> str:
    """`12,345`"""
    return f"{n:,}"


def size(n: int) -> str:
    """A size in bytes, decimal units: `14.2 MB`."""
    if n < 1000:
        return f"{n} B"
    for unit, scale in (("kB", 10**3), ("MB", 10**6), ("GB", 10**9)):
        if n < 1000 * scale or unit == "GB":
            return f"{n / scale:.1f} {unit}"
    raise AssertionError("unreachable")


def question(value: Question) -> str:
    return WORDS[f"question.{value}"]


def strength(value: Strength) -> str:
    return WORDS[f"strength.{value}"]


def reach(value: Reach | None) -> str:
    return WORDS[f"reach.{value or 'none'}"]


def strength_means(value: Strength) -> str:
    return f"{strength(value)}: {WORDS[f'strength.{value}.means']}"


def reach_means(value: Reach | None) -> str:
    return f"{value or reach(value)}: {WORDS['reach.' + (value or 'none') + '.means']}"


def cause(value: str) -> str:
    """A gap's cause in plain words; a cause this version does not know stays as it is."""
    return WORDS.get(f"cause.{value}", value.replace("_", " "))


# Android's versions by API level: developer.android.com/tools/releases/platforms.
_ANDROID = {
    14: "4.0", 15: "4.0.3", 16: "4.1", 17: "4.2", 18: "4.3", 19: "4.4", 21: "5.0", 22: "5.1", 23: "6", 24: "7.0",
    25: "7.1", 26: "8.0", 27: "8.1", 28: "9", 29: "10", 30: "11", 31: "12", 32: "12L", 33: "13", 34: "14", 35: "15",
    36: "16",
}  # fmt: skip


def level(value: int | None) -> str:
    """An API level with the version of Android that people know."""
    if not value:
        return say("unsaid")
    name = _ANDROID.get(value)
    return say("sdk.level", name=name, level=value) if name else say("sdk.level.unnamed", level=value)


def part(path: str) -> str:
    """The path of a part; the sample as a whole in words."""
    return say("part.root") if path == ROOT_PATH else path


def category(value: str) -> str:
    return value.replace("_", " ")
