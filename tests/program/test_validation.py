"""Records are read the same way whichever way they come in."""

from dataclasses import replace
from zoneinfo import ZoneInfo

from app.program.field import Field
from app.program.fields.base import Reading
from app.program.objects import GIVEN, MEMBER, ORDER, Object
from app.program.validation import validate
from app.words import Words

CAFE = Object(
    key="cafe",
    label=Words("咖啡馆", "Café"),
    fields=(
        Field(key="number", kind="serial", label=Words("编号", "Number"), required=True),
        Field(key="name", kind="text", label=Words("名称", "Name"), required=True),
        Field(key="seats", kind="integer", label=Words("座位", "Seats"), default=12),
        Field(key="open", kind="boolean", label=Words("营业", "Open"), default=False),
        Field(
            key="double",
            kind="formula",
            label=Words("双倍", "Double"),
            options={"expression": {"*": [{"var": "seats"}, 2]}},
        ),
    ),
    of_member=False,
)


def test_a_whole_record_has_a_value_for_every_column() -> None:
    values, problems = validate(CAFE, {"name": " 星光 "})
    assert problems == ()
    assert values == {"number": None, "name": "星光", "seats": 12, "open": False}


def test_a_partial_record_changes_what_it_names_and_nothing_else() -> None:
    values, problems = validate(CAFE, {"seats": "30"}, partial=True)
    assert problems == ()
    assert values == {"seats": 30}


def test_a_required_field_cannot_be_emptied_by_a_partial_record() -> None:
    _, problems = validate(CAFE, {"name": "  "}, partial=True)
    assert [each.path for each in problems] == ["/name"]
    assert problems[0].message == Words("“名称”必填。", "Name is required.")


def test_a_field_may_be_emptied_without_its_default_coming_back() -> None:
    assert validate(CAFE, {"seats": ""}, partial=True) == ({"seats": None}, ())


def test_an_unknown_field_is_refused_and_the_nearest_one_named() -> None:
    _, problems = validate(CAFE, {"name": "A", "seat": 3})
    assert [each.path for each in problems] == ["/seat"]
    assert "'seats'" in problems[0].message.en
    assert "seats" in problems[0].message.zh


def test_every_mistake_is_told_at_once() -> None:
    _, problems = validate(CAFE, {"seats": "many", "open": "perhaps", "double": 4})
    assert [each.path for each in problems] == ["/name", "/seats", "/open", "/double"]


def test_a_computed_field_has_no_value_of_its_own() -> None:
    values, problems = validate(CAFE, {"name": "A", "double": None})
    assert problems == ()
    assert "double" not in values


def test_a_time_without_a_zone_is_a_time_of_the_programme() -> None:
    order = {"paid_at": "2026-03-01 08:00", "amount": "99.99"}
    shanghai, _ = validate(GIVEN[ORDER], order, reading=Reading(zone=ZoneInfo("Asia/Shanghai")))
    utc, _ = validate(GIVEN[ORDER], order)
    assert utc["paid_at"] - shanghai["paid_at"] == 8 * 3600 * 1_000_000
    assert utc["amount"] == 9999
    assert utc["status"] == "paid"


def test_a_retired_field_takes_nothing_and_is_not_needed() -> None:
    left = replace(CAFE.field("seats"), retired=True, required=True)
    designed = replace(CAFE, fields=(CAFE.field("name"), left))
    assert validate(designed, {"name": "A"}) == ({"name": "A", "seats": None}, ())
    assert validate(designed, {"seats": None}, partial=True) == ({}, ())
    _, problems = validate(designed, {"name": "A", "seats": 3})
    assert [each.path for each in problems] == ["/seats"]
    assert "停用" in problems[0].message.zh


def test_a_hostile_field_name_is_repeated_harmlessly() -> None:
    _, problems = validate(GIVEN[MEMBER], {"joined_at": "2026-01-01", "\x00" * 200: 1})
    assert len(problems) == 1
    assert "\x00" not in str(problems[0])
