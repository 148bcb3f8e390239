"""R-25: what members did before and after an incentive, each around their own day."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import event

from app.analytics.effect import Effect, GroupWindow, effect
from app.analytics.incentives import Since, Subject
from app.clock import to_instant
from app.errors import Invalid, NotFound
from app.runtime.departing import remove_member
from app.runtime.merge import merge
from app.runtime.releases import live
from tests.runtime.clubs import Club
from tests.runtime.flowing import Flowing, flow, give, programme, step, tell

Clubs = Callable[..., Club]
SECOND = timedelta(seconds=1)
ENTERS = flow("activity", give(), options={"kind": "enter"})
ACTIVE = {"settings": {"active_kinds": ["purchase", "visit", "share"]}}


def day(month: int, number: int) -> datetime:
    """The first moment of a day in Shanghai."""
    return datetime(2026, month, number, tzinfo=UTC) - timedelta(hours=8)


@pytest.fixture
def at_work(club: Clubs) -> Flowing:
    """It is noon on 1 March 2026."""
    return Flowing(club(programme(ENTERS, **ACTIVE)))


LONG_AGO = day(1, 1) - timedelta(days=200)


def joined(at_work: Flowing, name: str, *, on: datetime = LONG_AGO) -> int:
    return at_work.club.join(name, joined_at=on.isoformat())


def enters(at_work: Flowing, *names: str) -> None:
    for name in names:
        at_work.club.act(name, "enter")
    at_work.run()


def seen(at_work: Flowing, subject: Subject = Subject.FLOW, key: str = "flow", **more: Any) -> Any:
    team = at_work.club
    with team.spaces.reading(team.workspace_id) as space:
        now = to_instant(team.now)
        return effect(space, live(space, team.program_id), subject, key, now=now, **more)


def only(found: Effect, days: int) -> GroupWindow:
    (window,) = (each for each in found.windows if each.days == days)
    (group,) = window.groups
    return group


def sums(group: GroupWindow) -> dict[str, tuple[int, int]]:
    return {each.name: (each.sums.before, each.sums.after) for each in group.measures}


def test_a_window_begins_and_ends_with_its_days_and_the_day_itself_is_in_neither(
    at_work: Flowing,
) -> None:
    """Entered on 1 March: a week before is 22 to 28 February, a week after 2 to 8 March."""
    joined(at_work, "anna")
    enters(at_work, "anna")
    bought = {
        "0.01": day(2, 22) - SECOND,
        "0.02": day(2, 22),
        "0.04": day(3, 1) - SECOND,
        "0.08": day(3, 1),
        "0.16": day(3, 2) - SECOND,
        "0.32": day(3, 2),
        "0.64": day(3, 9) - SECOND,
        "1.28": day(3, 9),
    }
    at_work.club.at(2026, 7, 1)
    for amount, at in bought.items():
        at_work.club.buy("anna", amount, at=at)
    found = seen(at_work)
    assert sums(only(found, 7)) == {
        "active_days": (2, 2),
        "interactions": (0, 0),
        "promotions": (0, 0),
        "orders": (2, 2),
        "amount": (6, 96),
    }
    assert sums(only(found, 30))["amount"] == (7, 224)
    assert sums(only(found, 90))["orders"] == (3, 3)


def test_days_are_counted_once_and_purchases_are_orders_not_interactions(at_work: Flowing) -> None:
    joined(at_work, "anna")
    enters(at_work, "anna")
    at_work.club.at(2026, 7, 1)
    for at in (day(3, 3), day(3, 3) + SECOND, day(3, 4)):
        at_work.club.act("anna", "visit", at=at)
    at_work.club.buy("anna", 10, at=day(3, 4))
    at_work.club.act("anna", "browse", at=day(3, 6))
    after = {name: after for name, (_, after) in sums(only(seen(at_work), 7)).items()}
    assert after == {
        "active_days": 2,
        "interactions": 3,
        "promotions": 0,
        "orders": 1,
        "amount": 1000,
    }


def test_what_was_given_back_is_neither_an_order_nor_spend(at_work: Flowing) -> None:
    joined(at_work, "anna")
    enters(at_work, "anna")
    at_work.club.at(2026, 7, 1)
    whole = at_work.club.buy("anna", 100, at=day(3, 3))
    part = at_work.club.buy("anna", 100, at=day(3, 4))
    at_work.club.refund(whole, 100)
    at_work.club.refund(part, "30.01")
    found = sums(only(seen(at_work), 7))
    assert (found["orders"][1], found["amount"][1]) == (1, 6999)


@pytest.mark.parametrize(
    ("on", "early", "counted"), [((3, 8), 1, 0), ((3, 9), 0, 1)], ids=["its last day", "over"]
)
def test_a_window_that_is_not_over_yet_is_too_early(
    at_work: Flowing, on: tuple[int, int], early: int, counted: int
) -> None:
    joined(at_work, "anna")
    enters(at_work, "anna")
    at_work.club.at(2026, *on, 23)
    week = only(seen(at_work), 7)
    assert (week.members, week.early, week.new, week.counted) == (1, early, 0, counted)
    month = only(seen(at_work), 30)
    assert (month.early, month.counted) == (1, 0)


@pytest.mark.parametrize(
    ("on", "new"),
    [(day(2, 22) - SECOND, 0), (day(2, 22), 0), (day(2, 23) - SECOND, 0), (day(2, 23), 1)],
)
def test_who_joined_within_the_window_before_has_no_before_to_compare_with(
    at_work: Flowing, on: datetime, new: int
) -> None:
    joined(at_work, "anna", on=on)
    enters(at_work, "anna")
    at_work.club.at(2026, 7, 1)
    week = only(seen(at_work), 7)
    assert (week.members, week.new, week.counted) == (1, new, 1 - new)


def test_who_was_promoted_in_the_days_after_has_risen(at_work: Flowing) -> None:
    joined(at_work, "anna")
    enters(at_work, "anna")
    at_work.club.at(2026, 3, 5)
    at_work.club.buy("anna", 1000)
    at_work.club.at(2026, 7, 1)
    assert sums(only(seen(at_work), 7))["promotions"] == (0, 1)


def test_each_member_counts_once_from_the_first_time(at_work: Flowing) -> None:
    joined(at_work, "anna")
    enters(at_work, "anna")
    at_work.club.at(2026, 3, 20)
    enters(at_work, "anna")
    at_work.club.at(2026, 7, 1)
    at_work.club.buy("anna", 10, at=day(3, 3))
    at_work.club.buy("anna", 20, at=day(3, 22))
    week = only(seen(at_work), 7)
    assert (week.members, sums(week)["amount"]) == (1, (0, 1000))


def test_who_became_one_with_another_is_that_other_and_who_left_is_not_looked_at(
    at_work: Flowing,
) -> None:
    anna, ben, cara = (joined(at_work, name) for name in ("anna", "ben", "cara"))
    enters(at_work, "ben", "cara")
    at_work.club.at(2026, 3, 3)
    enters(at_work, "anna")
    for name in ("anna", "ben", "cara"):
        at_work.club.buy(name, 10)
    at_work.club.at(2026, 7, 1)
    team = at_work.club
    with team.spaces.writing(team.workspace_id) as space:
        found = live(space, team.program_id)
        merge(space, found, anna, ben, now=to_instant(team.now), by="li")
        remove_member(space, found, cara, now=to_instant(team.now), cause="test", by="li")
    week = only(seen(at_work), 7)
    assert (week.members, sums(week)["orders"], sums(week)["amount"]) == (1, (0, 2), (0, 2000))


def test_what_happened_elsewhere_does_not_count(at_work: Flowing, club: Clubs) -> None:
    other = Flowing(club(programme(ENTERS, **ACTIVE), key="other"))
    joined(other, "anna")
    enters(other, "anna")
    assert seen(at_work).members == 0
    assert seen(other).members == 1


def test_it_may_be_asked_from_when_something_was_given(club: Clubs) -> None:
    later = step("rest", "wait", time={"days": 3})
    at_work = Flowing(club(programme(flow("activity", later, give(), options={"kind": "enter"}))))
    joined(at_work, "anna")
    enters(at_work, "anna")
    at_work.club.at(2026, 3, 4)
    at_work.run()
    at_work.club.at(2026, 7, 1)
    at_work.club.buy("anna", 10, at=day(3, 3))
    assert sums(only(seen(at_work), 7))["orders"] == (0, 1)
    assert sums(only(seen(at_work, since=Since.GIVEN), 7))["orders"] == (1, 0)
    assert sums(only(seen(at_work, Subject.COUPON, "ten_off"), 7))["orders"] == (1, 0)


def test_a_benefit_is_looked_at_from_the_tier_that_has_it(club: Clubs) -> None:
    document = programme(
        benefits=[{"key": "lounge", "kind": "priority_service", "label": "Lounge"}],
    )
    document["ladders"][0]["tiers"][1]["benefits"] = ["lounge"]
    at_work = Flowing(club(document))
    joined(at_work, "anna")
    at_work.club.buy("anna", 1000)
    at_work.club.at(2026, 3, 4)
    at_work.club.buy("anna", 10)
    at_work.club.at(2026, 7, 1)
    found = seen(at_work, Subject.BENEFIT, "lounge")
    assert sums(only(found, 7))["amount"] == (0, 1000)


def test_a_boost_is_looked_at_from_the_day_it_began_for_whoever_was_there(club: Clubs) -> None:
    rule = {"key": "spend", "label": "Spend", "amount": 1}
    sprint = {"key": "sprint", "label": "Sprint", "times": 2, "when": {"from": "2026-03-10"}}
    always = {"key": "always", "label": "Always", "times": 2}
    earning = {"rules": [rule], "boosts": [sprint, always]}
    at_work = Flowing(club(programme(earning=earning)))
    joined(at_work, "anna")
    joined(at_work, "ben")
    at_work.club.at(2026, 3, 12)
    at_work.club.buy("anna", 10)
    at_work.club.join("cara")
    at_work.club.at(2026, 7, 1)
    week = only(seen(at_work, Subject.BOOST, "sprint"), 7)
    assert (week.counted, sums(week)["amount"]) == (2, (0, 1000))
    with pytest.raises(Invalid):
        seen(at_work, Subject.BOOST, "always")


def test_what_is_not_live_has_no_effect(at_work: Flowing) -> None:
    for subject in Subject:
        with pytest.raises(NotFound):
            seen(at_work, subject, "nothing")


def divided(club: Clubs, members: int) -> Flowing:
    split = step(
        "groups",
        "ab_split",
        variants=[{"key": "points", "percent": 50}],
        holdout=50,
        next={"points": "give"},
    )
    told = flow("activity", split, give(next={}), tell(next={}), options={"kind": "enter"})
    at_work = Flowing(club(programme(told)))
    names = [f"m{n}" for n in range(members)]
    for name in names:
        joined(at_work, name)
    enters(at_work, *names)
    at_work.club.wait(days=2)
    ways = {each.member_id: at_work.trace(each)[0][1] for each in at_work.runs()}
    for name, member_id in zip(names, sorted(ways), strict=True):
        at_work.club.buy(name, 30 if ways[member_id] == "points" else 10)
    at_work.club.at(2026, 7, 1)
    return at_work


def test_beside_those_held_out_only_what_changed_more_counts(club: Clubs) -> None:
    """Everybody buys after: 30 each with points, 10 each without."""
    found = seen(divided(club, 80))
    held, points = found.windows[0].groups
    assert [each.variant for each in (held, points)] == ["holdout", "points"]
    assert held.members + points.members == 80
    assert not held.beside
    amount, orders = points.beside["amount"], points.beside["orders"]
    assert (amount.more, amount.differs) == (2000, True)
    assert (orders.more, orders.differs) == (0, False)


def test_of_few_members_nothing_is_said(club: Clubs) -> None:
    _, points = seen(divided(club, 12)).windows[0].groups
    assert {each.differs for each in points.beside.values()} == {None}


def test_it_takes_two_statements_whoever_many_members_there_are(at_work: Flowing) -> None:
    names = [f"m{n}" for n in range(40)]
    for name in names:
        joined(at_work, name)
    enters(at_work, *names)
    told: list[str] = []

    def note(_c: Any, _u: Any, statement: str, *_: Any) -> None:
        if "r_" in statement:
            told.append(statement)

    engine = at_work.club.spaces.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        found = seen(at_work)
    finally:
        event.remove(engine, "before_cursor_execute", note)
    assert (found.members, len(told)) == (40, 2)


def test_of_very_many_a_fixed_part_is_looked_at(at_work: Flowing) -> None:
    names = [f"m{n}" for n in range(40)]
    for name in names:
        joined(at_work, name)
    enters(at_work, *names)
    found = seen(at_work, most=20)
    assert found.estimated
    assert 0 < only(found, 7).members < 40
    assert only(seen(at_work, most=20), 7) == only(found, 7)
