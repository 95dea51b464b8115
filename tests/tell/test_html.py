import base64
import hashlib
import itertools
import re
import time
from collections import Counter
from html.parser import HTMLParser
from importlib.resources import files

import pytest

from sousveil.model.evidence import Role
from sousveil.model.report import Gap, PartSummary
from sousveil.model.text import visible
from sousveil.tell import html
from tests.tell import sample_report

VOID = {"meta", "br", "input", "link", "img", "hr"}


class Page(HTMLParser):
    """Elements with their attributes, text by element, and whether every tag is closed in order."""

    def __init__(self, document):
        super().__init__(convert_charrefs=True)
        self.open, self.tags, self.texts = [], [], []
        self.feed(document)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.texts.append((self.open[-1] if self.open else "", data))

    def all(self, tag):
        return [attrs for name, attrs in self.tags if name == tag]

    def text(self):
        return "".join(data for tag, data in self.texts if tag not in ("script", "style"))


@pytest.fixture(scope="module")
def big(rich):
    return html.render(rich)


def test_the_page_is_whole_and_small(rich, big):
    Page(big)
    assert len(big.encode()) < 1_000_000
    assert big.startswith("<!doctype html>")


def test_it_is_made_fast(rich):
    html.render(rich)
    start = time.process_time()
    html.render(rich)
    assert time.process_time() - start < 3


def test_nothing_hidden_stands_in_the_page(big):
    assert visible(big) == big


def test_a_hostile_string_adds_no_element(rich, big):
    page = Page(big)
    assert Counter(t for t, _ in page.tags)["script"] == 1
    assert Counter(t for t, _ in page.tags)["style"] == 1
    assert not page.all("img")
    assert sample_report.HOSTILE["html"] in page.text()
    assert "{{ 7*7 }}" in page.text()


