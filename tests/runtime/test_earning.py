"""Members earn by rules, in the transaction of what they did; refunds take back their share."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from app.runtime.intake import Entry
from app.runtime.records import Status
from tests.runtime.clubs import NOON, Club
from tests.runtime.earnings import CHECK_IN, PER_YUAN, Shop, earning_club

Clubs = Callable[..., Club]


def shop(club: Clubs, *rules: Any, **more: Any) -> Shop:
    opened = Shop(club(earning_club(*rules, **more)))
    opened.member("ann")
    return opened


def test_a_purchase_earns_a_point_for_each_whole_yuan(club: Clubs) -> None:
    books = shop(club, PER_YUAN)
    books.club.buy("ann", "0.99")
    assert books.points("ann") == 0
    books.club.buy("ann", "1.00")
    assert books.points("ann") == 1
    books.club.buy("ann", "19.99")
    assert books.points("ann") == 20
    assert books.is_even()


@pytest.mark.parametrize(("rounding", "earned"), [("down", 7), ("nearest", 8), ("up", 8)], ids=str)
def test_a_rule_says_how_it_rounds(club: Clubs, rounding: str, earned: int) -> None:
    rate = {"give": 1, "each": 10, "whole": False}
    books = shop(club, {**PER_YUAN, "amount": rate, "rounding": rounding})
    books.club.buy("ann", 75)
    assert books.points("ann") == earned


def test_what_is_reached_in_full_counts_unless_the_rule_says_otherwise(club: Clubs) -> None:
    books = shop(club, {**PER_YUAN, "amount": {"give": 5, "each": 100}})
    books.club.buy("ann", "199.99")
    assert books.points("ann") == 5


def test_an_amount_may_be_an_expression(club: Clubs) -> None:
    worth = {"if": [{">=": [{"var": "net"}, 100]}, {"*": [{"var": "net"}, 0.1]}, 3]}
    books = shop(club, {**PER_YUAN, "amount": {"+": [0, worth]}})
    books.club.buy("ann", 70)
    books.club.buy("ann", 170)
    assert books.points("ann") == 3 + 17


def test_growth_value_that_is_earned_lifts_a_tier_at_once(club: Clubs) -> None:
    books = shop(club, {**PER_YUAN, "currency": "growth"})
    assert books.club.buy("ann", "999.99").moved == ()
    assert [each.new for each in books.club.buy("ann", 1).moved] == ["gold"]


def test_the_same_purchase_earns_once(club: Clubs) -> None:
    books = shop(club, PER_YUAN)
    entry = Entry(
        object="order",
        member={"external_id": "ann"},
        values={"external_id": "o-1", "amount": "10", "paid_at": NOON.isoformat()},
    )
    outcomes = [books.club.kept(entry).status for _ in range(2)]
    outcomes += [each.status for each in books.club.send(entry, entry, update=True)]
    assert outcomes[:2] == [Status.CREATED, Status.KNOWN]
    assert books.points("ann") == 10
    assert books.is_even()


def test_a_batch_earns_for_everybody_in_it(club: Clubs) -> None:
    books = shop(club, PER_YUAN)
    entries = [
        Entry(
            object="order",
            member={"external_id": f"m{n % 3}"},
            values={"external_id": f"o-{n}", "amount": "10", "paid_at": NOON.isoformat()},
        )
        for n in range(9)
    ]
    books.club.send(*entries)
    found = [books.club.buy(f"m{n}", "0.5").member_id for n in range(3)]
    for n, member_id in enumerate(found):
        books.members[f"m{n}"] = member_id or 0
        assert books.points(f"m{n}") == 30
    assert books.is_even()


def test_a_check_in_earns_once_a_day_by_the_day_it_happened(club: Clubs) -> None:
    books = shop(club, CHECK_IN)
    books.club.act("ann", "check_in")
    books.club.act("ann", "check_in")
    assert books.points("ann") == 5
    books.club.act("ann", "check_in", at=NOON - timedelta(days=1))
    assert books.points("ann") == 10
    books.club.act("ann", "share")
    assert books.points("ann") == 10


def test_a_daily_cap_gives_what_is_left_of_it(club: Clubs) -> None:
    books = shop(club, {**CHECK_IN, "kind": "comment", "times": {}, "limits": {"day": 12}})
    for _ in range(4):
        books.club.act("ann", "comment")
    assert books.points("ann") == 12
    books.club.at(2026, 3, 2, 0)
    books.club.act("ann", "comment")
    assert books.points("ann") == 17
    assert books.why("ann")[2].why["span"] == "day"


def test_a_cap_counts_by_the_local_day_just_before_and_at_midnight(club: Clubs) -> None:
    books = shop(club, {**CHECK_IN, "times": {"day": 1}})
    midnight = NOON + timedelta(hours=12)
    books.club.now = midnight + timedelta(hours=1)
    books.club.act("ann", "check_in", at=midnight - timedelta(microseconds=1))
    books.club.act("ann", "check_in", at=midnight)
    books.club.act("ann", "check_in", at=midnight + timedelta(microseconds=1))
    assert books.points("ann") == 10


def test_the_first_time_alone_may_earn(club: Clubs) -> None:
    books = shop(club, {**CHECK_IN, "times": {"ever": 1}})
    books.club.act("ann", "check_in")
    books.club.wait(days=400)
    books.club.act("ann", "check_in")
    assert books.points("ann") == 5


def test_a_rule_rests_for_a_while_after_it_earned(club: Clubs) -> None:
    books = shop(club, {**CHECK_IN, "times": {}, "cooldown": 30})
    books.club.act("ann", "check_in")
    books.club.wait(minutes=29)
    books.club.act("ann", "check_in")
    assert books.points("ann") == 5
    books.club.wait(minutes=1)
    books.club.act("ann", "check_in")
    assert books.points("ann") == 10


def test_all_rules_together_stay_below_a_ceiling(club: Clubs) -> None:
    ceiling = [{"currency": "points", "day": 12}]
    books = shop(club, PER_YUAN, {**CHECK_IN, "times": {}}, earning={"ceilings": ceiling})
    books.club.buy("ann", 10)
    books.club.act("ann", "check_in")
    books.club.act("ann", "check_in")
    assert books.points("ann") == 12


def test_a_condition_sees_the_record_and_the_member_as_they_were(club: Clubs) -> None:
    where = {"and": [{"==": [{"var": "channel"}, "app"]}, {"==": [{"var": "member.name"}, "Ann"]}]}
    books = Shop(club(earning_club({**PER_YUAN, "where": where})))
    books.members["ann"] = books.club.join("ann", name="Ann")
    books.club.wait(days=1)
    values = {"external_id": "ann", "name": "Anna", "joined_at": NOON.isoformat()}
    books.club.send(Entry(object="member", values=values), update=True)
    for when, channel in ((NOON, "app"), (NOON, "shop"), (books.club.now, "app")):
        entry = Entry(
            object="order",
            member={"external_id": "ann"},
            values={"amount": "10", "paid_at": when.isoformat(), "channel": channel},
        )
        books.club.kept(entry)
    assert books.points("ann") == 10


def test_what_is_earned_expires_and_is_pending_as_the_rule_says(club: Clubs) -> None:
    books = shop(club, {**PER_YUAN, "valid": "30d", "held": 7})
    books.club.buy("ann", 100)
    total = books.totals("ann")
    assert (total.amount, total.pending, total.spendable) == (100, 100, 0)
    books.club.wait(days=6)
    assert books.totals("ann").spendable == 0
    assert books.post("ann", -1).status is Status.REFUSED
    books.club.wait(days=1)
    total = books.totals("ann")
    assert (total.pending, total.spendable) == (0, 100)
    assert books.post("ann", -1).status is Status.CREATED
    books.club.wait(days=22)
    assert books.totals("ann").spendable == 99
    books.club.wait(days=1)
    assert books.totals("ann").spendable == 0
    assert books.expire() == 1
    assert books.points("ann") == 0
    assert books.is_even()


def test_a_partial_refund_takes_back_its_share_from_the_lot_of_the_order(club: Clubs) -> None:
    books = shop(club, {**PER_YUAN, "valid": "30d"})
    books.post("ann", 50)
    order = books.club.buy("ann", 90)
    books.club.refund(order, 30)
    assert books.points("ann") == 50 + 60
    books.club.refund(order, 30)
    books.club.refund(order, 30)
    assert books.points("ann") == 50
    assert books.totals("ann").open == 50
    assert books.is_even()


def test_what_was_spent_and_is_taken_back_is_owed(club: Clubs) -> None:
    books = shop(club, PER_YUAN)
    order = books.club.buy("ann", 100)
    books.post("ann", -80)
    books.club.refund(order, 100)
    total = books.totals("ann")
    assert (total.amount, total.owed, total.spendable) == (-80, 80, 0)
    books.club.buy("ann", 100)
    assert (books.totals("ann").owed, books.points("ann")) == (0, 20)
    assert books.is_even()


def test_a_fixed_amount_goes_with_the_last_of_the_order(club: Clubs) -> None:
    books = shop(club, {**PER_YUAN, "amount": 20})
    order = books.club.buy("ann", 100)
    books.club.refund(order, 99)
    assert books.points("ann") == 20
    books.club.refund(order, 1)
    assert books.points("ann") == 0


def test_an_order_and_its_refund_in_one_batch_come_to_what_is_left(club: Clubs) -> None:
    books = shop(club, PER_YUAN)
    order = Entry(
        object="order",
        member={"external_id": "ann"},
        values={"external_id": "o-1", "amount": "100", "paid_at": NOON.isoformat()},
    )
    refund = Entry(
        object="refund",
        member={"external_id": "ann"},
        values={
            "order": {"external_id": "o-1"},
            "amount": "40",
            "refunded_at": NOON.isoformat(),
        },
    )
    outcomes = books.club.send(order, refund)
    assert [each.status for each in outcomes] == [Status.CREATED, Status.CREATED]
    assert books.points("ann") == 60
    books.club.refund(outcomes[0], 60)
    assert books.points("ann") == 0
    assert books.is_even()


def test_a_correction_gives_or_takes_the_difference(club: Clubs) -> None:
    rule = {**CHECK_IN, "times": {}, "amount": {"give": 2, "each": 1}}
    books = shop(club, rule)

    def sent(value: int, kind: str = "check_in") -> None:
        values = {"external_id": "a", "kind": kind, "value": value, "occurred_at": NOON.isoformat()}
        entry = Entry(object="activity", member={"external_id": "ann"}, values=values)
        books.club.send(entry, update=True)

    expected = ((10, "check_in", 20), (4, "check_in", 8), (7, "check_in", 14), (7, "share", 0))
    for value, kind, points in expected:
        sent(value, kind)
        assert books.points("ann") == points
    sent(7)
    assert books.points("ann") == 14
    assert books.is_even()
