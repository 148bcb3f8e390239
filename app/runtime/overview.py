"""Where a released programme stands: members by tier, and who rose lately."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from app.program.ladder import Ladder
from app.runtime.releases import Live
from app.storage import records
from app.storage.overview import Moves, members_by_tier, moves_since, recent_promotions
from app.storage.space import Space


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """One ladder with its members, by tier; None are those not placed yet."""

    ladder: Ladder
    members: Mapping[str | None, int]

    @property
    def total(self) -> int:
        return sum(self.members.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Promotion:
    """A member who rose, as the record is now."""

    member: Mapping[str, Any]
    ladder: Ladder
    old: str | None
    new: str | None
    at: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    ladders: tuple[Counted, ...]
    moves: Moves
    promotions: tuple[Promotion, ...]


def overview(space: Space, live: Live, *, since: int, limit: int) -> Overview:
    """Count members by tier and moves since a moment, and give the latest promotions."""
    members = live.catalogue.members
    counted = tuple(
        Counted(
            ladder=each.ladder,
            members=members_by_tier(space, members, members.ladders[each.ladder.key]),
        )
        for each in live.checked.ladders.values()
    )
    moves = moves_since(space, live.catalogue.program_id, _positions(live), since=since)
    return Overview(ladders=counted, moves=moves, promotions=_promotions(space, live, limit))


def count_members(space: Space, live: Live) -> dict[tuple[str, str], int]:
    """Count members by ladder and tier."""
    members = live.catalogue.members
    return {
        (key, tier): count
        for key in live.checked.ladders
        for tier, count in members_by_tier(space, members, members.ladders[key]).items()
        if tier is not None
    }


def count_up_to(space: Space, live: Live, most: int) -> int:
    """Say how many members there are, but look no further than `most`."""
    members = live.catalogue.members
    some = records.own(space, members, members.identity).limit(most).subquery()
    return int(space.execute(select(func.count()).select_from(some)).scalar_one())


def _positions(live: Live) -> dict[int, int]:
    """Say how high each tier of each ladder stands, by its id."""
    ladders = live.catalogue.members.ladders
    return {
        tier_id: each.ladder.position(key)
        for each in live.checked.ladders.values()
        for key, tier_id in ladders[each.ladder.key].tiers.items()
    }


def _promotions(space: Space, live: Live, limit: int) -> tuple[Promotion, ...]:
    positions = _positions(live)
    risen = recent_promotions(space, live.catalogue.program_id, positions, limit=limit)
    found = records.find_rows(space, live.catalogue.members, [each.member_id for each in risen])
    ladders = {
        columns.id: live.checked.program.ladder(key)
        for key, columns in live.catalogue.members.ladders.items()
        if key in live.checked.ladders
    }
    return tuple(
        Promotion(
            member=found[each.member_id],
            ladder=ladders[each.ladder_id],
            old=_key(live, each.ladder_id, each.old_tier_id),
            new=_key(live, each.ladder_id, each.new_tier_id),
            at=each.at,
        )
        for each in risen
        if each.member_id in found and each.ladder_id in ladders
    )


def _key(live: Live, ladder_id: int, tier_id: int | None) -> str | None:
    ladders = live.catalogue.members.ladders.values()
    return next(each.key_of(tier_id) for each in ladders if each.id == ladder_id)
