"""Automations to begin with work in every ready-made programme, and say what a programme lacks."""

from typing import Any

import pytest

from app.builder import gallery
from app.builder.findings import examine
from app.builder.flow_starters import STARTERS, Starter, made
from app.builder.gallery import ReadyMade
from app.errors import Severity
from app.program.codec import load
from tests.builder.playing import every_programme

MOST = 10

every_starter = pytest.mark.parametrize(
    "starter", list(STARTERS.values()), ids=lambda starter: str(starter.key)
)


def with_starter(programme: ReadyMade, starter: Starter) -> tuple[Any, Any]:
    document = dict(programme.document)
    program = load(document)
    flow = {**made(starter.key, program, starter.label), "key": "made", "enabled": False}
    document["flows"] = [*document.get("flows", []), flow]
    return program, load(document)


@every_programme
@every_starter
def test_a_starter_is_without_fault_where_nothing_is_missing(
    programme: ReadyMade, starter: Starter
) -> None:
    before, program = with_starter(programme, starter)
    place = f"/flows/{len(program.flows) - 1}/"
    wrong = [
        each
        for each in examine(program).findings
        if each.severity is Severity.ERROR and each.path.startswith(place)
    ]
    if starter.key == "empty":
        return
    assert not wrong or starter.lacks(before) is not None, wrong


@every_starter
def test_a_starter_speaks_both_languages(starter: Starter) -> None:
    for words in (starter.label, starter.about):
        assert words.zh
        assert words.en
        assert words.zh != words.en


def test_starters_stand_in_an_order_and_the_empty_one_first() -> None:
    assert next(iter(STARTERS)) == "empty"
    assert 7 <= len(STARTERS) <= MOST
    assert len({each.order for each in STARTERS.values()}) == len(STARTERS)


def test_an_empty_programme_is_told_what_is_missing() -> None:
    lacking = {key for key, each in STARTERS.items() if each.lacks(None) is not None}
    assert lacking == set(STARTERS) - {"empty"}


def test_a_retail_programme_has_what_most_of_them_need() -> None:
    program = load(gallery.get("retail").document)
    for key in ("near", "birthday", "sleeping", "rising", "welcome"):
        assert STARTERS[key].lacks(program) is None
        steps = made(key, program, STARTERS[key].label)["steps"]
        assert any(each["kind"] == "grant_coupon" for each in steps)