def test_the_policy_allows_our_style_and_script_only(big):
    page = Page(big)
    policy = next(m["content"] for m in page.all("meta") if m.get("http-equiv") == "Content-Security-Policy")
    assert policy.startswith("default-src 'none';")
    for tag in ("style", "script"):
        inside = re.search(f"<{tag}>(.*?)</{tag}>", big, re.DOTALL).group(1)
        digest = base64.b64encode(hashlib.sha256(inside.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy
    for _, attrs in page.tags:
        assert not [a for a in attrs if a.startswith("on") or a == "style"]


def test_nothing_is_asked_of_any_other_machine(big):
    page = Page(big)
    for tag, attrs in page.tags:
        assert not {"src", "srcset", "action", "data", "poster", "ping"} & set(attrs), tag
        assert attrs.get("href", "#").startswith("#")
    assert not page.all("link")
    assert "url(" not in big.split("<body>")[0]
    assert "@import" not in big.split("<body>")[0]


def test_no_template_turns_escaping_off():
    for path in (files("sousveil.tell") / "templates").iterdir():
        if path.name.endswith(".j2"):
            assert not re.search(r"\|\s*safe|autoescape|Markup", path.read_text()), path.name


def test_every_finding_has_its_anchor_once_and_every_link_leads_somewhere(rich, big):
    page = Page(big)
    ids = [attrs["id"] for _, attrs in page.tags if "id" in attrs]
    assert len(ids) == len(set(ids))
    assert {f.id for f in rich.findings} <= set(ids)
    assert {a["href"][1:] for a in page.all("a")} <= set(ids)


def test_headings_go_down_by_one(big):
    levels = [int(t[1]) for t, _ in Page(big).tags if re.fullmatch("h[1-6]", t)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(b <= a + 1 for a, b in itertools.pairwise(levels))


def test_chapters_come_in_order_and_dead_below_live(small):
    page = html.render(small)
    chapters = ["collects", "sends", "made_by", "weak", "excess", "controls", "hides", "unknown"]
    at = [page.index(f'<section class="chapter" id="{c}"') for c in chapters]
    assert at == sorted(at)
    order = [page.index(s) for s in ('id="F-2"', '<details class="dead">', 'id="F-4"', 'class="absent"', 'id="F-3"')]
    assert order == sorted(order)


def test_the_way_is_a_numbered_chain_from_the_entry_to_the_site(small):
    page = html.render(small)
    chain = re.search(r'id="F-1".*?<ol class="way">(.*?)</ol>', page, re.DOTALL).group(1)
    at = [chain.index(s) for s in ("The system starts", "start hands", "The thread calls", 'class="end"')]
    assert at == sorted(at)


def test_the_original_script_names_its_language(small):
    page = html.render(small)
    assert '<td dir="auto" lang="zh">宗教信仰</td><td>religious belief</td>' in page
    assert '<bdi lang="zh-CN">便民助手</bdi>' in page
    assert '<bdi lang="sr-Latn">' in page
    assert f'<bdi lang="und-Arab">{sample_report.HOSTILE["arabic"]}</bdi>' in page
    assert f'<pre dir="auto" lang="und-Arab" title="What stands there">{sample_report.HOSTILE["arabic"]}</pre>' in page


def test_special_categories_are_marked_in_words(small):
    text = Page(html.render(small)).text()
    assert "religion special category" in text
    assert "contact list special category" not in text


def test_a_date_only_where_given(small):
    assert "2026" not in html.render(
        small.model_copy(update={"knowledge": small.knowledge.model_copy(update={"version": "1"})})
    )
    assert "22 November 2026" in html.render(small, date="22 November 2026")


def test_opened_leaves_nothing_folded(small):
    assert "<details>" not in html.render(small, opened=True)
    assert all("open" in d for d in Page(html.render(small, opened=True)).all("details"))


def test_silence_is_not_called_safety(empty):
    text = Page(html.render(empty)).text()
    assert "That is not proof" in text
    assert "no findings" in text


def test_a_flood_of_gaps_parts_and_places_is_cut_in_the_open(small):
    gaps = tuple(Gap(id=f"G-{i}", part="x", place="entry", cause="limit", says="s", closes="c") for i in range(5000))
    part = PartSummary(path="", kind="text", size=1, packed_size=1, offset=0, sha256="0" * 64)
    parts = tuple(part.model_copy(update={"path": f"p{i}"}) for i in range(20_000))
    step = small.findings[0].evidence[0]
    flood = small.findings[0].model_copy(
        update={
            "evidence": tuple(step.model_copy(update={"part": f"p{i + 15_000}"}) for i in range(900)),
            "gaps": ("G-4000",),
        }
    )
    page = html.render(small.model_copy(update={"gaps": gaps, "parts": parts, "findings": (flood,)}))
    assert len(page.encode()) < 1_000_000
    text = Page(page).text()
    assert "4,699 more places are listed in report.json." in text
    assert "18,100 more parts are listed in report.json." in text
    assert "888 more places are in report.json" in text
    assert 'id="G-4000"' in page


def _luminance(colour):
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_text_stands_out_from_its_ground():
    """WCAG 2.2 contrast (AA, 4.5 to 1) of each text colour on each ground, light and dark."""
    css = (files("sousveil.tell") / "templates" / "report.css").read_text()
    schemes = [
        dict(re.findall(r"--(\w+): (#\w{6})", block)) for block in re.findall(r":root \{(.*?)\}", css, re.DOTALL)[:2]
    ]
    assert len(schemes) == 2
    for scheme in schemes:
        for text in ("ink", "faint", "link"):
            for ground in ("paper", "tint", "mark"):
                one, other = sorted((_luminance(scheme[text]), _luminance(scheme[ground])))
                assert (other + 0.05) / (one + 0.05) >= 4.5, (text, ground, scheme)


def test_it_is_a_pure_function(rich, big):
    assert html.render(sample_report.report(300)) == big


FLOW = {
    "flow": 7, "source": "source.sms.store", "sink": "sink.http.body", "steps": 9, "modelled": 50, "grade": "C",
    "strength": "inferred", "cut": True,
}  # fmt: skip


def test_the_steps_of_a_flow_are_a_numbered_list_before_the_way(small):
    first = small.findings[0]
    site, *rest = first.evidence
    steps = [
        site.model_copy(update={"role": Role.FLOW, "shows": words})
        for words in ("Read here: the texts", 'Written to the file "a", read again in B.run')
    ]
    told = first.model_copy(update={"evidence": (site, *steps, *rest), "data": {"flows": [FLOW]}})
    page = html.render(small.model_copy(update={"findings": (told,)}))
    flow = page.index("How the data gets there")
    assert flow < page.index("Read here: the texts") < page.index("read again in B.run") < page.index("The way there")
    assert "flow 7: source.sms.store → sink.http.body, 9 steps, inferred, 50%" in page
    assert "weakest join C, a bound was met" in page


def test_a_brief_ends_with_a_whole_sentence_or_a_whole_word():
    from sousveil.tell.html import _brief

    assert _brief("One thing. Another thing. A third.", 26) == "One thing. Another thing."
    assert _brief("One thing. Another thing. A third.") == "One thing. Another thing. A third."
    assert _brief("A sentence of several words, and more of them.", 30) == "A sentence of several words …"
    assert _brief("It is so. A sentence of several words, and more of them.", 30) == "It is so. A sentence of …"
    assert _brief("") == ""
