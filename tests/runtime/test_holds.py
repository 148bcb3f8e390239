"""What is held can be spent for its cause alone."""

from collections.abc import Callable

import pytest

from app.clock import to_instant
from app.errors import Conflict, Invalid
from app.runtime import holds
from app.runtime.holds import NoSuchHold
from app.runtime.records import Outcome, Status
from app.runtime.releases import live
from app.storage.holds import Hold
from tests.runtime.clubs import Club
from tests.runtime.earnings import PER_YUAN, Shop, earning_club

Clubs = Callable[..., Club]


class Counter:
    """Holds of one member."""

    def __init__(self, books: Shop) -> None:
        self.books = books

    def hold(self, amount: int, cause: str = "reward-1", ends_in: int | None = None) -> Hold:
        now = to_instant(self.books.club.now)
        asked = Hold(
            member_id=self.books.member("ann"),
            id=0,
            cause=cause,
            currency="points",
            amount=amount,
            held_at=now,
            ends_at=None if ends_in is None else now + ends_in,
        )
        with self.books.club.spaces.writing(self.books.club.workspace_id) as space:
            return holds.hold(space, live(space, self.books.club.program_id), asked, now=now)

    def release(self, cause: str = "reward-1") -> Hold:
        with self.books.club.spaces.writing(self.books.club.workspace_id) as space:
            found, member = live(space, self.books.club.program_id), self.books.member("ann")
            now = to_instant(self.books.club.now)
            return holds.release(space, found, member, cause, now=now)

    def spend(self, cause: str = "reward-1") -> Outcome:
        with self.books.club.spaces.writing(self.books.club.workspace_id) as space:
            found, member = live(space, self.books.club.program_id), self.books.member("ann")
            now = to_instant(self.books.club.now)
            return holds.spend(space, found, member, cause, now=now)


@pytest.fixture
def books(club: Clubs) -> Shop:
    opened = Shop(club(earning_club(PER_YUAN)))
    opened.member("ann")
    opened.club.buy("ann", 100)
    return opened


@pytest.fixture
def counter(books: Shop) -> Counter:
    return Counter(books)


def test_what_is_held_cannot_be_spent_otherwise(books: Shop, counter: Counter) -> None:
    counter.hold(60)
    total = books.totals("ann")
    assert (total.amount, total.held, total.spendable) == (100, 60, 40)
    assert books.post("ann", -41).status is Status.REFUSED
    assert books.post("ann", -40).status is Status.CREATED
    assert counter.spend().status is Status.CREATED
    assert (books.points("ann"), books.totals("ann").held) == (0, 0)
    assert books.is_even()


def test_what_is_released_can_be_spent_again(books: Shop, counter: Counter) -> None:
    counter.hold(60)
    counter.release()
    assert counter.release().closed_why == "released"
    assert books.totals("ann").spendable == 100
    with pytest.raises(Conflict):
        counter.spend()


def test_a_cause_holds_once_and_is_spent_once(books: Shop, counter: Counter) -> None:
    assert counter.hold(60).id == counter.hold(10).id
    assert [counter.spend().status for _ in range(2)] == [Status.CREATED, Status.KNOWN]
    assert books.points("ann") == 40


def test_more_than_there_is_cannot_be_held(counter: Counter) -> None:
    counter.hold(60)
    with pytest.raises(Invalid):
        counter.hold(41, "reward-2")
    with pytest.raises(NoSuchHold):
        counter.release("reward-2")


def test_a_hold_ends_at_its_moment(books: Shop, counter: Counter) -> None:
    counter.hold(60, ends_in=60_000_000)
    books.club.wait(seconds=59)
    assert books.totals("ann").held == 60
    books.club.wait(seconds=1)
    assert books.totals("ann").held == 0
    with pytest.raises(Conflict):
        counter.spend()
