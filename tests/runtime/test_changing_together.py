"""A record is corrected in the very moment in which its member becomes one with another."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Event, get_ident

import pytest

from app.clock import to_instant
from app.runtime.changes import change_record
from app.runtime.intake import Entry
from app.runtime.merge import merge
from app.runtime.records import Outcome, Status
from app.runtime.releases import live
from app.storage import records
from app.storage.catalogue import Records
from app.storage.space import Space
from tests.runtime.clubs import Club, document

Clubs = Callable[..., Club]
PATIENCE = 20
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


@pytest.mark.parametrize("correct", [_by_its_name, _by_its_id])
def test_a_correction_and_a_merger_of_one_moment_both_count(
    club: Clubs, monkeypatch: pytest.MonkeyPatch, correct: Callable[[Club, int], Outcome]
) -> None:
    team = club(RULES)
    ann, nan = team.join("ann"), team.join("nan")
    played = Entry(object="activity", member={"external_id": "nan"}, values=PLAYED)
    (kept,) = team.send(played)
    assert kept.record_id is not None
    comes = Event()
    merging, locks = get_ident(), records.lock

    def told(space: Space, members: Records, ids: Sequence[int]) -> None:
        if get_ident() != merging:
            comes.set()
        locks(space, members, ids)

    with ThreadPoolExecutor(1) as pool:
        with team.spaces.writing(team.workspace_id) as space:
            found = live(space, team.program_id)
            locks(space, found.catalogue.members, sorted((ann, nan)))
            if space.is_sqlite:
                # Its one writer is in; the correction waits at the door.
                corrected = pool.submit(correct, team, kept.record_id)
            else:
                monkeypatch.setattr(records, "lock", told)
                corrected = pool.submit(correct, team, kept.record_id)
                assert comes.wait(PATIENCE)
            merge(space, found, ann, nan, now=to_instant(team.now), by="li")
        outcome = corrected.result(PATIENCE)
    assert (outcome.status, outcome.member_id) == (Status.UPDATED, ann)
    with team.spaces.reading(team.workspace_id) as space:
        activities = live(space, team.program_id).catalogue.records["activity"]
        row = records.find_rows(space, activities, [kept.record_id])[kept.record_id]
    assert (row["kind"], row["member_id"]) == ("share", ann)
