"""Runs of a batch that go no further: their member is not there, or they go round without end."""

from functools import lru_cache

from sqlalchemy import ColumnElement, Table, Update, bindparam, select, update

from app.storage.flow_batch import BATCH
from app.storage.flow_runs import CANCELLED, LOOPED, READY
from app.storage.space import Space
from app.storage.types import BIG, TEXT


def gone(space: Space, members: Table, why: str) -> None:
    """End the runs of whoever is not a member any more."""
    space.execute(_ending_gone(members), {"workspace": space.workspace_id, "why": why})


@lru_cache(maxsize=256)
def _ending_gone(members: Table) -> Update:
    # Each is looked up: a list of all members would be read through for every few of them.
    there = select(members.c.id).where(
        members.c.workspace_id == bindparam("workspace", type_=BIG),
        members.c.id == BATCH.c.member_id,
    )
    return _ending(~there.exists(), CANCELLED)


def looped(space: Space, most: int, why: str) -> None:
    """End the runs that have taken so many steps."""
    space.execute(_LOOPING, {"most": most, "why": why})


def _ending(who: ColumnElement[bool], state: str) -> Update:
    goes_on = BATCH.c.state == READY
    return update(BATCH).where(who, goes_on).values(state=state, error=bindparam("why", type_=TEXT))


_LOOPING = _ending(BATCH.c.visits >= bindparam("most", type_=BIG), LOOPED)
