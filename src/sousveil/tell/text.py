"""The summary for a terminal."""

import shlex

from sousveil.model.language import language
from sousveil.model.report import Finding, Question, Report
from sousveil.model.text import at_word, one_line
from sousveil.tell import order, words
from sousveil.tell.shell import quoted
from sousveil.tell.terminal import Style, shorten, width, wrap
from sousveil.tell.words import say

_LONGEST = 560
"""Characters of a sentence; the whole of it is in `explain` and in the report."""


def render(report: Report, *, width: int = 80, colour: bool = False, folder: str = "DIR", most: int = 12) -> str:
    """The summary as lines of at most `width` columns (no fewer than 40).

    `folder` is what the next commands name; `most` is how many findings of one group are listed before the rest
    is counted (0 lists all). `colour` adds ANSI emphasis; leave it out where the output is not a terminal.
    """
    return _Summary(report, max(40, width), Style(colour), folder, most).text()


class _Summary:
    """The lines of a summary, written from top to bottom."""

    def __init__(self, report: Report, width: int, style: Style, folder: str, most: int) -> None:
        self.report, self.width, self.style, self.folder, self.most = report, width, style, folder, most
        self.lines: list[str] = []

    def text(self) -> str:
        self.who()
        for chapter in order.chapters(self.report):
            if chapter.size:
                self.chapter(chapter)
        if not self.report.findings:
            self.lines += ["", wrap(say("short.none"), self.width)]
        self.gaps()
        self.next()
        return "\n".join(self.lines) + "\n"

    def row(self, name: str, value: str) -> None:
        """A name and its value, the value wrapped beside it."""
        pad = " " * max(1, 10 - width(name))
        self.lines.append(wrap(value, self.width, name + pad, " " * 10))

    def who(self) -> None:
        sample = self.report.sample
        name = sample.label.get("") or sample.package or sample.name
        self.lines.append(self.style.bold(shorten(name, self.width)))
        for locale, label in sorted(sample.label.items()):
            if locale:
                # A label has its own line: right-to-left text then reorders nothing but itself.
                self.lines.append(f"  {one_line(language(locale), 20):<20} {shorten(label, self.width - 23)}")
        self.row(say("package"), sample.package or say("unsaid"))
        code = say("version.code", code=sample.version_code) if sample.version_code else ""
        self.row(say("version"), f"{sample.version_name or say('unsaid')} {code}")
        self.row(say("file"), f"{one_line(sample.name, 120)} ({sample.kind}, {words.size(sample.size)})")
        self.row("SHA-256", sample.sha256)
        signer = order.signer(self.report)
        if signer:
            subject = one_line(str(signer.data.get("subject") or signer.says), 300)
            if signer.data.get("public_test_key"):
                self.row(say("signer"), say("signer.public", subject=subject, id=signer.id))
            else:
                self.row(say("signer"), say("signer.said", subject=subject, id=signer.id))

    def title(self, text: str) -> None:
        self.lines += ["", self.style.bold(wrap(text, self.width))]

    def chapter(self, chapter: order.Chapter) -> None:
        title = words.question(chapter.question)
        there = chapter.size - len(chapter.absent)
        counts = [words.count("finding", there)] if there else []
        counts += [words.count("absent", len(chapter.absent))] if chapter.absent else []
        self.title(f"{title} ({', '.join(counts)})")
        self.findings(chapter.told, brackets=chapter.question is not Question.UNKNOWN)
        if chapter.dead:
            self.lines.append(self.style.faint(wrap(say("dead.short"), self.width, "  ", "  ")))
            self.findings(chapter.dead, faint=True)
        if chapter.absent:
            self.lines.append("  " + self.style.faint(say("absent")))
            self.findings(chapter.absent, brackets=False)

    def findings(self, findings: tuple[Finding, ...], faint: bool = False, brackets: bool = True) -> None:
        shown = findings[: self.most] if self.most else findings
        for finding in shown:
            first = f"  {finding.id:<6}"
            # The brackets stand before the sentence, so that right-to-left text in it cannot carry them off.
            words_first = f"[{words.strength(finding.strength)}, {words.reach(finding.reach)}] " if brackets else ""
            text = wrap(words_first + at_word(finding.says, _LONGEST), self.width, first, " " * 8)
            self.lines.append(self.style.faint(text) if faint else text)
        if len(findings) > len(shown):
            more = words.count("more", len(findings) - len(shown))
            self.lines.append(wrap(more, self.width, " " * 8, " " * 8))

    def gaps(self) -> None:
        causes = order.causes(self.report)
        self.title(f"{say('gaps')} ({words.number(len(self.report.gaps))})")
        if not causes:
            self.lines.append("  " + say("gaps.none"))
        for cause in causes:
            largest = say("gap.largest", part=one_line(words.part(cause.largest.part), 60), size=_size(cause.size))
            text = f"{words.cause(cause.cause)}; {largest} ({cause.largest.id})"
            self.lines.append(wrap(text, self.width, f"  {words.number(len(cause.gaps)):<6}", " " * 8))

    def next(self) -> None:
        telling = order.telling(self.report) or tuple(f for f in self.report.findings if f.evidence)
        folder, name = shlex.quote(self.folder), quoted(self.report.sample.name)
        self.lines += ["", self.style.bold(say("next"))]
        if telling:
            self.command(f"sousveil explain {folder} {telling[0].id}", say("next.says"))
        self.command(f"sousveil verify {folder} {name}", say("next.verify"))

    def command(self, command: str, what: str) -> None:
        """A command on one line, never wrapped, so that it can be copied."""
        self.lines.append(f"  {command}")
        self.lines.append(self.style.faint(wrap(what, self.width, " " * 6, " " * 6)))


def _size(size: int | None) -> str:
    return say("unsaid") if size is None else words.size(size)
