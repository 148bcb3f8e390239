"""Automations by dates: birthdays where members are, festivals, days of members (R-37, R-38)."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from tests.runtime.clubs import Club
from tests.runtime.flowing import Flowing, flow, give, programme, tell

Clubs = Callable[..., Club]
Flowings = Callable[..., Flowing]
ZONED = [{"key": "member", "fields": [{"key": "zone", "kind": "text", "label": "Time zone"}]}]
CALENDARS = [
    {
        "key": "shop",
        "label": "Our days",
        "days": [
            {"key": "member_day", "label": "会员日", "dates": ["2026-03-18", "2026-04-18"]},
            {"key": "founded", "label": "Founded", "yearly": "03-20"},
        ],
    }
]


@pytest.fixture
def flowings(club: Clubs) -> Flowings:
    return lambda *flows, **more: Flowing(club(programme(*flows, **more)))


def birthday(**more: Any) -> dict[str, Any]:
    options = {"field": "birthday"} | more.pop("options", {})
    return flow("date_field", give(), options=options, **more)


def test_a_birthday_begins_where_the_member_is(flowings: Flowings) -> None:
    """R-37: at nine in Auckland it is four in the morning in Shanghai; Honolulu is a day behind."""
    at_work = flowings(birthday(options={"zone": "zone"}), objects=ZONED)
    club = at_work.club
    places = {"here": None, "east": "Pacific/Auckland", "west": "Pacific/Honolulu", "lost": "Oz"}
    members = {
        name: club.join(name, birthday="1990-03-10", **({} if zone is None else {"zone": zone}))
        for name, zone in places.items()
    }
    came: dict[str, datetime] = {}
    club.now = datetime(2026, 3, 9, 18, tzinfo=UTC)
    while club.now < datetime(2026, 3, 11, tzinfo=UTC):
        at_work.run()
        for name, member in members.items():
            if at_work.coupons(member):
                came.setdefault(name, club.now)
        club.wait(hours=1)
    assert came == {
        "east": datetime(2026, 3, 9, 20, tzinfo=UTC),
        "here": datetime(2026, 3, 10, 1, tzinfo=UTC),
        "lost": datetime(2026, 3, 10, 1, tzinfo=UTC),
        "west": datetime(2026, 3, 10, 19, tzinfo=UTC),
    }
    assert [at_work.coupons(each) for each in members.values()] == [1] * 4


@pytest.mark.parametrize(("enrol", "coupons"), [("future", 0), ("current", 1), ("both", 1)])
def test_a_birthday_announced_already_counts_for_a_flow_that_takes_whom_it_finds(
    flowings: Flowings, enrol: str, coupons: int
) -> None:
    at_work = flowings()
    soon, past = at_work.club.join("soon", birthday="1990-03-04"), 0
    past = at_work.club.join("past", birthday="1990-02-27")
    at_work.club.wait(minutes=1)
    at_work.club.publish(programme(birthday(options={"days": 7}, enrol=enrol)))
    at_work.run()
    assert (at_work.coupons(soon), at_work.coupons(past)) == (coupons, 0)
    at_work.club.wait(days=3)
    at_work.run()
    assert at_work.coupons(soon) == coupons


def test_a_birthday_without_a_year_of_birth_comes_all_the_same(flowings: Flowings) -> None:
    """R-37: people who do not say how old they are are kept with a year of no meaning."""
    at_work = flowings(birthday())
    anna = at_work.club.join("anna", birthday="1904-03-02")
    nobody = at_work.club.join("nobody")
    at_work.club.wait(days=1)
    at_work.run()
    assert (at_work.coupons(anna), at_work.coupons(nobody)) == (1, 0)


def test_festivals_come_by_the_moon(flowings: Flowings) -> None:
    """R-37: mid-autumn of 2026 is 25 September; three days before is the 22nd."""
    days = {"days": ["festivals.mid_autumn"], "before": 3}
    at_work = flowings(flow("calendar", tell(), options=days))
    anna = at_work.club.join("anna")
    for day, told in ((21, 0), (22, 1), (25, 1)):
        at_work.club.at(2026, 9, day)
        at_work.run()
        assert len(at_work.messages(anna)) == told
    at_work.club.at(2027, 9, 12)
    at_work.run()
    assert len(at_work.messages(anna)) == 2


def test_days_of_a_shop_come_as_its_calendar_says_to_whom_they_are_meant(
    flowings: Flowings,
) -> None:
    """R-38."""
    days = {
        "days": ["shop.member_day", "shop.founded"],
        "where": {"==": [{"tier": "main"}, "gold"]},
    }
    at_work = flowings(flow("calendar", give(), options=days), calendars=CALENDARS)
    gold, basic = at_work.club.join("gold"), at_work.club.join("basic")
    at_work.club.buy("gold", 2000)
    came = []
    for month, day in ((3, 18), (3, 19), (3, 20), (4, 18), (4, 30)):
        at_work.club.at(2026, month, day)
        at_work.run()
        came.append(at_work.coupons(gold))
    assert came == [1, 1, 2, 3, 3]
    assert at_work.coupons(basic) == 0


def test_a_monthly_coupon_goes_by_the_tier_on_its_day_and_the_old_one_expires(
    flowings: Flowings,
) -> None:
    """R-38: who is promoted after the day waits for the next."""
    monthly = {
        "every": "month",
        "day": 8,
        "time": "00:00",
        "where": {"==": [{"tier": "main"}, "gold"]},
    }
    at_work = flowings(flow("schedule", give(), options=monthly))
    anna = at_work.club.join("anna")
    at_work.club.at(2026, 3, 8)
    at_work.run()
    at_work.club.buy("anna", 1000)
    assert at_work.coupons(anna) == 0
    at_work.club.at(2026, 4, 8)
    at_work.run()
    assert at_work.coupons(anna) == 1


@pytest.mark.parametrize(("enrol", "told"), [("future", 1), ("current", 1), ("both", 2)])
def test_a_schedule_takes_those_who_are_there_as_it_says(
    flowings: Flowings, enrol: str, told: int
) -> None:
    at_work = flowings(flow("schedule", tell(), options={"time": "13:00"}, enrol=enrol))
    anna = at_work.club.join("anna")
    at_work.run()
    assert len(at_work.messages(anna)) == (0 if enrol == "future" else 1)
    at_work.club.wait(hours=2)
    at_work.run()
    assert len(at_work.messages(anna)) == told
