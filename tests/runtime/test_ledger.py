"""Growth value and points are entries: earned, spent, taken back and expired, each cause once."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from app.clock import to_instant
from app.days import to_day
from app.runtime.ledger import Posting
from app.runtime.merge import merge
from app.runtime.records import Status
from app.runtime.releases import live
from tests.runtime.clubs import Club
from tests.runtime.ledgers import GOLD_BY_GROWTH, VIP_BY_POINTS, Books, collected, said

Clubs = Callable[..., Club]


@pytest.fixture
def books(club: Clubs) -> Books:
    return Books(club(VIP_BY_POINTS))


def test_who_has_earned_enough_points_is_promoted_at_once(books: Books) -> None:
    assert books.post("ann", 9_999).moved == ()
    assert [each.new for each in books.post("ann", 1).moved] == ["vip"]
    assert books.club.tier("ann") == "vip"


def test_redeeming_points_does_not_demote(books: Books) -> None:
    books.post("ann", 10_000)
    books.post("ann", -9_000)
    books.club.wait(days=1)
    books.club.evaluate()
    assert books.club.tier("ann") == "vip"
    total = books.total("ann")
    assert (total.amount, total.earned, total.spendable) == (1_000, 10_000, 1_000)


def test_redeeming_demotes_where_the_programme_goes_by_the_balance(club: Clubs) -> None:
    rule = {">=": [collected("points", field="amount"), 10_000]}
    content = {**VIP_BY_POINTS}
    content["ladders"] = [
        {
            **VIP_BY_POINTS["ladders"][0],
            "tiers": [
                {"key": "basic", "label": "basic"},
                {"key": "vip", "label": "vip", "condition": rule},
            ],
        }
    ]
    books = Books(club(content))
    books.post("ann", 10_000)
    books.post("ann", -1)
    assert books.club.tier("ann") == "vip"
    books.club.evaluate()
    assert books.club.tier("ann") == "basic"


def test_the_same_cause_is_posted_once(books: Books) -> None:
    first = books.post("ann", 100, cause="order-1")
    again = books.post("ann", 250, cause="order-1")
    assert (first.status, again.status) == (Status.CREATED, Status.KNOWN)
    assert again.record_id == first.record_id
    assert books.balance("ann") == 100


def test_the_same_cause_twice_in_one_batch_is_posted_once(books: Books) -> None:
    asked = books.post("ann", 1, cause="x")
    assert asked.status is Status.CREATED
    one, two = books.send(*(_earning(books, "ann", 5, "y") for _ in range(2)))
    assert (one.status, two.status, one.record_id) == (Status.CREATED, Status.KNOWN, two.record_id)
    assert books.balance("ann") == 6


def _earning(books: Books, name: str, amount: int, cause: str) -> Any:
    return Posting(member_id=books.member(name), cause=cause, currency="points", amount=amount)


@pytest.mark.parametrize(("spent", "left"), [(99, 1), (100, 0)], ids=["less", "all"])
def test_what_is_there_can_be_spent(books: Books, spent: int, left: int) -> None:
    books.post("ann", 100)
    assert books.post("ann", -spent).status is Status.CREATED
    assert books.total("ann").spendable == left


def test_more_than_is_there_cannot_be_spent_and_the_cause_stays_free(books: Books) -> None:
    books.post("ann", 100)
    assert "more than there is to spend, 100" in said(books.post("ann", -101, cause="gift"))
    assert books.post("ann", -100, cause="gift").status is Status.CREATED


def test_what_expires_first_is_spent_first(books: Books) -> None:
    day = to_day(date(2026, 3, 1))
    books.post("ann", 10, expires_on=day + 30)
    books.post("ann", 10)
    books.post("ann", 10, expires_on=day + 20)
    books.post("ann", -15)
    books.club.wait(days=20)
    assert books.expire() == 0, "the lot that expires first was used up"
    books.club.wait(days=10)
    assert books.expire() == 1
    assert (books.balance("ann"), books.total("ann").spendable) == (10, 10)


@pytest.mark.parametrize(
    ("days", "spendable"), [(19, 10), (20, 0), (21, 0)], ids=["the day before", "the day", "after"]
)
def test_a_lot_cannot_be_spent_from_the_day_it_expires_on(
    books: Books, days: int, spendable: int
) -> None:
    books.post("ann", 10, expires_on=to_day(date(2026, 3, 1)) + 20)
    books.club.wait(days=days)
    assert books.total("ann").spendable == spendable
    assert (books.post("ann", -10).status is Status.CREATED) is (spendable == 10)


def test_expiring_takes_nothing_of_what_was_earned_and_happens_once(books: Books) -> None:
    books.post("ann", 10_000, expires_on=to_day(date(2026, 3, 2)))
    books.club.wait(days=1)
    assert [books.expire(), books.expire()] == [1, 0]
    total = books.total("ann")
    assert (total.amount, total.earned, total.open) == (0, 10_000, 0)
    books.club.evaluate()
    assert books.club.tier("ann") == "vip"


def test_returned_spending_goes_back_to_its_own_lots(books: Books) -> None:
    day = to_day(date(2026, 3, 1))
    books.post("ann", 10, expires_on=day + 5)
    books.post("ann", 10, expires_on=day + 9)
    books.post("ann", -15, cause="gift")
    books.reverse("gift")
    assert books.total("ann").spendable == 20
    books.club.wait(days=5)
    assert books.expire() == 1
    assert books.balance("ann") == 10


def test_part_of_a_spending_comes_back_where_it_holds_longest(books: Books) -> None:
    day = to_day(date(2026, 3, 1))
    books.post("ann", 10, expires_on=day + 5)
    books.post("ann", 10, expires_on=day + 9)
    books.post("ann", -15, cause="gift")
    books.reverse("gift", 5)
    books.club.wait(days=5)
    assert (books.expire(), books.balance("ann")) == (0, 10)
    assert "At most 10" in said(books.reverse("gift", 11))
    assert books.reverse("gift").status is Status.CREATED
    assert "reversed already" in said(books.reverse("gift"))


def test_what_comes_back_can_be_given_longer(books: Books) -> None:
    day = to_day(date(2026, 3, 1))
    books.post("ann", 10, expires_on=day + 5)
    books.post("ann", -6, cause="gift")
    books.reverse("gift", extend_to=day + 40)
    books.club.wait(days=5)
    books.expire()
    assert books.total("ann").spendable == 6, "what was not spent expires as before"
    books.club.wait(days=35)
    books.expire()
    assert books.balance("ann") == 0
    assert books.unbalanced() == []


def test_an_earning_taken_back_takes_its_own_points_first(books: Books) -> None:
    day = to_day(date(2026, 3, 1))
    books.post("ann", 10, cause="order-1")
    books.post("ann", 10, expires_on=day + 5)
    books.reverse("order-1")
    books.club.wait(days=5)
    books.expire()
    assert books.balance("ann") == 0


def test_what_was_spent_already_is_owed_and_paid_by_later_earnings(books: Books) -> None:
    books.post("ann", 100, cause="order-1")
    books.post("ann", -70)
    books.reverse("order-1")
    total = books.total("ann")
    assert (total.amount, total.open, total.owed) == (-70, 0, 70)
    assert "to spend, 0" in said(books.post("ann", -1))
    books.post("ann", 100)
    total = books.total("ann")
    assert (total.amount, total.open, total.owed) == (30, 30, 0)


def test_other_points_pay_before_anything_is_owed(books: Books) -> None:
    books.post("ann", 100, cause="order-1", expires_on=to_day(date(2026, 4, 1)))
    books.post("ann", 50)
    books.post("ann", -100)
    books.reverse("order-1")
    total = books.total("ann")
    assert (total.open, total.owed, total.amount) == (0, 50, -50)


def test_what_has_expired_is_not_taken_back_a_second_time(books: Books) -> None:
    books.post("ann", 100, cause="order-1", expires_on=to_day(date(2026, 3, 2)))
    books.club.wait(days=1)
    books.expire()
    books.reverse("order-1")
    total = books.total("ann")
    assert (total.amount, total.earned, total.owed) == (0, 0, 0)


def test_an_adjustment_may_take_more_than_there_is(books: Books) -> None:
    books.post("ann", 30)
    books.post("ann", -50, kind="adjust", cause="fraud")
    assert (books.total("ann").owed, books.total("ann").earned) == (20, 30)
    books.reverse("fraud")
    assert (books.total("ann").owed, books.balance("ann")) == (0, 30)


def test_what_was_known_of_a_balance_at_a_moment_stays_known(books: Books) -> None:
    books.post("ann", 100, cause="order-1")
    then = to_instant(books.club.now)
    books.club.wait(days=3)
    books.reverse("order-1")
    assert (books.balance("ann", at=then), books.balance("ann")) == (100, 0)
    assert books.balance("ann", at=then - 1) == 0


def test_a_reversal_counts_on_the_day_of_the_earning(club: Clubs) -> None:
    this_month = collected("growth", "this_month")
    content = {**GOLD_BY_GROWTH}
    tiers = [
        {"key": "basic", "label": "b"},
        {"key": "top", "label": "t", "condition": {">=": [this_month, 100]}},
    ]
    content["ladders"] = [{**GOLD_BY_GROWTH["ladders"][0], "tiers": tiers}]
    books = Books(club(content))
    books.post(
        "ann",
        60,
        "growth",
        cause="february",
        occurred_at=to_instant(books.club.now - timedelta(days=2)),
    )
    books.post("ann", 100, "growth")
    books.reverse("february")
    books.club.evaluate()
    assert books.club.tier("ann") == "top", "March is not the poorer for what February returned"


WRONG: dict[str, tuple[dict[str, Any], str]] = {
    "a currency there is not": ({"amount": 5, "currency": "gold"}, "no currency called 'gold'"),
    "nothing": ({"amount": 0, "kind": "earn"}, "An amount is not 0"),
    "an earning that takes": ({"amount": -5, "kind": "earn"}, "what is spent is negative"),
    "a spending that gives": ({"amount": 5, "kind": "spend"}, "what is spent is negative"),
    "growth value spent": ({"amount": -5, "currency": "growth"}, "cannot be spent"),
    "a cause of the product's own": ({"amount": 5, "cause": "make_up:7"}, "the product's own"),
    "a cause that is blank": ({"amount": 5, "cause": " "}, "visible characters"),
    "earned more than it is": (
        {"amount": 5, "kind": "adjust", "earned": 6},
        "from 0 to its amount",
    ),
    "a day to come": ({"amount": 5, "occurred_at": 2**60}, "not happened yet"),
    "a spending that expires": ({"amount": -5, "expires_on": 30_000}, "can expire"),
}


@pytest.mark.parametrize(("values", "why"), WRONG.values(), ids=WRONG.keys())
def test_what_will_not_do_is_refused_with_its_reason(
    books: Books, values: dict[str, Any], why: str
) -> None:
    books.post("ann", 100)
    assert why in said(books.post("ann", **values))
    assert books.balance("ann") == 100


def test_an_entry_of_nobody_is_refused_alone(books: Books) -> None:
    books.members["ghost"] = 10**12
    wrong, right = books.send(_earning(books, "ghost", 5, "one"), _earning(books, "ann", 5, "two"))
    assert "no such member" in said(wrong)
    assert right.status is Status.CREATED
    assert "no entry with the cause 'nothing'" in said(books.reverse("nothing"))


def test_two_members_who_become_one_pay_what_either_owed(books: Books) -> None:
    books.post("ann", 100)
    books.post("bob", 70, cause="order-1")
    books.post("bob", -70)
    books.reverse("order-1")
    club = books.club
    with club.spaces.writing(club.workspace_id) as space:
        found = live(space, club.program_id)
        ann, bob = books.member("ann"), books.member("bob")
        merge(space, found, ann, bob, now=to_instant(club.now))
    total = books.total("ann")
    assert (total.amount, total.open, total.owed, total.spendable) == (30, 100, 70, 30)
    assert "to spend, 30" in said(books.post("ann", -31))
    assert books.post("ann", -30).status is Status.CREATED
    assert (books.total("ann").open, books.total("ann").owed) == (0, 0)
    assert books.unbalanced() == []
