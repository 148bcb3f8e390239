"""What must hold between the fields of a record is asked of each one, and of nothing unknown."""

from datetime import UTC, datetime
from typing import Any

import pytest

from app.clock import to_instant
from app.days import Calendar, Moment
from app.program.checked import check_program
from app.program.codec import dump, load
from app.program.field import Field, Mask
from app.program.personal import is_personal, masked
from app.program.record_rules import broken
from app.words import Words

NOON = Moment.of(to_instant(datetime(2026, 3, 1, 4, tzinfo=UTC)), Calendar())
MESSAGE = {"zh": "结束不能早于开始。", "en": "It cannot end before it begins."}


def a_course(check: Any, **more: Any) -> dict[str, Any]:
    return {
        "key": "school",
        "label": "学校",
        "objects": [
            {
                "key": "course",
                "label": {"zh": "课程", "en": "Course"},
                "fields": [
                    {"key": "begins", "kind": "date", "label": {"zh": "开始", "en": "Begins"}},
                    {
                        "key": "ends",
                        "kind": "date",
                        "label": {"zh": "结束", "en": "Ends"},
                        "check": check,
                        **more,
                    },
                    {
                        "key": "days",
                        "kind": "formula",
                        "label": {"zh": "天数", "en": "Days"},
                        "options": {
                            "expression": {"date_diff": [{"var": "ends"}, {"var": "begins"}, "day"]}
                        },
                    },
                ],
            }
        ],
        "ladders": [],
    }


AFTER = {"condition": {">=": [{"var": "ends"}, {"var": "begins"}]}, "message": MESSAGE}


@pytest.mark.parametrize(
    ("begins", "ends", "kept"),
    [(100, 101, True), (100, 100, True), (100, 99, False), (100, None, True), (None, 99, True)],
    ids=["after", "the same day", "before", "no end yet", "no beginning"],
)
def test_a_record_is_refused_only_where_its_check_is_surely_false(
    begins: int | None, ends: int | None, *, kept: bool
) -> None:
    checked = check_program(load(a_course(AFTER)))
    found = broken(checked.rules["course"], {"begins": begins, "ends": ends}, NOON)
    assert [(each.path, each.message.zh) for each in found] == (
        [] if kept else [("/ends", "结束不能早于开始。")]
    )


def test_a_check_may_read_formulas_and_today() -> None:
    short = {"condition": {"<=": [{"var": "days"}, 30]}}
    rules = check_program(load(a_course(short))).rules["course"]
    assert broken(rules, {"begins": 0, "ends": 30}, NOON) == ()
    (finding,) = broken(rules, {"begins": 0, "ends": 31}, NOON)
    assert "30" in finding.message.zh, "Without a message the condition is read aloud."
    past = check_program(load(a_course({"condition": {"<=": [{"var": "ends"}, {"today": []}]}})))
    assert broken(past.rules["course"], {"ends": NOON.today}, NOON) == ()
    assert broken(past.rules["course"], {"ends": NOON.today + 1}, NOON) != ()


@pytest.mark.parametrize(
    "condition",
    [
        {">": [{"count_of": ["order", "365d"]}, 1]},
        {">": [{"var": "nothing"}, 1]},
        {"var": "ends"},
        None,
    ],
    ids=["other records", "an unknown field", "no condition", "nothing"],
)
def test_a_check_that_cannot_be_asked_is_a_finding_at_its_place(condition: Any) -> None:
    checked = check_program(load(a_course({"condition": condition})))
    assert checked.blocks
    assert all(
        each.path.startswith("/objects/0/fields/1/check/condition") for each in checked.findings
    )
    assert checked.rules == {}


def test_the_check_of_a_retired_field_is_not_asked() -> None:
    assert check_program(load(a_course(AFTER, retired=True))).rules == {}


def test_what_a_field_says_of_itself_is_written_and_read_again() -> None:
    content = a_course(AFTER, width="half", mask="id", retired=True)
    program = load(content)
    assert load(dump(program)) == program
    written = dump(program)["objects"][0]["fields"]
    assert written[1]["check"] == AFTER
    assert {key: written[1][key] for key in ("width", "mask", "retired")} == {
        "width": "half",
        "mask": "id",
        "retired": True,
    }
    assert not {"width", "mask", "check", "retired"} & written[0].keys()


@pytest.mark.parametrize(
    ("mask", "text", "shown"),
    [
        (Mask.OPEN, "任何人", "任何人"),
        (Mask.HIDDEN, "任何人", "••••"),
        (Mask.NAME, "林婉清", "林••••"),
        (Mask.PHONE, "138 0013 8000", "138••••8000"),
        (Mask.PHONE, "12345", "••••"),
        (Mask.EMAIL, "li.lei@example.com", "l••••@example.com"),
        (Mask.ID, "110101199003071234", "110••••1234"),
        (Mask.ID, "1101012345", "••••"),
    ],
    ids=str,
)
def test_a_masked_value_shows_what_its_mask_leaves(mask: Mask, text: str, shown: str) -> None:
    field = Field(key="it", kind="text", label=Words("它", "It"), mask=mask)
    assert masked(text, field) == shown
    assert is_personal(field) is (mask is not Mask.OPEN)


def test_a_phone_number_is_hidden_until_somebody_decides_otherwise() -> None:
    phone = Field(key="mobile", kind="phone", label=Words("手机", "Mobile"))
    assert masked("138 0013 8000", phone) == "••••"
    opened = Field(key="mobile", kind="phone", label=Words("手机", "Mobile"), mask=Mask.OPEN)
    assert not is_personal(opened)
