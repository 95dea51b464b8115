"""Glosses: what is known is told, what is not stays as it is, and nothing is invented."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sousveil.knowledge.load import load
from sousveil.model.knowledge import Term
from sousveil.recover.gloss import SHARE, Glossary

SHIPPED = Glossary.of(load())
AGAIN = Glossary(load().glossary.values())


def term(word: str, gloss: str, **more: object) -> Term:
    given = {"lang": "zh", "topic": "test", "source": "s", "read": "2026-01-02", **more}
    return Term.model_validate({"term": word, "gloss": gloss, **given})


SMALL = Glossary(
    [
        term("学校", "school", latin=["xuexiao"], category="school"),
        term("学校名称", "name of the school", latin=["xuexiaomingcheng"], category="school"),
        term("名称", "name", latin=["mingcheng"]),
        term("校车", "school bus", latin=["xiaoche"]),
        term("笑车", "laughing car", latin=["xiaoche"], category="vehicle"),
        term("年", "year"),
        term("的", "of", short=["dd"]),
        term("pupil", "pupil", lang="en"),
        term("pupil card", "pupil's card", lang="en", category="national_id"),
        term("age", "age", lang="en", category="age"),
        term("tv", "text", lang="en", topic="widgets"),
        term("школа", "school", lang="ru"),
        term("مەكتەپ", "school", lang="ug"),
        term("مدرسه", "school", lang="fa"),
    ]
)


def said(text: str, lang: str | None = None) -> str | None:
    found = SMALL.text(text, lang)
    return found.gloss if found else None


def named(text: str) -> str | None:
    found = SMALL.identifier(text)
    return found.gloss if found else None


@pytest.mark.parametrize(
    ("text", "gloss"),
    [
        ("学校名称", "name of the school"),
        ("学校名称：", "name of the school:"),
        ("学校的名称", "name of school"),
        ("学校 12", "school 12"),
        ("Школа", "school"),
        ("школа школа", "school school"),
        ("школами", None),
        ("مەكتەپ", "school"),
        ("مدرسه", "school"),
        ("中华", None),
        ("school", None),
        ("", None),
    ],
)
def test_texts(text: str, gloss: str | None) -> None:
    assert said(text) == gloss


def test_what_is_not_known_stays_and_the_share_says_how_much_is() -> None:
    found = SMALL.text("学校名称甲")
    assert found is not None
    assert (found.gloss, found.share, found.whole, found.original) == (
        "name of the school 甲", 0.8, False, "学校名称甲",
    )  # fmt: skip
    assert said("学校甲乙丙") is None


def test_a_lone_character_inside_an_unknown_word_is_not_glossed() -> None:
    assert said("学校名称年甲") == "name of the school 年甲"
    assert said("年年") is None
    assert said("年") == "year"


def test_japanese_is_not_read_as_chinese() -> None:
    assert said("学校の名称") is None


@pytest.mark.parametrize(
    ("name", "gloss"),
    [
        ("xueXiaoMingCheng", "name of the school"),
        ("xuexiao_mingcheng", "name of the school"),
        ("XUEXIAOMINGCHENG", "name of the school"),
        ("tvXuexiao", "school"),
        ("mXuexiao2", "school 2"),
        ("pupilCard", "pupil's card"),
        ("pupilcard", "pupil's card"),
        ("pupilAge", "pupil age"),
        ("dd", "of"),
        ("add", None),
        ("d_d", None),
        ("tv", "text"),
        ("xuexiaoqwertyuiop", None),
        ("onCreate", None),
        ("", None),
    ],
)
def test_identifiers(name: str, gloss: str | None) -> None:
    assert named(name) == gloss


def test_pinyin_that_may_be_two_words_gives_both_and_no_category() -> None:
    found = SMALL.identifier("xiaoche")
    assert found is not None
    assert found.gloss == "school bus / laughing car"
    assert found.categories == ()


def test_categories() -> None:
    assert SMALL.categories("学校名称") == ("school",)
    assert SMALL.categories("xuexiaoAge") == ("school", "age")
    assert SMALL.categories("age_no") == ("age",)
    assert SMALL.categories("agePupil") == (), "the name tells of something else"
    assert SMALL.categories("zzz") == ()


@pytest.mark.parametrize(
    ("text", "gloss", "categories"),
    [
        ("身份证号码", "identity card number", ("national_id",)),
        ("宗教信仰", "religious belief", ("religion",)),
        ("ئىسىم", "name", ("name",)),
        ("Введите номер паспорта", "enter passport number", ("passport",)),
        ("شماره تلفن:", "telephone number:", ("phone_number",)),
        ("تاريخ الميلاد", "date of birth", ("birth_date",)),
    ],
)
def test_what_ships(text: str, gloss: str, categories: tuple[str, ...]) -> None:
    found = SHIPPED.text(text)
    assert found is not None
    assert (found.gloss, found.categories) == (gloss, categories)


@pytest.mark.parametrize(
    ("name", "gloss"),
    [
        ("et_sfzh", "identity card number"),
        ("mChePaiHao", "number plate"),
        ("tvBloodType", "blood type"),
        ("renyuanleibie", "kind of person"),
        ("XMPP", None),
        ("messageQueue", None),
        ("onSaveInstanceState", None),
    ],
)
def test_identifiers_with_what_ships(name: str, gloss: str | None) -> None:
    found = SHIPPED.identifier(name)
    assert (found.gloss if found else None) == gloss


def test_a_text_keeps_its_original_and_names_its_language() -> None:
    told = SHIPPED.told("民族")
    assert (told.text, told.lang, told.gloss) == ("民族", "zh", "ethnic group")
    told = SHIPPED.told("魑魅")
    assert (told.text, told.lang, told.gloss) == ("魑魅", "zh", None)


WORDS = st.sampled_from(
    ["民族", "的", "甲", "年", "身份证", " ", "：", "имя", "ئىسىم", "نام", "Ab", "7", "ß", "İ", "の", "\n"]
)
TEXTS = st.one_of(st.text(max_size=40), st.lists(WORDS, max_size=12).map("".join))


@given(TEXTS)
def test_no_character_of_the_original_is_lost(text: str) -> None:
    assert "".join(piece.original for piece in SHIPPED.pieces(text)) == text


@given(TEXTS, st.sampled_from([None, "zh", "ug-CN", "fa", "xx", ""]))
def test_any_text_gives_the_same_gloss_again_or_none(text: str, lang: str | None) -> None:
    first, again = SHIPPED.text(text, lang), AGAIN.text(text, lang)
    assert first == again
    if first is not None:
        assert first.original == text
        assert SHARE <= first.share <= 1


@given(st.text(max_size=60) | st.from_regex(r"[A-Za-z_0-9]{0,40}", fullmatch=True))
def test_any_identifier_is_taken(name: str) -> None:
    found = SHIPPED.identifier(name)
    assert found is None or (found.original == name and SHARE <= found.share <= 1)
    SHIPPED.categories(name)


def test_a_long_text_has_no_gloss() -> None:
    assert SHIPPED.text("身份证" * 400) is None
    assert SHIPPED.identifier("sfzh" * 400) is None
