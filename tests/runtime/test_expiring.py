"""The worker lets lapse what has expired, and many hands at once spend what there is once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date

from app.days import to_day
from app.runtime.expiring import expire_what_is_due
from app.runtime.records import Status
from tests.runtime.clubs import Club, document
from tests.runtime.ledgers import VIP_BY_POINTS, Books

Clubs = Callable[..., Club]
DAY = to_day(date(2026, 3, 1))


def test_lots_lapse_on_their_day_and_once_whoever_looks(club: Clubs) -> None:
    books = Books(club(VIP_BY_POINTS))
    other = Books(club(document(("basic", None)), key="other"))
    for each in (books, other):
        each.post("ann", 10, expires_on=DAY + 1)
        each.post("ann", 5, expires_on=DAY + 2)
    engine = books.club.spaces.engine
    assert expire_what_is_due(engine, books.club.now) == 0
    books.club.wait(days=1)
    assert expire_what_is_due(engine, books.club.now) == 2
    assert expire_what_is_due(engine, books.club.now) == 0
    assert (books.balance("ann"), other.balance("ann")) == (5, 5)


def test_what_came_back_to_a_lot_that_has_expired_expires_once_more(club: Clubs) -> None:
    books = Books(club(VIP_BY_POINTS))
    books.post("ann", 10, expires_on=DAY + 1)
    books.post("ann", -4, cause="gift")
    books.club.wait(days=1)
    assert expire_what_is_due(books.club.spaces.engine, books.club.now) == 1
    books.reverse("gift")
    assert (books.balance("ann"), books.total("ann").spendable) == (4, 0)
    assert expire_what_is_due(books.club.spaces.engine, books.club.now) == 1
    assert books.balance("ann") == 0
    assert books.unbalanced() == []


def test_many_who_spend_at_once_get_no_more_than_there_is(club: Clubs) -> None:
    books = Books(club(VIP_BY_POINTS))
    books.post("ann", 100)
    with ThreadPoolExecutor(8) as hands:
        spent = list(hands.map(lambda n: books.post("ann", -30, cause=f"gift-{n}"), range(8)))
    assert sum(each.status is Status.CREATED for each in spent) == 3
    assert (books.balance("ann"), books.unbalanced()) == (10, [])


def test_many_who_post_one_cause_at_once_post_it_once(club: Clubs) -> None:
    books = Books(club(VIP_BY_POINTS))
    books.member("ann")
    with ThreadPoolExecutor(8) as hands:
        posted = list(hands.map(lambda _: books.post("ann", 30, cause="order-1"), range(8)))
    assert sum(each.status is Status.CREATED for each in posted) == 1
    assert len({each.record_id for each in posted}) == 1
    assert books.balance("ann") == 30
