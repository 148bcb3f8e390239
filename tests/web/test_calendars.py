"""The page of calendars: days are written, looked at ahead, and removed knowing who uses them."""

from typing import Any

import pytest

from app.access import Role
from app.builder import drafts
from tests.runtime.flowing import flow, programme, tell
from tests.web.houses import House, Visitor

DAYS = {
    "key": "shop",
    "label": {"zh": "书店的日子", "en": "Days of the shop"},
    "days": [
        {"key": "eighth", "label": {"zh": "逢八会员日", "en": "Eights"}, "monthly": [8, 18, 28]},
        {"key": "tuesday", "label": {"zh": "周二夜", "en": "Tuesdays"}, "weekly": ["tue"]},
    ],
}
ON_EIGHTHS = flow("calendar", tell(), options={"days": ["shop.eighth"]}, label="会员日提醒")


@pytest.fixture
def visitor(house: House) -> Visitor:
    house.mine.publish(programme(ON_EIGHTHS, calendars=[DAYS]))
    return house.signed_in()


def kept(house: House) -> list[Any]:
    with house.spaces.reading(house.mine.workspace_id) as space:
        found: list[Any] = drafts.get(space, house.mine.program_id).content.get("calendars", [])
        return found


def version(house: House) -> str:
    with house.spaces.reading(house.mine.workspace_id) as space:
        return str(drafts.get(space, house.mine.program_id).version)


def test_days_are_read_with_their_next_dates_and_what_they_set_off(
    house: House, visitor: Visitor
) -> None:
    page = visitor.read(f"{house.at}/calendars")
    for said in ("书店的日子", "逢八会员日", "每月 8 日、18 日、28 日", "每周二", "2026-03-08"):
        assert said in page
    assert "会员日提醒" in page
    assert "Asia/Shanghai" in page


def test_festivals_are_shown_and_cannot_be_changed(house: House, visitor: Visitor) -> None:
    page = visitor.read(f"{house.at}/calendars")
    assert "端午节" in page
    assert "2026-06-19" in page
    assert "calendars/festivals" not in page
    assert visitor.get(f"{house.at}/calendars/festivals").status_code == 404


def test_a_calendar_is_made_and_given_a_day(house: House, visitor: Visitor) -> None:
    visitor.post(f"{house.at}/calendars/new", {"label": "会员成长日", "english": "Growth days"})
    made = kept(house)[-1]
    assert made["label"] == {"zh": "会员成长日", "en": "Growth days"}
    visitor.post(
        f"{house.at}/calendars/{made['key']}/days/new",
        {"label": "月底", "way": "monthly", "monthly": "15、-1", "version": version(house)},
    )
    (day,) = kept(house)[-1]["days"]
    assert (day["monthly"], day["label"]) == ([15, -1], {"zh": "月底", "en": "月底"})


@pytest.mark.parametrize(
    ("sent", "dates"),
    [
        ({"way": "weekly", "weekly": ["mon"]}, ["2026-03-02", "2026-05-18"]),
        ({"way": "yearly", "yearly": "02-29"}, ["2028-02-29", "2072-02-29"]),
        ({"way": "dates", "dates": "2026-11-18\n2027-05-18"}, ["2026-11-18", "2027-05-18"]),
    ],
)
def test_the_next_dates_are_seen_before_anything_is_kept(
    house: House, visitor: Visitor, sent: dict[str, Any], dates: list[str]
) -> None:
    at = f"{house.at}/calendars/shop/days/new"
    answer = visitor.post(at, {"label": "新日子", "look": "y", "version": version(house)} | sent)
    page = answer.get_data(as_text=True)
    assert [each in page for each in dates] == [True, True]
    assert len(kept(house)[0]["days"]) == 2


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"label": "", "monthly": "9, 19"}, "起个名字"),
        ({"monthly": "8, 32"}, "1 到 31"),
        ({"way": "yearly", "yearly": "13-40"}, "月-日写成"),
        ({"way": "dates", "dates": "18.11.2026"}, "日期写成"),
        ({"way": "weekly"}, "请写星期几"),
    ],
)
def test_what_will_not_do_is_said_beside_it_and_nothing_is_lost(
    house: House, visitor: Visitor, sent: dict[str, Any], said: str
) -> None:
    whole = {"label": "读书日", "way": "monthly", "monthly": "8", "version": version(house)} | sent
    answer = visitor.post(f"{house.at}/calendars/shop/days/new", whole)
    assert answer.status_code == 422
    page = answer.get_data(as_text=True)
    assert said in page
    assert str(sent.get("monthly") or sent.get("yearly") or "读书日") in page
    assert len(kept(house)[0]["days"]) == 2


def test_a_day_is_changed_where_it_stands(house: House, visitor: Visitor) -> None:
    at = f"{house.at}/calendars/shop/days/eighth"
    assert "8, 18, 28" in visitor.read(at)
    visitor.post(
        at, {"label": "逢九", "way": "monthly", "monthly": "9,19,29", "version": version(house)}
    )
    assert kept(house)[0]["days"][0] == {
        "key": "eighth",
        "label": {"zh": "逢九", "en": "逢九"},
        "monthly": [9, 19, 29],
    }
    assert "修改未发布" in visitor.read(f"{house.at}/calendars")


def test_what_an_automation_uses_is_told_before_it_is_removed(
    house: House, visitor: Visitor
) -> None:
    for place in ("shop", "shop/days/eighth"):
        asked = visitor.read(f"{house.at}/calendars/{place}/remove")
        assert "会员日提醒" in asked
        assert "1 个自动化靠它触发" in asked
    assert "没有自动化在用" in visitor.read(f"{house.at}/calendars/shop/days/tuesday/remove")
    visitor.post(f"{house.at}/calendars/shop/days/tuesday/remove")
    assert [each["key"] for each in kept(house)[0]["days"]] == ["eighth"]
    visitor.post(f"{house.at}/calendars/shop/remove")
    assert kept(house) == []


def test_an_analyst_reads_calendars_and_changes_none(house: House, visitor: Visitor) -> None:
    reader = house.signed_in(Role.ANALYST)
    page = reader.read(f"{house.at}/calendars")
    assert "逢八会员日" in page
    assert "calendars/shop/remove" not in page
    assert reader.get(f"{house.at}/calendars/shop").status_code == 403
