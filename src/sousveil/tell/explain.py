"""One finding in full, for a terminal."""

from sousveil.model.evidence import Step
from sousveil.model.report import Finding, Report
from sousveil.model.text import one_line, visible
from sousveil.tell import opening, order, words
from sousveil.tell.terminal import Style, wrap
from sousveil.tell.words import say

_LONGEST = 1000


def render(report: Report, finding_id: str, *, width: int = 80, colour: bool = False) -> str:
    """The finding from its sentence down to the commands that open each place. LookupError where there is none."""
    for finding in report.findings:
        if finding.id == finding_id:
            return _Explanation(report, finding, max(40, width), Style(colour)).text()
    ids = f"{report.findings[0].id} … {report.findings[-1].id}" if report.findings else say("no.finding.any")
    raise LookupError(say("no.finding", id=one_line(finding_id, 40), ids=ids))


class _Explanation:
    def __init__(self, report: Report, finding: Finding, width: int, style: Style) -> None:
        self.report, self.finding, self.width, self.style = report, finding, width, style
        self.lines: list[str] = []
        self.taken: set[str] = set()

    def text(self) -> str:
        self.head()
        self.texts()
        for number, site in enumerate(order.sites(self.finding.evidence), start=1):
            self.site(number, site)
        if not self.finding.evidence:
            self.lines += ["", say("evidence.none")]
        if self.finding.innocent_if:
            self.title(say("innocent"))
            self.lines.append(wrap(self.finding.innocent_if, self.width, "  ", "  "))
        self.gaps()
        return "\n".join(self.lines) + "\n"

    def title(self, text: str) -> None:
        self.lines += ["", self.style.bold(visible(text))]

    def head(self) -> None:
        finding = self.finding
        self.lines.append(
            self.style.bold(wrap(finding.says, self.width, f"{finding.id}  ", " " * (len(finding.id) + 2)))
        )
        self.lines.append("")
        rows = [
            (say("question"), words.question(finding.question)),
            (say("strength.label"), words.strength_means(finding.strength)),
            (say("reach.label"), words.reach_means(finding.reach)),
            (say("rule"), finding.rule),
        ]
        special = order.special(finding)
        for category in finding.categories:
            mark = f" ({say('special')})" if category in special else ""
            rows.append((say("category"), words.category(category) + mark))
        for name, value in rows:
            self.lines.append(wrap(value, self.width, f"{name:<11} ", " " * 12))

    def texts(self) -> None:
        """The original script, and our gloss on a line below."""
        for original, _, gloss in order.originals(self.finding):
            self.title(say("original"))
            self.lines.append(wrap(original, self.width, "  ", "  "))
            if gloss:
                self.lines.append(wrap(f"{say('gloss')}: {gloss}", self.width, "  ", "  "))

    def site(self, number: int, site: order.Site) -> None:
        self.title(f"{say('evidence')} {number}")
        if site.step:
            self.step(site.step)
        self.way("flow", site.flow, ends=site.step is not None)
        self.way("way", site.way, ends=site.step is not None)
        for step in site.beside:
            self.lines.append("  " + self.style.bold(say("beside")))
            self.step(step)
        if site.step:
            self.open(site.step)

    def way(self, title: str, steps: list[Step], ends: bool) -> None:
        """Numbered steps, each with its place; the last one is the site above where there is one."""
        if not steps:
            return
        self.lines.append("  " + self.style.bold(say(title)))
        for position, step in enumerate(steps, start=1):
            self.lines.append(wrap(step.shows, self.width, f"  {position:>3}. ", " " * 7))
            self.lines.append(self.place(step, " " * 7))
        if ends:
            self.lines.append(f"  {len(steps) + 1:>3}. {say('way.site')}")

    def place(self, step: Step, indent: str) -> str:
        """Part and place on lines of their own, never wrapped, so that they can be copied."""
        return f"{indent}{one_line(words.part(step.part), 300)}\n{indent}  {one_line(step.place, 600)}"

    def step(self, step: Step) -> None:
        reach = f" [{words.reach(step.reach)}]" if step.reach else ""
        self.lines.append(wrap(step.shows + reach, self.width, "  ", "  "))
        self.lines.append(self.place(step, "  "))
        if step.reads is not None:
            text = one_line(step.reads, _LONGEST)
            self.lines.append(wrap(text, self.width, "  > ", "  > "))
            if len(step.reads) > _LONGEST:
                self.lines.append(wrap(say("cut", n=words.number(len(step.reads))), self.width, "    ", "    "))

    def open(self, step: Step) -> None:
        """Commands stand on lines of their own, never wrapped, so that they can be copied."""
        self.lines.append("  " + self.style.bold(say("open")))
        for way in opening.ways(self.report, step, step.part in self.taken):
            self.lines.append(wrap(way.title, self.width, "    ", "    "))
            self.lines += [f"      {line}" for line in way.lines]
        self.taken.add(step.part)

    def gaps(self) -> None:
        if not self.finding.gaps:
            return
        self.title(say("bridged"))
        known = {g.id: g for g in self.report.gaps}
        for name in self.finding.gaps:
            gap = known.get(name)
            if gap is None:
                self.lines.append(f"  {one_line(name, 40)}: {say('gap.missing')}")
                continue
            text = f"{gap.says} ({words.cause(gap.cause)}) {say('gap.closes')}: {gap.closes}"
            self.lines.append(wrap(text, self.width, f"  {gap.id}  ", " " * 7))
            where = f"{one_line(words.part(gap.part), 300)}  {one_line(gap.place, 300)}"
            self.lines.append(wrap(where, self.width, " " * 7, " " * 9))
