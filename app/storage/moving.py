"""Rows of a member that go to another member, or go altogether.

They are removed and entered anew: on a distributed PostgreSQL the member decides where a row lies,
and a row that lies somewhere cannot be told to lie elsewhere.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from app.storage.bulk import insert_all
from app.storage.catalogue import Records
from app.storage.coupons import merged_cause
from app.storage.earning_tables import earned, point_hold
from app.storage.history import whole_table
from app.storage.ledger_tables import allocation, debt, lot
from app.storage.sets import bound, numbers
from app.storage.space import Space
from app.storage.stages import stage_reached
from app.storage.standing_tables import tier_notice
from app.storage.tables import bucket, identity

LEDGER = (lot, allocation, debt, earned)
"""What follows the entries of a member's ledger."""


def enter_anew(
    space: Space, kept: Records, rows: Sequence[dict[str, Any]], *, member_id: int, at: int
) -> None:
    """Enter records under another member, known under their ids and from now on."""
    head = {"workspace_id": space.workspace_id}
    changed = {"member_id": member_id, "created_at": at}
    insert_all(space, whole_table(space, kept), [head | row | changed for row in rows])


def hand_over_ledger(space: Space, old: int, new: int) -> None:
    for table in LEDGER:
        rows = space.execute(space.select(table).where(table.c.member_id == old)).all()
        space.execute(space.delete(table).where(table.c.member_id == old))
        insert_all(space, table, [row._asdict() | {"member_id": new} for row in rows])
    rows = space.execute(space.select(point_hold).where(point_hold.c.member_id == old)).all()
    space.execute(space.delete(point_hold).where(point_hold.c.member_id == old))
    held = [
        row._asdict() | {"member_id": new, "cause": merged_cause(old, row.cause)} for row in rows
    ]
    insert_all(space, point_hold, held)


def keep_lots(space: Space, member_id: int) -> None:
    """Let the lots of somebody who left expire no more: nobody can post to their ledger."""
    space.execute(space.update(lot).where(lot.c.member_id == member_id).values(expires_on=None))


def share_stages(space: Space, old: int, new: int, *, at: int) -> None:
    """Have a member reach what another one has reached, as of now."""
    rows = space.execute(space.select(stage_reached).where(stage_reached.c.member_id == old)).all()
    own = space.execute(space.select(stage_reached).where(stage_reached.c.member_id == new)).all()
    known = {(row.ladder_id, row.tier, row.stage) for row in own}
    fresh = [each for each in rows if (each.ladder_id, each.tier, each.stage) not in known]
    insert_all(
        space, stage_reached, [each._asdict() | {"member_id": new, "at": at} for each in fresh]
    )


def point_over(space: Space, program_id: int, old: int, new: int) -> None:
    """Have whatever named a member, or a record of theirs, name the other member."""
    own = space.update(identity).where(identity.c.program_id == program_id)
    own = own.where(identity.c.member_id == old)
    space.execute(own.where(identity.c.record_id == old).values(member_id=new, record_id=new))
    space.execute(own.where(identity.c.record_id != old).values(member_id=new))


def release(
    space: Space, program_id: int, record_ids: Sequence[int], kinds: Iterable[str] | None = None
) -> None:
    """Give back the unique values of records, of some kinds or all."""
    dialect = space.connection.dialect.name
    found = space.delete(identity).where(identity.c.program_id == program_id)
    found = found.where(identity.c.record_id.in_(numbers(dialect)))
    if kinds is not None:
        found = found.where(identity.c.kind.in_(list(kinds)))
    space.execute(found, {"ids": bound(dialect, list(record_ids))})


def forget_days(space: Space, source_ids: Iterable[int], owner_id: int) -> None:
    """Drop the day buckets of an owner of metrics who is gone."""
    space.execute(
        space.delete(bucket)
        .where(bucket.c.source_id.in_(list(source_ids)))
        .where(bucket.c.member_id == owner_id)
    )


def forget_notices(space: Space, member_id: int) -> None:
    space.execute(space.delete(tier_notice).where(tier_notice.c.member_id == member_id))
