"""What reaching a tier brings: who rose is owed its pack in the same transaction, once.

The pack itself, coupons and points, follows in the request that brought the promotion, or in small
pieces after an evaluation; a pack that is owed survives everything in between.
"""

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any

from sqlalchemy import ColumnElement, Executable, and_, bindparam, literal, or_, select, union_all

from app.program.benefit import Pack, Packs
from app.program.ladder import Ladder, Tier
from app.runtime.coupons import Issuance, issue
from app.runtime.moves import WORK
from app.runtime.placing import Placing
from app.runtime.postings import LONGEST_CAUSE, PACK, Posting
from app.runtime.releases import Live
from app.runtime.taking_back import lost_since
from app.secrets import digest_of
from app.storage import packs
from app.storage.packs import ONCE, Owed
from app.storage.sets import bound_rows, rows_given
from app.storage.space import Space
from app.storage.types import BIG, TEXT
from app.words import Words

MOVED = ("id", "old_earned", "new_earned")


def has_packs(ladder: Ladder) -> bool:
    return any(True for _ in packs_of(ladder))


def packs_of(ladder: Ladder) -> Iterator[tuple[int, Tier, Pack]]:
    """Give the tiers whose pack has something in it, with their places."""
    for n, each in enumerate(ladder.tiers):
        if each.pack is not None and not each.pack.is_empty:
            yield n, each, each.pack


def brings(ladder: Ladder, place: int, old: int, new: int) -> bool:
    """Say whether rising from one place to another brings the pack of the tier at `place`."""
    if ladder.packs is Packs.REACHED:
        return old < new == place
    return old < place <= new


def owe(space: Space, placing: Placing, rows: Sequence[Any], *, at: int, cause: str) -> None:
    """Owe members their packs who have risen; each row has `id`, `old_earned`, `new_earned`."""
    if not has_packs(placing.ladder.ladder):
        return
    dialect = space.connection.dialect.name
    statement = placing.remembered("owe", dialect, partial(_owing_given, placing, dialect))
    given = [(row.id, row.old_earned, row.new_earned) for row in rows]
    values = bound_rows(dialect, MOVED, given)
    space.execute(statement, {**values, "now": at, "because": cause})


def owe_all(space: Space, placing: Placing, *, at: int, cause: str) -> None:
    """Do so for everybody in the work table of an evaluation."""
    if not has_packs(placing.ladder.ladder):
        return
    dialect = space.connection.dialect.name
    statement = placing.remembered("owe all", dialect, partial(_owing, placing, dialect, WORK))
    space.execute(statement, {"now": at, "because": cause})


def _owing_given(placing: Placing, dialect: str) -> Executable:
    return _owing(placing, dialect, rows_given(dialect, MOVED).subquery())


def _owing(placing: Placing, dialect: str, moved: Any) -> Executable:
    catalogue, ladder_id = placing.live.catalogue, placing.columns.id
    now = bindparam("now", type_=BIG)
    selects = []
    for place, tier, pack in packs_of(placing.ladder.ladder):
        wanted = [_rises(placing, moved, place)]
        if not pack.again:
            wanted.append(packs.never_had(moved.c.id, ladder_id, tier.key))
        selects.append(
            select(
                literal(catalogue.workspace_id, BIG),
                literal(catalogue.program_id, BIG),
                moved.c.id,
                literal(ladder_id, BIG),
                literal(tier.key, TEXT),
                now if pack.again else literal(ONCE, BIG),
                now,
                bindparam("because", type_=TEXT),
            ).where(*wanted)
        )
    # SQLite takes ON CONFLICT for a join unless a WHERE stands before it.
    found = union_all(*selects).subquery()
    return packs.owing(dialect, select(found).where(literal(1) == literal(1)))


def _rises(placing: Placing, moved: Any, place: int) -> ColumnElement[bool]:
    """Say of those who moved who is brought the pack of the tier at a place.

    Who comes from a tier that the ladder has no more was rearranged and not promoted.
    """
    ladder, columns = placing.ladder.ladder, placing.columns
    ids = [columns.tiers[each.key] for each in ladder.tiers]
    below = ids[:place]
    old, new = moved.c.old_earned, moved.c.new_earned
    came = old.is_(None) if not below else or_(old.is_(None), old.in_(below))
    went = new == ids[place] if ladder.packs is Packs.REACHED else new.in_(ids[place:])
    return and_(came, went)


def give(space: Space, live: Live, owed: Sequence[Owed], *, now: int) -> list[Posting]:
    """Issue the coupons of packs that are owed and mark them given; give the points to be booked.

    The members are locked. A pack that the live release has no more comes to nothing; coupons that
    would be void by now are not issued.
    """
    if not owed:
        return []
    keys = {each.id: key for key, each in live.catalogue.members.ladders.items()}
    tiers = {
        (ladder.key, tier.key): (pack, tier)
        for ladder in live.checked.program.ladders
        for _, tier, pack in packs_of(ladder)
    }
    coupons: list[Issuance] = []
    points: list[Posting] = []
    lost = lost_since(space, live, owed)
    for each in owed:
        ladder = keys.get(each.ladder_id)
        found = tiers.get((ladder or "", each.tier))
        if ladder is not None and found is not None:
            pack, tier = found
            if (each.member_id, each.ladder_id, each.tier) not in lost:
                coupons += _coupons(pack, ladder, each)
            named = Words(f"{tier.label.to('zh')}礼包", f"{tier.label.to('en')} pack")
            points += _points(pack, ladder, each, named.together)
    issue(space, live, coupons, now=now)
    packs.mark_given(space, owed, at=now)
    return points


def cause_of(ladder: str, owed: Owed) -> str:
    """Name a pack; together with the member it is the same whatever brought it about."""
    again = "" if owed.occasion == ONCE else f":{owed.occasion}"
    return f"{PACK}{ladder}:{owed.tier}{again}"


def _coupons(pack: Pack, ladder: str, owed: Owed) -> list[Issuance]:
    cause = cause_of(ladder, owed)
    counts: dict[str, int] = {}
    for each in pack.coupons:
        counts[each.coupon] = counts.get(each.coupon, 0) + each.count
    return [
        Issuance(member_id=owed.member_id, design=design, cause=cause, count=count)
        for design, count in counts.items()
    ]


def _points(pack: Pack, ladder: str, owed: Owed, note: str) -> Iterator[Posting]:
    amounts: dict[str, int] = {}
    for each in pack.points:
        amounts[each.currency] = amounts.get(each.currency, 0) + each.amount
    for currency, amount in amounts.items():
        # Causes of entries are unique across members.
        name = f"{cause_of(ladder, owed)}:{currency}:{owed.member_id}"
        yield Posting(
            member_id=owed.member_id,
            cause=name if len(name) <= LONGEST_CAUSE else f"{PACK}{digest_of(name)}",
            currency=currency,
            amount=amount,
            note=note,
            own=True,
        )


def has_points(ladder: Ladder) -> bool:
    return any(pack.points for _, _, pack in packs_of(ladder))
