"""A check is offered what it may ask: the fields of its own record and nothing around it."""

import pytest

from app.builder.palette import palette_of, read_place
from app.expression.check import check
from app.expression.offering import Section
from app.program.codec import load
from app.program.program import Program
from tests.builder.test_uses import a_shop


@pytest.fixture(scope="module")
def program() -> Program:
    return load(a_shop(gift={"retired": True}))


def test_only_fields_of_the_record_are_offered(program: Program) -> None:
    palette = palette_of(program, read_place("check:member", program))
    (source,) = palette.sources
    names = {each.name for each in source.fields}
    assert {"city", "home", "phone"} <= names
    assert "spend" not in names, "A metric is not known of a record that is not kept yet."
    assert not any("." in each for each in names)
    assert not any(each.section is Section.STANDING for each in palette.operators)
    assert not palette.of_members


def test_what_is_around_a_record_is_refused(program: Program) -> None:
    scope = read_place("check:member", program).scope(program)
    assert not check({"==": [{"var": "city"}, "杭州"]}, scope).errors
    assert check({"==": [{"var": "home.name"}, "A"]}, scope).errors
    assert check({">": [{"count_of": ["order", "365d"]}, 1]}, scope).errors


def test_a_retired_field_is_called_so(program: Program) -> None:
    palette = palette_of(program, read_place("check:order", program))
    gift = next(each for each in palette.sources[0].fields if each.name == "gift")
    assert gift.label.zh.endswith("（已停用）")
