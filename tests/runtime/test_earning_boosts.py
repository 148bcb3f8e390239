"""Sprint days, tiers and stacking: what multiplies an earning, by the time it happened."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from app.clock import to_instant
from app.runtime.intake import Entry
from tests.runtime.clubs import NOON, Club
from tests.runtime.earnings import PER_YUAN, Shop, earning_club, with_tier_times
from tests.runtime.ledgers import collected

Clubs = Callable[..., Club]
SPRINT = {"key": "sprint", "label": {"zh": "积分冲刺日", "en": "Sprint day"}, "times": 2}
GROWTH = {**PER_YUAN, "key": "growth", "currency": "growth"}
SHANGHAI = timedelta(hours=8)


def on_sprint(**when: Any) -> dict[str, Any]:
    return {"boosts": [{**SPRINT, "when": when}]}


def shop(club: Clubs, content: dict[str, Any]) -> Shop:
    opened = Shop(club(content))
    opened.member("ann")
    return opened


def local(*when: int) -> datetime:
    return datetime(*when, tzinfo=UTC) - SHANGHAI  # type: ignore[arg-type, misc]  # Year to minute.


def test_r22_a_sprint_day_counts_by_the_time_of_the_event_and_not_of_its_arrival(
    club: Clubs,
) -> None:
    day = on_sprint(**{"from": "2026-03-01", "until": "2026-03-01"})
    books = shop(club, earning_club(PER_YUAN, earning=day))
    start, end = local(2026, 3, 1), local(2026, 3, 2)
    books.club.now = end + timedelta(hours=9)
    second = timedelta(microseconds=1)
    for at, points in (
        (start - second, 10),
        (start, 30),
        (end - second, 50),
        (end, 60),
        (books.club.now, 70),
    ):
        books.club.buy("ann", 10, at=at)
        assert books.points("ann") == points


@pytest.mark.parametrize(
    ("when", "doubled"),
    [
        ({"weekdays": ["sun"]}, True),
        ({"weekdays": ["sat"]}, False),
        ({"days": [1, 8]}, True),
        ({"days": [-1]}, False),
        ({"months": [3]}, True),
        ({"hours": ["12:00", "12:01"]}, True),
        ({"hours": ["11:00", "12:00"]}, False),
        ({"birthday": "day"}, True),
        ({"days": [8], "weekdays": ["sun"]}, False),
    ],
    ids=str,
)
def test_r22_sprints_follow_words_of_the_calendar(
    club: Clubs, when: dict[str, Any], *, doubled: bool
) -> None:
    books = Shop(club(earning_club(PER_YUAN, earning=on_sprint(**when))))
    books.members["ann"] = books.club.join("ann", birthday="1990-03-01")
    books.club.buy("ann", 10)
    assert books.points("ann") == (20 if doubled else 10)


def test_r22_a_sprint_may_be_for_some_rules_and_members(club: Clubs) -> None:
    where = {"==": [{"var": "member.name"}, "Ann"]}
    boosts = [{**SPRINT, "rules": ["spend"], "where": where}]
    other = {**PER_YUAN, "key": "other"}
    books = Shop(club(earning_club(PER_YUAN, other, earning={"boosts": boosts})))
    for name, called in (("ann", "Ann"), ("bob", "Bob")):
        books.members[name] = books.club.join(name, name=called)
        books.club.buy(name, 10)
    assert (books.points("ann"), books.points("bob")) == (30, 20)


@pytest.mark.parametrize(
    ("together", "points"), [({}, 20), ({"together": "sum"}, 25), ({"together": "product"}, 30)]
)
def test_r22_a_sprint_and_a_tier_stack_as_the_programme_says(
    club: Clubs, together: dict[str, Any], points: int
) -> None:
    content = earning_club(PER_YUAN, earning={"boosts": [SPRINT], **together})
    books = shop(club, with_tier_times(content, {"basic": 1.5}))
    books.club.buy("ann", 10)
    assert books.points("ann") == points


def test_boosts_together_stay_below_the_highest_multiplier(club: Clubs) -> None:
    boosts = {"boosts": [{**SPRINT, "times": 9}], "together": "product", "most": 5}
    books = shop(club, earning_club(PER_YUAN, earning=boosts))
    books.club.buy("ann", 10)
    assert books.points("ann") == 50


def test_r23_a_tier_multiplies_what_is_earned_while_it_is_held(club: Clubs) -> None:
    books = shop(club, with_tier_times(earning_club(PER_YUAN, GROWTH), {"gold": 2}))
    books.club.buy("ann", 999)
    assert books.points("ann") == 999
    books.club.wait(hours=1)
    books.club.buy("ann", 1)
    assert books.club.tier("ann") == "gold"
    # What lifted her was bought on the lower tier.
    assert books.points("ann") == 1_000
    books.club.wait(hours=1)
    books.club.buy("ann", 10)
    assert books.points("ann") == 1_020


def test_r23_a_late_purchase_is_multiplied_by_the_tier_of_its_own_time(club: Clubs) -> None:
    books = shop(club, with_tier_times(earning_club(PER_YUAN, GROWTH), {"gold": 2}))
    books.club.wait(days=1)
    promoted = books.club.now
    books.club.buy("ann", 1_000)
    assert books.club.tier("ann") == "gold"
    books.club.wait(days=1)
    second = timedelta(microseconds=1)
    books.club.buy("ann", 10, at=promoted - second)
    assert books.points("ann") == 1_010
    books.club.buy("ann", 10, at=promoted)
    assert books.points("ann") == 1_030
    books.club.buy("ann", 10)
    assert books.points("ann") == 1_050
    now = to_instant(books.club.now)
    (late,) = [each for each in books.why("ann") if each.amount == 20 and each.at < now]
    assert late.why["tiers"] == {"main": "gold"}
    assert late.why["factors"][0]["kind"] == "tier"


def test_r23_a_correction_keeps_the_multiplier_it_had(club: Clubs) -> None:
    rule = {"key": "did", "object": "activity", "amount": {"give": 1, "each": 1}}
    books = shop(club, with_tier_times(earning_club(rule, GROWTH), {"gold": 2}))

    def sent(value: int) -> None:
        values = {
            "external_id": "a",
            "kind": "run",
            "value": value,
            "occurred_at": NOON.isoformat(),
        }
        books.club.send(
            Entry(object="activity", member={"external_id": "ann"}, values=values), update=True
        )

    sent(10)
    books.club.buy("ann", 1_000)
    before = books.points("ann")
    sent(15)
    assert books.points("ann") == before + 5


def test_r08_redeeming_what_was_earned_demotes_nobody(club: Clubs) -> None:
    content = earning_club(PER_YUAN)
    (ladder,) = content["ladders"]
    rule = {">=": [collected("points"), 10_000]}
    tiers = [ladder["tiers"][0], {"key": "vip", "label": "vip", "condition": rule}]
    books = shop(club, {**content, "ladders": [{**ladder, "tiers": tiers}]})
    assert books.club.buy("ann", "9999.99").moved == ()
    assert [each.new for each in books.club.buy("ann", 1).moved] == ["vip"]
    books.post("ann", -9_000)
    books.club.wait(days=1)
    books.club.evaluate()
    assert books.club.tier("ann") == "vip"
    assert (books.totals("ann").earned, books.points("ann")) == (10_000, 1_000)


def test_r03_comments_beyond_the_daily_cap_earn_nothing(club: Clubs) -> None:
    rule = {
        "key": "interact",
        "object": "activity",
        "where": {"in": [{"var": "kind"}, ["comment", "share", "like"]]},
        "amount": 1,
        "limits": {"day": 30},
    }
    books = shop(club, earning_club(rule))
    entries = [
        Entry(
            object="activity",
            member={"external_id": "ann"},
            values={"kind": "like" if n % 2 else "comment", "occurred_at": NOON.isoformat()},
        )
        for n in range(29)
    ]
    books.club.send(*entries)
    assert books.points("ann") == 29
    books.club.send(*entries[:2])
    assert books.points("ann") == 30
    books.club.act("ann", "visit")
    assert books.points("ann") == 30
