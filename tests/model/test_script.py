import pytest
from hypothesis import given
from hypothesis import strategies as st

from sousveil.model.script import language, runs, spoken, tongue


def test_pieces_of_another_script_are_set_apart():
    assert list(runs("The field “宗教 信仰”, 2 of Список контактов.")) == [
        ("The field “", None),
        ("宗教 信仰", "und-Hani"),
        ("”, 2 of ", None),
        ("Список контактов", "und-Cyrl"),
        (".", None),
    ]
    assert list(runs("جهات الاتصال")) == [("جهات الاتصال", "und-Arab")]
    assert list(runs("plain, é")) == [("plain, é", None)]
    assert list(runs("")) == []


@given(st.text(alphabet=st.sampled_from("ab é,.12读取ичجهᠮ\u0301 \n“”"), max_size=60))
def test_no_character_is_lost(text):
    assert "".join(piece for piece, _ in runs(text)) == text


def test_the_tongue_of_a_text():
    assert tongue("name: 读取") == "und-Hani"
    assert tongue("name") is None


def test_locales_of_android_become_language_tags():
    assert [language(x) for x in ("ar", "zh-rCN", "b+sr+Latn", "b+es+419")] == ["ar", "zh-CN", "sr-Latn", "es-419"]
    assert language('"><script>') is None
    assert language("") is None


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("民族 nation", "zh"),
        ("民族の", None),
        ("مىللىتى", "ug"),
        ("نام پدر", "fa"),
        ("رقم الهوية", "ar"),
        ("مسجد", "ar"),
        ("имя", "ru"),
        ("ім'я", None),
        ("name", None),
        ("", None),
    ],
)
def test_the_language_that_letters_alone_tell(text, lang):
    assert spoken(text) == lang
