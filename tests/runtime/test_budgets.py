"""Budgets give so much and no more, whoever comes at the same time."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from app.clock import to_instant
from app.runtime.intake import Entry
from app.runtime.records import record_many
from app.runtime.releases import live
from app.storage import audit
from tests.runtime.clubs import NOON, Club
from tests.runtime.earnings import PER_YUAN, Shop, earning_club

Clubs = Callable[..., Club]
BUDGET: dict[str, Any] = {"key": "campaign", "most": 100}
RULE = {**PER_YUAN, "budget": "campaign"}


def shop(club: Clubs, **budget: Any) -> Shop:
    opened = Shop(club(earning_club(RULE, budgets=[{**BUDGET, **budget}])))
    opened.member("ann")
    return opened


def test_a_budget_gives_what_is_left_of_it_and_then_nothing(club: Clubs) -> None:
    books = shop(club)
    for amount, points in ((99, 99), (5, 100), (5, 100)):
        books.club.buy("ann", amount)
        assert books.points("ann") == points
    use = books.use("campaign")
    assert use is not None
    assert (use.used, use.refused) == (100, 9)
    assert books.is_even()


def test_a_budget_that_only_warns_goes_on_giving(club: Clubs) -> None:
    books = shop(club, stops=False)
    books.club.buy("ann", 79)
    use = books.use("campaign")
    assert use is not None
    assert use.warned_at is None
    books.club.buy("ann", 1)
    use = books.use("campaign")
    assert use is not None
    assert use.warned_at is not None
    assert use.ended_at is None
    books.club.buy("ann", 40)
    assert books.points("ann") == 120
    use = books.use("campaign")
    assert use is not None
    assert use.ended_at is not None


def test_what_is_taken_back_goes_to_the_budget_it_came_from(club: Clubs) -> None:
    books = shop(club)
    order = books.club.buy("ann", 100)
    books.club.refund(order, 40)
    books.club.buy("ann", 100)
    assert books.points("ann") == 100
    assert books.is_even()


def test_a_budget_begins_anew_by_the_day_things_happened(club: Clubs) -> None:
    books = shop(club, every="month")
    books.club.buy("ann", 100)
    books.club.at(2026, 4, 1, 0)
    books.club.buy("ann", 60)
    books.club.buy("ann", 10, at=NOON)
    assert books.points("ann") == 160
    assert books.is_even()


def test_a_budget_may_be_of_money(club: Clubs) -> None:
    books = shop(club, most=None, money=1, worth=0.01)
    books.club.buy("ann", 150)
    assert books.points("ann") == 100


def test_a_budget_is_exact_when_many_come_at_once(club: Clubs) -> None:
    books = shop(club)
    for n in range(8):
        books.member(f"m{n}")

    def buy(n: int) -> None:
        entry = Entry(
            object="order",
            member={"external_id": f"m{n % 8}"},
            values={"external_id": f"b{n}", "amount": "7", "paid_at": NOON.isoformat()},
        )
        with books.club.spaces.writing(books.club.workspace_id) as space:
            found = live(space, books.club.program_id)
            record_many(space, found, [entry], now=to_instant(NOON), cause="test")

    with ThreadPoolExecutor(4) as crew:
        list(crew.map(buy, range(24)))
    given = sum(books.points(f"m{n}") for n in range(8))
    use = books.use("campaign")
    assert use is not None
    assert (given, use.used, use.refused) == (100, 100, 24 * 7 - 100)
    assert books.is_even()


def test_it_is_written_down_once_that_a_budget_runs_low_and_ends(club: Clubs) -> None:
    books = shop(club)
    for _ in range(4):
        books.club.buy("ann", 40)
    with books.club.spaces.reading(books.club.workspace_id) as space:
        rows = audit.entries(space, limit=20)
        found = [each["action"] for each in rows if each["subject"] == "budget:campaign"]
    assert sorted(found) == ["budget.low", "budget.used_up"]


DOUBLE = {"key": "sprint", "label": "Sprint", "times": 2, "budget": "extra"}


def sprint(club: Clubs, most: int, **more: Any) -> Shop:
    """Double points, of which the second half comes out of a budget of its own."""
    content = earning_club(
        {**PER_YUAN, **more},
        earning={"boosts": [DOUBLE]},
        budgets=[{"key": "extra", "most": most}],
    )
    opened = Shop(club(content))
    opened.member("ann")
    return opened


def test_what_a_boost_adds_comes_out_of_its_own_budget_and_the_rest_goes_on(club: Clubs) -> None:
    books = sprint(club, 50)
    for amount, points in ((30, 60), (30, 110), (30, 140)):
        books.club.buy("ann", amount)
        assert books.points("ann") == points
    use = books.use("extra")
    assert use is not None
    assert (use.used, use.refused) == (50, 40)
    assert books.is_even()


def test_a_refund_puts_its_share_back_into_the_budget_of_the_boost(club: Clubs) -> None:
    books = sprint(club, 100)
    order = books.club.buy("ann", 100)
    books.club.refund(order, 40)
    use = books.use("extra")
    assert use is not None
    assert (books.points("ann"), use.used) == (120, 60)
    books.club.refund(order, 60)
    use = books.use("extra")
    assert use is not None
    assert (books.points("ann"), use.used) == (0, 0)
    assert books.is_even()


def test_a_limit_takes_from_the_boost_before_the_rule(club: Clubs) -> None:
    books = sprint(club, 100, limits={"day": 50})
    books.club.buy("ann", 40)
    use = books.use("extra")
    assert use is not None
    assert (books.points("ann"), use.used) == (50, 10)
    assert books.is_even()
