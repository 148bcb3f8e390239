"""Language, theme and colours."""

import re
from pathlib import Path

import pytest

from tests.web.houses import House

TOKENS = Path(__file__).parents[2] / "app" / "static" / "tokens.css"
TONES = ("slate", "bronze", "silver", "gold", "platinum", "diamond")
ENOUGH = 4.5


def colours(theme: str) -> dict[str, str]:
    """Read the tokens that are colours, as one theme shows them."""
    text = TOKENS.read_text()
    single = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", text))
    pairs = re.findall(r"--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\);", text)
    return single | {name: light if theme == "light" else dark for name, light, dark in pairs}


def luminance(colour: str) -> float:
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_text_can_be_read_on_its_ground(theme: str) -> None:
    known = colours(theme)
    pairs = [
        *((f"tier-{each}-ink", f"tier-{each}") for each in TONES),
        *((f"tier-{each}-text", f"tier-{each}-soft") for each in TONES),
        *((f"{each}-text", f"{each}-soft") for each in ("good", "warn", "bad", "note", "accent")),
        *(
            (text, ground)
            for text in ("text", "text-soft", "text-faint", "accent-text")
            for ground in ("ground", "surface", "surface-sunken", "hover")
        ),
        *((f"{each}-text", "surface") for each in ("good", "warn", "bad", "note")),
        ("accent-ink", "accent"),
        ("accent-ink", "accent-hover"),
        ("bad-ink", "bad"),
        ("bad-ink", "bad-hover"),
    ]
    poor = {
        pair: round(contrast(known[pair[0]], known[pair[1]]), 2)
        for pair in pairs
        if contrast(known[pair[0]], known[pair[1]]) < ENOUGH
    }
    assert not poor


@pytest.mark.parametrize(
    ("accepted", "title"),
    [
        ("zh-CN,zh;q=0.9,en;q=0.8", "登录"),
        ("en-GB,en;q=0.9", "Sign in"),
        ("fr", "登录"),
        ("", "登录"),
    ],
)
def test_the_browser_says_which_language(house: House, accepted: str, title: str) -> None:
    text = house.visitor().get("/sign-in", headers={"Accept-Language": accepted}).text
    assert f"<h1>{title}</h1>" in text


def test_a_chosen_language_and_theme_are_kept_with_the_person(house: House) -> None:
    visitor = house.signed_in()
    visitor.post("/preferences", {"language": "en"})
    visitor.post("/preferences", {"theme": "dark"})
    elsewhere = house.signed_in()
    text = elsewhere.read(house.at)
    assert '<html lang="en" data-theme="dark"' in text
    assert "Retail membership" in text
    assert "概览" not in text


def test_a_strange_choice_changes_nothing(house: House) -> None:
    visitor = house.visitor()
    answer = visitor.post("/preferences", {"language": "xx", "theme": "><script>"})
    assert answer.status_code == 302
    assert 'data-theme="auto"' in visitor.read("/sign-in")


@pytest.mark.parametrize(
    ("path", "status", "zh", "en"),
    [
        ("/nowhere", 404, "没有这个页面", "There is no such page"),
        ("/programs/999999", 404, "没有这个页面", "There is no such page"),
    ],
)
def test_errors_are_told_in_both_languages(
    house: House, path: str, status: int, zh: str, en: str
) -> None:
    visitor = house.signed_in()
    for language, words in (("zh", zh), ("en", en)):
        visitor.post("/preferences", {"language": language})
        answer = visitor.get(path)
        assert answer.status_code == status
        assert words in answer.text


def test_a_program_that_asks_for_json_gets_a_problem_document(house: House) -> None:
    answer = house.signed_in().get("/nowhere", headers={"Accept": "application/json"})
    assert answer.status_code == 404
    assert answer.content_type == "application/problem+json"
    assert answer.get_json()["status"] == 404


def test_a_fault_of_ours_is_owned_up_to_and_keeps_what_was_typed(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("a secret detail")

    visitor = house.signed_in()
    monkeypatch.setattr("app.web.builder.releases.and_place", broken)
    sure = {"note": "写了\n很久", "version": "1", "sure": "y", "apply": "now"}
    answer = visitor.post(f"{house.at}/releases", sure)
    assert answer.status_code == 500
    assert "是我们的问题" in answer.text
    assert "a secret detail" not in answer.text
    assert "写了\n很久" in answer.text


def test_too_large_a_form_is_refused_in_words(house: House) -> None:
    visitor = house.signed_in()
    answer = visitor.post(f"{house.at}/releases", {"note": "x" * 3_000_000})
    assert answer.status_code == 413
    assert "太大" in answer.text


def test_files_may_be_kept_because_their_address_changes_with_them(house: House) -> None:
    visitor = house.visitor()
    page = visitor.read("/sign-in")
    address = re.search(r'href="(/static/app\.css\?v=[0-9a-f]+)"', page)
    assert address is not None
    assert "immutable" in visitor.get(address[1]).headers["Cache-Control"]
    assert visitor.get("/sign-in").headers["Cache-Control"] == "no-store"
