"""What the editor of forms may offer: kinds of items, and what conditions on a form may say."""

import pytest

from app.builder.form_palette import form_palette
from app.builder.palette import Palette, palette_of, read_place
from app.builder.palette.place import NoSuchPlace
from app.expression.check import check
from app.program.form_items import ITEM_KINDS
from tests.builder.surveys import ask, checked, form

KIDS = {
    "kind": "rows",
    "key": "kids",
    "object": "child",
    "items": [ask("born"), ask("called")],
}
TEA = {"==": [{"var": "drinks"}, "tea"]}
DRINKS = ask("drinks", "likes", visible={"is_set": [{"var": "phone"}]})


def palette(place: str, *items: object) -> Palette:
    program = checked(form(*items)).program
    return palette_of(program, read_place(place, program))


def test_every_kind_of_item_is_offered_with_its_settings() -> None:
    offered = {each.key: each for each in form_palette().kinds}
    assert offered.keys() == {each.key for each in ITEM_KINDS}
    assert [each.key for each in offered["field"].settings][:2] == ["field", "label"]
    assert offered["rows"].holds == ("field", "hidden")


def test_a_condition_on_a_form_reads_answers_by_the_key_of_their_item() -> None:
    names = [each.name for each in palette("form:profile", DRINKS).sources[0].fields]
    assert "drinks" in names
    assert "likes" not in names
    assert "member.city" in names


def test_the_rows_of_a_sub_form_can_be_counted_and_not_those_of_the_member() -> None:
    sources = [each.key for each in palette("form:profile", KIDS).sources]
    assert sources == ["", "kids"]
    assert [each.key for each in palette("form:profile").sources] == [""]


def test_a_condition_inside_a_sub_form_sees_its_own_row() -> None:
    offered = palette("form:profile/kids", KIDS)
    assert [each.name for each in offered.sources[0].fields] == ["born", "called"]
    assert [each.key for each in offered.sources] == [""]


def test_what_is_offered_on_a_form_is_understood_there() -> None:
    program = checked(form(DRINKS)).program
    scope = read_place("form:profile", program).scope(program)
    assert check(TEA, scope).errors == ()


@pytest.mark.parametrize("place", ["form:", "form:other", "form:profile/nothing", "form:profile/a"])
def test_a_form_that_is_not_there_is_refused(place: str) -> None:
    program = checked(form(DRINKS)).program
    with pytest.raises(NoSuchPlace):
        read_place(place, program)
