"""Something happens to a member in the very moment in which they become one with another."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from app.clock import to_instant
from app.runtime.changes import change_record
from app.runtime.intake import Entry
from app.runtime.ledger import Posting, Reversal, balance, post
from app.runtime.merge import merge
from app.runtime.postings import Asked
from app.runtime.records import Outcome, Status, record_many
from app.runtime.releases import live
from app.storage import identities, records
from app.storage.identities import Owner
from app.storage.space import Space
from tests.runtime.clubs import Club, document
from tests.runtime.meetings import meet

Clubs = Callable[..., Club]
POINTS = "points"
SPENT = {"sum_of": ["order.net", "lifetime"]}
RULES = document(("basic", None), ("silver", {">=": [SPENT, 100]}))
PLAYED = {"kind": "play", "external_id": "p1", "occurred_at": "2026-02-01T10:00:00"}


def _by_its_name(team: Club, _record_id: int) -> Outcome:
    """Correct it as a till does, which knows it by a name of its own."""
    entry = Entry(
        object="activity",
        member={"external_id": "nan"},
        values={**PLAYED, "kind": "share"},
    )
    (outcome,) = team.send(entry, update=True)
    return outcome


def _by_its_id(team: Club, record_id: int) -> Outcome:
    """Correct it as a page does."""
    with team.spaces.writing(team.workspace_id) as space:
        found, now = live(space, team.program_id), to_instant(team.now)
        return change_record(
            space, found, "activity", record_id, {"kind": "share"}, now=now, cause="test"
        )


def _buys(team: Club, _record_id: int) -> Outcome:
    (outcome,) = team.send(_order("o2", "nan", 7))
    return outcome


def _comes_new(team: Club, _record_id: int) -> Outcome:
    """Send what belongs to somebody who is only just becoming a member beside it."""
    _, outcome = team.send(
        Entry(object="member", values={"external_id": "new", "joined_at": "2026-02-01T10:00:00"}),
        _order("o2", "nan", 7),
        update=True,
    )
    return outcome


def _returns(team: Club, _record_id: int) -> Outcome:
    (outcome,) = team.send(_refund("30"))
    return outcome


def _refund(amount: str) -> Entry:
    values = {
        "order": {"external_id": "o1"},
        "amount": amount,
        "refunded_at": "2026-02-02T10:00:00",
    }
    return Entry(object="refund", member={"external_id": "nan"}, values=values)


def _order(name: str, who: str, amount: int) -> Entry:
    values = {"external_id": name, "amount": str(amount), "paid_at": "2026-02-01T10:00:00"}
    return Entry(object="order", member={"external_id": who}, values=values)


def _earns(team: Club, _record_id: int) -> Outcome:
    return _post(team, lambda nan: Posting(member_id=nan, cause="now", currency=POINTS, amount=5))


def _loses(team: Club, _record_id: int) -> Outcome:
    return _post(team, lambda _: Reversal(cause="back", of="gift", amount=4))


def _post(team: Club, asked: Callable[[int], Asked]) -> Outcome:
    """Book something for whoever it was that nan is, as was read a moment ago."""
    with team.spaces.writing(team.workspace_id) as space:
        found = live(space, team.program_id)
        owners = identities.find(space, team.program_id, "member.external_id", ["nan"])
        request = asked(owners["nan"].member_id)
        (outcome,) = post(space, found, [request], now=to_instant(team.now), cause="test")
        return outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """What came of it that two things happened at once."""

    team: Club
    ann: int
    """Who stays."""
    played: int
    """An activity that was of who goes."""
    outcome: Outcome

    def row(self, object_key: str, record_id: int) -> dict[str, Any]:
        with self.team.spaces.reading(self.team.workspace_id) as space:
            kept = live(space, self.team.program_id).catalogue.records[object_key]
            return records.find_rows(space, kept, [record_id])[record_id]


Happens = Callable[[Callable[[Club, int], Outcome]], Moment]


@pytest.fixture
def while_merging(club: Clubs, monkeypatch: pytest.MonkeyPatch) -> Happens:
    """Let something happen once a merger has locked both, and before it does anything."""

    def merging(happens: Callable[[Club, int], Outcome]) -> Moment:
        team = club(RULES)
        ann, nan = team.join("ann"), team.join("nan")
        played = Entry(object="activity", member={"external_id": "nan"}, values=PLAYED)
        kept, _ = team.send(played, _order("o1", "nan", 100))
        _post(team, lambda of: Posting(member_id=of, cause="gift", currency=POINTS, amount=10))
        assert kept.record_id is not None
        found = team.live

        def locks(space: Space) -> None:
            records.lock(space, found.catalogue.members, sorted((ann, nan)))

        def merges(space: Space) -> None:
            merge(space, found, ann, nan, now=to_instant(team.now), by="li")

        record_id = kept.record_id
        outcome = meet(
            team, monkeypatch, first=locks, comes=lambda: happens(team, record_id), then=merges
        )
        return Moment(team=team, ann=ann, played=record_id, outcome=outcome)

    return merging


@pytest.mark.parametrize("correct", [_by_its_name, _by_its_id])
def test_a_correction_and_a_merger_of_one_moment_both_count(
    while_merging: Happens, correct: Callable[[Club, int], Outcome]
) -> None:
    found = while_merging(correct)
    assert (found.outcome.status, found.outcome.member_id) == (Status.UPDATED, found.ann)
    row = found.row("activity", found.played)
    assert (row["kind"], row["member_id"]) == ("share", found.ann)


@pytest.mark.parametrize("buy", [_buys, _comes_new])
def test_a_purchase_of_that_moment_counts_for_who_stays(
    while_merging: Happens, buy: Callable[[Club, int], Outcome]
) -> None:
    found = while_merging(buy)
    assert (found.outcome.status, found.outcome.member_id) == (Status.CREATED, found.ann)
    assert found.outcome.record_id is not None
    assert found.row("order", found.outcome.record_id)["member_id"] == found.ann
    assert found.team.tier("ann") == "silver"


def test_a_refund_of_that_moment_counts_for_who_stays(while_merging: Happens) -> None:
    found = while_merging(_returns)
    assert (found.outcome.status, found.outcome.member_id) == (Status.CREATED, found.ann)
    assert found.outcome.record_id is not None
    refund = found.row("refund", found.outcome.record_id)
    order = found.row("order", refund["order"])
    assert (refund["member_id"], order["member_id"], order["net"]) == (found.ann, found.ann, 7000)


@pytest.mark.parametrize(("books", "left"), [(_earns, 15), (_loses, 6)])
def test_an_entry_of_that_moment_is_in_the_books_of_who_stays(
    while_merging: Happens, books: Callable[[Club, int], Outcome], left: int
) -> None:
    found = while_merging(books)
    assert (found.outcome.status, found.outcome.member_id) == (Status.CREATED, found.ann)
    team = found.team
    with team.spaces.reading(team.workspace_id) as space:
        released = live(space, team.program_id)
        assert balance(space, released, found.ann, POINTS) == left
        assert named(space, team, "gift").member_id == found.ann


def test_what_was_taken_in_that_moment_is_theirs_by_name_too(while_merging: Happens) -> None:
    found = while_merging(_earns)
    with found.team.spaces.reading(found.team.workspace_id) as space:
        assert named(space, found.team, "now").member_id == found.ann


def named(space: Space, team: Club, cause: str) -> Owner:
    """Say whose the entry of a cause is, as a reversal will look it up."""
    return identities.find(space, team.program_id, "entry.external_id", [cause])[cause]


def test_two_refunds_of_one_moment_take_no_more_than_there_is(
    club: Clubs, monkeypatch: pytest.MonkeyPatch
) -> None:
    team = club(RULES)
    team.join("nan")
    team.kept(_order("o1", "nan", 50))

    def returns(space: Space) -> None:
        record_many(space, team.live, [_refund("30")], now=to_instant(team.now), cause="test")

    def again() -> Outcome:
        (outcome,) = team.send(_refund("30"))
        return outcome

    outcome = meet(team, monkeypatch, first=returns, comes=again)
    assert outcome.status is Status.REFUSED
    assert [each.path for each in outcome.findings] == ["/amount"]
