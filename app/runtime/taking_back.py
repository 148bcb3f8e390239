"""Coupons that a tier brought and nobody used are made void when the tier is taken away.

That is so where the tier says it, for its pack and for what it brings again and again. Where a
member still stands on the tier, or above, by another way, it was not taken away.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, FromClause, case, select

from app.days import Moment
from app.program.ladder import Ladder, Tier
from app.runtime.moves import WORK
from app.runtime.placing import Placing
from app.runtime.postings import PACK
from app.runtime.recurring import RECURRING, cause_of
from app.runtime.releases import Live
from app.storage import issues, taken_back
from app.storage.coupons import LONGEST_CAUSE, TIER_LOST, short
from app.storage.packs import Owed
from app.storage.sets import bound, numbers
from app.storage.space import Space
from app.storage.taken_back import Thing

MERGED = "merge:"


def take_back(space: Space, placing: Placing, moment: Moment) -> list[Thing]:
    """Make void what those in the work table lose with their tiers; give these coupons.

    What they took out of budgets is put back by the caller, once no member is changed any more:
    everybody locks the members first.
    """
    ladder = placing.ladder.ladder
    taking = {each.key: n for n, each in enumerate(ladder.tiers) if each.void_unused}
    if not taking:
        return []
    program_id = placing.live.catalogue.program_id
    found = taken_back.unused_of_those(space, program_id, _falling(placing), today=moment.today)
    hidden = _hidden(space, placing) if found else {}
    lost: list[Thing] = []
    for each in found:
        place = taking.get(_tier_of(ladder, each.cause, hidden) or "")
        if place is not None and each.now < place <= each.was:
            lost.append((each.member_id, each.id))
    return taken_back.make_void(space, program_id, lost, at=moment.now, why=TIER_LOST)


def _falling(placing: Placing) -> FromClause:
    """Say how high members stood, and stand now, by what is earned or what is in force."""
    was = _higher(placing, WORK.c.old_earned, WORK.c.old)
    now = _higher(placing, WORK.c.new_earned, WORK.c.new)
    return select(WORK.c.id.label("member_id"), was.label("was"), now.label("now")).subquery()


def _higher(placing: Placing, earned: Any, in_force: Any) -> ColumnElement[int]:
    one, other = placing.position(earned), placing.position(in_force)
    return case((one > other, one), else_=other)


def _tier_of(ladder: Ladder, cause: str, hidden: Mapping[str, str]) -> str | None:
    """Give the tier of a ladder that brought a coupon, also to one who was merged since."""
    while cause.startswith(MERGED):
        cause = cause.split(":", 2)[-1]
    for kind in (PACK, RECURRING):
        beginning = f"{kind}{ladder.key}:"
        if cause.startswith(beginning):
            return cause.removeprefix(beginning).split(":")[0]
    return hidden.get(cause)


def _hidden(space: Space, placing: Placing) -> dict[str, str]:
    """Give the tiers of causes that are too long to be kept as they are."""
    catalogue, ladder = placing.live.catalogue, placing.ladder.ladder
    return {
        short(cause_of(ladder.key, tier.key, each, day)): tier.key
        for tier in ladder.tiers
        if tier.void_unused
        for each in tier.recurring
        if len(cause_of(ladder.key, tier.key, each, 0)) > LONGEST_CAUSE
        for day in issues.days(space, catalogue.program_id, placing.columns.id, tier.key, each.key)
    }


def lost_since(space: Space, live: Live, owed: Sequence[Owed]) -> set[tuple[int, int, str]]:
    """Give of packs that are owed those whose tier was taken away before they were given.

    They are named by member, ladder and tier.
    """
    lost: set[tuple[int, int, str]] = set()
    for ladder in live.checked.program.ladders:
        columns = live.catalogue.members.ladders[ladder.key]
        taking = {each.key for each in ladder.tiers if _takes_pack(each)}
        waiting = [e for e in owed if e.ladder_id == columns.id and e.tier in taking]
        if not waiting:
            continue
        stands = _places(space, live, ladder, sorted({each.member_id for each in waiting}))
        lost |= {
            (each.member_id, each.ladder_id, each.tier)
            for each in waiting
            if stands.get(each.member_id, -1) < ladder.position(each.tier)
        }
    return lost


def _takes_pack(tier: Tier) -> bool:
    return tier.void_unused and tier.pack is not None and bool(tier.pack.coupons)


def _places(space: Space, live: Live, ladder: Ladder, member_ids: list[int]) -> dict[int, int]:
    members = live.catalogue.members
    columns, table = members.ladders[ladder.key], members.table
    dialect = space.connection.dialect.name
    earned, in_force = table.c[columns.earned.name], table.c[columns.tier.name]
    rows: Any = space.execute(
        select(table.c.id, earned.label("earned"), in_force.label("in_force"))
        .where(table.c.workspace_id == space.workspace_id)
        .where(table.c.id.in_(numbers(dialect))),
        {"ids": bound(dialect, member_ids)},
    )
    return {
        row.id: max(
            ladder.position(columns.key_of(row.earned)),
            ladder.position(columns.key_of(row.in_force)),
        )
        for row in rows
    }
