"""The language and the look of an answer: what the person chose, then what the browser says."""

from typing import Literal, cast

from flask import g, request

from app.web.signing import visitor
from app.words import LANGUAGES, Language, Words

Theme = Literal["auto", "light", "dark"]
THEMES: tuple[Theme, ...] = ("auto", "light", "dark")
LANGUAGE_COOKIE = "rungs-language"
THEME_COOKIE = "rungs-theme"


def language() -> Language:
    if "language" not in g:
        g.language = _language()
    return cast("Language", g.language)


def _language() -> Language:
    known = visitor()
    for chosen in (known.user.language if known else None, request.cookies.get(LANGUAGE_COOKIE)):
        if chosen in LANGUAGES:
            return chosen
    best = request.accept_languages.best_match(["zh", "zh-CN", "zh-TW", "zh-HK", "en"])
    return "en" if best == "en" else "zh"


def theme() -> Theme:
    known = visitor()
    for chosen in (known.user.theme if known else None, request.cookies.get(THEME_COOKIE)):
        if chosen in THEMES:
            return chosen
    return "auto"


def w(zh: str, en: str) -> str:
    """Give the one of two texts that the reader understands."""
    return Words(zh, en).to(language())


def t(words: Words) -> str:
    return words.to(language())
