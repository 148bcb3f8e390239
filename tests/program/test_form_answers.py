"""Answers are looked at on the server: shown, needed, computed, dropped."""

import pytest

from tests.builder.surveys import ask, filled, form

IS_TEA = {"==": [{"var": "likes"}, "tea"]}
LIKES = ask("likes")
CUPS = ask("cups", visible=IS_TEA, required=True)
PHONE = {"phone": "13800138000"}


@pytest.mark.parametrize(
    ("likes", "kept"),
    [("tea", 3), ("coffee", None), (None, None)],
    ids=["met", "not met", "unknown"],
)
def test_an_item_is_shown_only_where_its_condition_is_met(
    likes: str | None, kept: int | None
) -> None:
    found = filled(form(LIKES, CUPS), {**PHONE, "likes": likes, "cups": "3"})
    assert ("cups" in found.shown) is (kept is not None)
    assert found.values.get("cups") == kept
    assert found.findings == ()


def test_what_is_hidden_is_not_needed_and_what_is_shown_is() -> None:
    assert filled(form(LIKES, CUPS), {**PHONE, "likes": "coffee"}).findings == ()
    (finding,) = filled(form(LIKES, CUPS), {**PHONE, "likes": "tea"}).findings
    assert finding.path == "/cups"


def test_a_hidden_answer_does_not_show_what_depends_on_it() -> None:
    follows = ask("city", visible={">": [{"var": "cups"}, 2]})
    answers = {**PHONE, "likes": "coffee", "cups": 5, "city": "上海"}
    assert filled(form(LIKES, CUPS, follows), answers).values == {
        "phone": "+8613800138000",
        "likes": "coffee",
    }


def test_a_mistake_in_a_hidden_answer_is_nobodys_business() -> None:
    found = filled(form(LIKES, CUPS), {**PHONE, "likes": "coffee", "cups": "many"})
    assert found.findings == ()


def test_a_computed_value_is_the_servers_whatever_was_sent() -> None:
    price = ask("price", computed={"*": [{"var": "cups"}, 2.5]})
    found = filled(form(ask("cups"), price), {**PHONE, "cups": 3, "price": "0.01"})
    assert found.values["price"] == 750


def test_required_may_be_a_condition() -> None:
    city = ask("city", required=IS_TEA)
    assert filled(form(LIKES, city), {**PHONE, "likes": "tea"}).needed == {"phone", "city"}
    assert filled(form(LIKES, city), {**PHONE, "likes": "coffee"}).needed == {"phone"}


def test_a_form_may_ask_for_less_than_the_field_and_for_more() -> None:
    born = {"kind": "rows", "key": "kids", "object": "child", "items": [ask("born")]}
    found = filled(form(born), {**PHONE, "kids": [{}]})
    assert [each.path for each in found.findings] == ["/kids/0/born"]


def test_a_section_hides_what_stands_in_it() -> None:
    section = {"kind": "section", "key": "more", "visible": IS_TEA, "items": [ask("cups")]}
    found = filled(form(LIKES, section), {**PHONE, "likes": "coffee", "cups": 3})
    assert "cups" not in found.values


def test_a_page_hides_what_stands_on_it() -> None:
    pages = [
        {"key": "one", "items": [ask("phone"), LIKES]},
        {"key": "two", "visible": IS_TEA, "items": [ask("cups", required=True)]},
    ]
    found = filled(form(pages=pages), {**PHONE, "likes": "coffee"})
    assert not found.shows_page("two")
    assert found.findings == ()


def test_rows_are_counted_and_read_like_records() -> None:
    rows = {"kind": "rows", "key": "kids", "object": "child", "items": [ask("born"), ask("called")]}
    many = ask("city", visible={">=": [{"count_of": ["kids"]}, 2]})
    kids = [{"born": "2020-01-01"}, {"born": "2022-05-05", "called": "小明"}]
    assert "city" in filled(form(rows, many), {**PHONE, "kids": kids}).shown
    assert "city" not in filled(form(rows, many), {**PHONE, "kids": kids[:1]}).shown


def test_there_are_as_many_rows_as_the_form_says() -> None:
    rows = {
        "kind": "rows",
        "key": "kids",
        "object": "child",
        "least": 1,
        "most": 2,
        "items": [ask("born")],
    }
    row = {"born": "2020-01-01"}
    for count, right in ((0, False), (1, True), (2, True), (3, False)):
        found = filled(form(rows), {**PHONE, "kids": [row] * count})
        assert (found.findings == ()) is right


def test_what_is_known_of_a_member_is_seen_only_when_it_is_sure_who_it_is() -> None:
    lives = ask("cups", visible={"==": [{"var": "member.city"}, "上海"]})
    assert "cups" not in filled(form(lives), PHONE).shown
    assert "cups" in filled(form(lives), PHONE, {"city": "上海"}).shown


def test_a_hidden_value_comes_from_the_link_only_where_that_is_allowed() -> None:
    for allowed, kept in ((True, "门店"), (False, "官网")):
        city = {"kind": "hidden", "key": "city", "field": "city", "value": "官网"}
        found = filled(form({**city, "prefill": allowed}), {**PHONE, "city": "门店"})
        assert found.values["city"] == kept
