"""The language of a short text, as far as its letters tell."""

import re

_UYGHUR = re.compile("[ەۇۆۈۋېڭ]")
_PERSIAN = re.compile("[پچژگکی]")
_ARABIC = re.compile("[\u0621-\u064a]")
_SCRIPTS = (
    (re.compile("[\u3040-\u30ff]"), "ja"),
    (re.compile("[\uac00-\ud7af]"), "ko"),
    (re.compile("[\u4e00-\u9fff\u3400-\u4dbf]"), "zh"),
    (re.compile("[\u0f00-\u0fff]"), "bo"),
)
_UKRAINIAN = re.compile("[іїєґІЇЄҐ]")
_KAZAKH = re.compile("[әғқңөұүһӘҒҚҢӨҰҮҺ]")
_CYRILLIC = re.compile("[\u0400-\u04ff]")


def language(text: str) -> str | None:
    """BCP-47 of the language its letters point to; None for Latin letters, which many languages share."""
    for letters, tag in _SCRIPTS:
        if letters.search(text):
            return tag
    if _ARABIC.search(text) or _UYGHUR.search(text):
        return "ug" if _UYGHUR.search(text) else "fa" if _PERSIAN.search(text) else "ar"
    if _CYRILLIC.search(text):
        return "uk" if _UKRAINIAN.search(text) else "kk" if _KAZAKH.search(text) else "ru"
    return None
