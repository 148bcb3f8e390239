"""A member leaves (注销): what says who they were goes, what was counted stays, for nobody."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from app.program.objects import MEMBER, Object
from app.program.personal import GIVEN, KINDS, is_personal
from app.runtime.budget_books import give_back
from app.runtime.changes import NoSuchRecord
from app.runtime.releases import Live, live_release
from app.runtime.removal import sources_of
from app.storage import (
    audit,
    consents,
    departures,
    forms,
    given,
    history,
    layers,
    moving,
    outbox,
    records,
    run_handover,
    standings,
)
from app.storage.budget_charges import COUPON
from app.storage.catalogue import Records
from app.storage.departures import Departure
from app.storage.history import Place
from app.storage.layers import State
from app.storage.space import Space
from app.storage.standings import Change
from app.storage.timetable import timetable

DELETED = "deleted"
MERGED = "merged"
"""Why a tier ended, or was taken over, as its history says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaving:
    """Who leaves, when, and by whom."""

    member_id: int
    at: int
    cause: str
    reason: str
    by: str | None = None


def remove_member(
    space: Space, live: Live, member_id: int, *, now: int, cause: str, by: str | None = None
) -> None:
    """Delete a member: they are on no list and no ladder, in no rank and no evaluation any more.

    Orders, activities, ledger and tier history stay without a name, for what shops and months came
    to. Fields that say who somebody is are blanked wherever they were kept, also of those who were
    merged into this member. Raises `NoSuchRecord`.
    """
    members = live.catalogue.members
    records.lock(space, members, [member_id])
    if member_id not in records.find_rows(space, members, [member_id]):
        raise NoSuchRecord
    leaving = Leaving(member_id=member_id, at=now, cause=cause, reason=DELETED, by=by)
    end_tiers(space, live, leaving)
    take_row(space, live, leaving)
    program_id = live.catalogue.program_id
    for each in (member_id, *departures.merged_into(space, program_id, member_id)):
        _forget(space, live, each)
        run_handover.end(space, program_id, each, at=now)
    moving.keep_lots(space, member_id)
    void = given.take_away(space, program_id, member_id, at=now, by=by)
    give_back(space, program_id, COUPON, [(member_id, each) for each in void])
    departures.note(
        space,
        program_id,
        Departure(member_id=member_id, into_id=None, at=now, by=by, cause=cause),
    )
    audit.note(space, at=now, actor=by, action="member.delete", subject=f"{MEMBER}:{member_id}")


def end_tiers(space: Space, live: Live, leaving: Leaving) -> None:
    """End every layer, and write down that the member is on no tier any more."""
    program_id, member_id = live.catalogue.program_id, leaving.member_id
    held = layers.of_member(space, program_id, member_id)
    layers.close(
        space,
        [each for each in held if each.state is not State.CLOSED],
        at=leaving.at,
        by=leaving.by,
        why=leaving.reason,
    )
    standings.add_changes(space, program_id, list(_ends(space, live, leaving)))


def _ends(space: Space, live: Live, leaving: Leaving) -> Iterator[Change]:
    members = live.catalogue.members
    own = records.own(space, members).where(members.identity == leaving.member_id)
    row = space.execute(own).one()._asdict()
    for columns in members.ladders.values():
        earned, tier = row[columns.earned.name], row[columns.tier.name]
        if earned is None and tier is None:
            continue
        yield Change(
            member_id=leaving.member_id,
            ladder_id=columns.id,
            old_tier_id=tier,
            new_tier_id=None,
            old_earned_id=earned,
            new_earned_id=None,
            at=leaving.at,
            reason=leaving.reason,
            release_id=live.catalogue.release_id,
            cause=leaving.cause,
        )


def take_row(space: Space, live: Live, leaving: Leaving) -> None:
    """Move the member's row out of everybody's way: no statement needs to leave them out then."""
    members, member_id = live.catalogue.members, leaving.member_id
    history.take_away(space, members, [member_id], at=leaving.at, cause=leaving.cause)
    moving.forget_days(space, sources_of(live, MEMBER), member_id)
    moving.forget_notices(space, member_id)


def _forget(space: Space, live: Live, member_id: int) -> None:
    """Blank what says who a member was, in their records and in all that is kept of the past."""
    program_id = live.catalogue.program_id
    kept = live.catalogue.members
    history.blank(space, kept, member_id, _telling(space, kept, unique=True))
    moving.release(space, program_id, [member_id])
    forms.forget(space, member_id)
    consents.forget(space, member_id)
    outbox.forget(space, member_id)
    for each in owned(space, live):
        telling = _telling(space, each, unique=False)
        if not telling:
            continue
        ids = history.blank_rows(space, each, member_id, telling)
        kinds = {f"{each.object.key}.{place.field}" for place in telling}
        moving.release(space, program_id, ids, kinds)
        history.blank(space, each, member_id, telling)


def _telling(space: Space, kept: Records, *, unique: bool) -> list[Place]:
    """Give the places of an object that say who somebody is.

    Of a field that the live release does not have, its kind and key alone can be told from
    others; of a member it goes as well, to be on the safe side.
    """
    return [
        each
        for each in history.places(space, kept)
        if _is_telling(kept.object, each, unique=unique)
    ]


def _is_telling(designed: Object, place: Place, *, unique: bool) -> bool:
    found = designed.find_field(place.field)
    if found is None:
        return unique or place.kind in KINDS or place.field in GIVEN
    return place.kind in KINDS or is_personal(found) or (unique and found.unique)


def owned(space: Space, live: Live) -> Iterable[Records]:
    """Give every object whose records belong to members, also those that were retired."""
    found = dict(live.catalogue.records)
    program_id = live.catalogue.program_id
    for term in reversed(timetable(space, program_id).terms):
        if term.columns.keys() - found.keys():
            older = live_release(space, program_id, term.release_id)
            found = {**older.catalogue.records, **found}
    return [each for key, each in found.items() if each.object.of_member and key != MEMBER]
