"""Entries come about by posting alone; records of other objects may not pass for them."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from app.clock import to_instant
from app.runtime import ledger
from app.runtime.changes import change_record
from app.runtime.intake import Entry
from app.runtime.ledger import NoLedger
from app.runtime.records import Outcome, Status, record_many
from app.runtime.releases import Live, live
from app.runtime.timeline import timeline
from app.storage import programs
from app.storage.catalogue import load
from app.storage.space import Space
from tests.runtime.clubs import Club, document
from tests.runtime.ledgers import VIP_BY_POINTS, Books, said

Clubs = Callable[..., Club]


def test_a_record_that_says_it_is_an_entry_is_refused(club: Clubs) -> None:
    books = Books(club(VIP_BY_POINTS))
    member_id = books.member("ann")
    values = {
        "external_id": "mine",
        "currency": "points",
        "amount": 10_000,
        "occurred_at": books.club.now.isoformat(),
    }
    entry = Entry(object="entry", member={"id": str(member_id)}, values=values)
    (outcome,) = books.club.send(entry)
    assert "post them at" in said(outcome)
    (updated,) = books.club.send(entry, update=True)
    assert "post them at" in said(updated)
    assert books.balance("ann") == 0


@pytest.mark.parametrize(
    "values",
    [{"amount": 5}, {"kind": "spend"}, {"note": "!"}, {"expires_on": "2027-01-01"}],
    ids=lambda values: next(iter(values)),
)
def test_an_entry_is_never_changed(club: Clubs, values: dict[str, Any]) -> None:
    books = Books(club(VIP_BY_POINTS))
    posted = books.post("ann", 10)
    assert posted.record_id is not None
    outcome = _changed(books, posted.record_id, values)
    assert "correct them by a reversal" in said(outcome)
    assert books.balance("ann") == 10


def test_what_an_operator_added_to_entries_may_be_filled_later(club: Clubs) -> None:
    own = {"key": "campaign", "kind": "text", "label": {"zh": "活动", "en": "Campaign"}}
    extended = {"key": "entry", "label": {"zh": "账目", "en": "Entry"}, "fields": [own]}
    books = Books(club({**VIP_BY_POINTS, "objects": [extended]}))
    posted = books.post("ann", 10)
    assert posted.record_id is not None
    outcome = _changed(books, posted.record_id, {"campaign": "spring"})
    assert outcome.status is Status.UPDATED


def _changed(books: Books, record_id: int, values: dict[str, Any]) -> Outcome:
    club = books.club
    with club.spaces.writing(club.workspace_id) as space:
        found = live(space, club.program_id)
        return change_record(
            space, found, "entry", record_id, values, now=to_instant(club.now), cause="test"
        )


def test_a_release_of_before_the_ledger_goes_on_working(club: Clubs) -> None:
    by_spending = document(("basic", None), ("gold", {">=": [{"sum_of": ["order.net"]}, 1]}))
    books = Books(club(by_spending))
    member_id, now = books.member("ann"), to_instant(books.club.now)
    with books.club.spaces.writing(books.club.workspace_id) as space:
        before = _before_the_ledger(space, books.club)
        values = {"external_id": "o", "amount": 5, "paid_at": books.club.now.isoformat()}
        order = Entry(object="order", member={"id": str(member_id)}, values=values)
        (outcome,) = record_many(space, before, [order], now=now, cause="test")
        assert [each.new for each in outcome.moved] == ["gold"]
        assert timeline(space, before, member_id, until=None, size=5)[0]
        with pytest.raises(NoLedger):
            ledger.post(space, before, [], now=now, cause="test")
    assert books.post("ann", 5).status is Status.CREATED, "the newest release has a ledger"


def _before_the_ledger(space: Space, club: Club) -> Live:
    """Give the live release as a version without a ledger would have written it."""
    found = live(space, club.program_id)
    release = programs.get_release(space, club.program_id, found.number)
    columns = {key: each for key, each in release.layout.columns.items() if key != "entry"}
    catalogue = load(
        space,
        program_id=club.program_id,
        release_id=release.id,
        program=found.checked.program,
        layout=replace(release.layout, columns=columns),
    )
    return replace(found, catalogue=catalogue)
