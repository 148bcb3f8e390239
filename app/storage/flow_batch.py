"""Members who go through the steps of a flow together, in a table of one transaction."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Insert,
    MetaData,
    Table,
    Update,
    and_,
    bindparam,
    case,
    cast,
    delete,
    func,
    insert,
    literal,
    null,
    select,
    tuple_,
    update,
)
from sqlalchemy.schema import CreateTable

from app.storage.benefit_tables import coupon
from app.storage.flow_runs import READY, WAITING, Group
from app.storage.flow_tables import flow_run
from app.storage.space import Space
from app.storage.types import BIG, TEXT, WORD

BATCH = Table(
    "under_way",
    MetaData(),
    Column("member_id", BIG),
    Column("run_id", BIG),
    Column("visits", BIG),
    Column("record_id", BIG),
    Column("chain", TEXT),
    Column("cause", WORD, comment="Of whoever goes in now."),
    Column("step", WORD),
    Column("state", WORD),
    Column("woken", BIG, comment="1: they have waited here, and the wait is over."),
    Column("awaiting", WORD),
    Column("way", WORD),
    Column("due_at", BIG),
    Column("error", TEXT),
    prefixes=["TEMPORARY"],
    postgresql_on_commit="DELETE ROWS",
)


def at(step: str | ColumnElement[str]) -> ColumnElement[bool]:
    """Say who stands at a step and goes on from there."""
    return and_(BATCH.c.step == step, BATCH.c.state == READY)


def begin(space: Space) -> None:
    """Have a batch with nobody in it."""
    space.execute(_TABLE)
    space.execute(_EMPTY)


def take(space: Space, program_id: int, group: Group, *, size: int, now: int) -> int:
    """Take members of a group who are due, each with one run; give how many."""
    begin(space)
    values = {
        "workspace": space.workspace_id,
        "program": program_id,
        "release": group.release_id,
        "flow": group.flow,
        "step": group.step,
        "now": now,
        "size": size,
    }
    space.execute(_taking(locks=not space.is_sqlite), values)
    return _once_each(space)


_TABLE = CreateTable(BATCH, if_not_exists=True)
_EMPTY = delete(BATCH)


@cache
def _taking(*, locks: bool) -> Insert:
    here = flow_run.c
    found = (
        select(
            here.member_id,
            here.id,
            here.visits,
            here.record_id,
            here.chain,
            literal(None, WORD),
            here.step,
            literal(READY, WORD),
            case((here.state == WAITING, 1), else_=0),
            here.awaiting,
            literal(None, WORD),
            here.due_at,
            literal(None, TEXT),
        )
        .where(here.workspace_id == bindparam("workspace", type_=BIG))
        .where(here.program_id == bindparam("program", type_=BIG))
        .where(here.release_id == bindparam("release", type_=BIG))
        .where(here.flow == bindparam("flow", type_=WORD))
        .where(here.step == bindparam("step", type_=WORD))
        .where(here.due_at <= bindparam("now", type_=BIG))
        .order_by(here.due_at, here.member_id, here.id)
        .limit(bindparam("size", type_=BIG))
    )
    if locks:
        found = found.with_for_update()
    return insert(BATCH).from_select([each.name for each in BATCH.c], found)


def _once_each(space: Space) -> int:
    """Leave each member one run, the first to begin; give how many there are."""
    here = BATCH.c
    row: Any = space.execute(_MEMBERS).one()
    everybody, members = row
    if everybody > members:
        # Seldom, and by far dearer than to look whether it is needed.
        first = select(here.member_id, func.min(here.run_id)).group_by(here.member_id)
        space.execute(delete(BATCH).where(tuple_(here.member_id, here.run_id).not_in(first)))
    return int(members)


_MEMBERS = select(func.count(), func.count(BATCH.c.member_id.distinct()))


def count_at(space: Space, step: str) -> int:
    """Count those who stand at a step and go on from there."""
    return int(space.execute(_COUNTING, {"at_step": step}).scalar_one())


def anybody_at(space: Space, step: str) -> bool:
    """Say whether anybody stands at a step and goes on from there."""
    return space.execute(_LOOKING, {"at_step": step}).first() is not None


_STEP = at(bindparam("at_step", type_=WORD))
_COUNTING = select(func.count()).select_from(BATCH).where(_STEP)
_LOOKING = select(literal(1)).select_from(BATCH).where(_STEP).limit(1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """One member's place in a run."""

    member_id: int
    run_id: int
    visits: int
    record_id: int | None
    chain: str
    woken: bool


def tokens(space: Space, step: str) -> list[Token]:
    """Give who stands at a step, by member."""
    here = BATCH.c
    rows: Any = space.execute(
        select(here.member_id, here.run_id, here.visits, here.record_id, here.chain, here.woken)
        .where(at(step))
        .order_by(here.member_id)
    )
    return [
        Token(
            member_id=row.member_id,
            run_id=row.run_id,
            visits=row.visits,
            record_id=row.record_id,
            chain=row.chain,
            woken=bool(row.woken),
        )
        for row in rows
    ]


def everybody(space: Space) -> list[int]:
    """Give the members who go through steps in this transaction."""
    return list(space.execute(select(BATCH.c.member_id).order_by(BATCH.c.member_id)).scalars())


def set_ways(space: Space, step: str, way: ColumnElement[Any]) -> None:
    """Say by which way each leaves a step."""
    space.execute(update(BATCH).where(at(step)).values(way=way))


def set_way_of(space: Space, step: str, ways: Mapping[int, str]) -> None:
    """Say so member by member, for those who do not take the usual way."""
    by_way: dict[str, list[int]] = {}
    for member_id, way in ways.items():
        by_way.setdefault(way, []).append(member_id)
    statement = (
        update(BATCH)
        .where(at(step), BATCH.c.member_id == bindparam("member"))
        .values(way=bindparam("new_way", type_=WORD))
    )
    rows = [{"member": each, "new_way": way} for way, ids in by_way.items() for each in ids]
    if rows:
        space.execute(statement, rows)


def rest(space: Space, step: str, *, until: int, awaiting: str | None = None) -> None:
    """Let those who have just come stay at a step until a moment."""
    space.execute(_RESTING, {"at_step": step, "until": until, "awaited": awaiting})


_RESTING = (
    update(BATCH)
    .where(_STEP, BATCH.c.woken == 0)
    .values(
        state=WAITING,
        due_at=bindparam("until", type_=BIG),
        awaiting=bindparam("awaited", type_=WORD),
    )
)


def stay_until(space: Space, step: str, moments: Mapping[int, int]) -> None:
    """Let members stay at a step until moments of their own."""
    if moments:
        space.execute(
            update(BATCH)
            .where(at(step), BATCH.c.member_id == bindparam("member"))
            .values(state=WAITING, due_at=bindparam("until", type_=BIG)),
            [{"member": each, "until": until} for each, until in moments.items()],
        )


def fail(space: Space, reasons: Mapping[int, str]) -> None:
    """Say of members why their run cannot go on."""
    if reasons:
        space.execute(
            update(BATCH)
            .where(BATCH.c.member_id == bindparam("member"), BATCH.c.state == READY)
            .values(state="failed", error=bindparam("why", type_=TEXT)),
            [{"member": each, "why": why} for each, why in reasons.items()],
        )


def used_coupons(space: Space, given_by: str) -> ColumnElement[bool]:
    """Say who has used a coupon that an earlier step of the run gave."""
    cause = literal("flow:", TEXT) + cast(BATCH.c.run_id, TEXT) + literal(f":{given_by}:", TEXT)
    return (
        select(literal(1))
        .where(coupon.c.workspace_id == space.workspace_id)
        .where(coupon.c.member_id == BATCH.c.member_id, coupon.c.state == "used")
        .where(func.substr(coupon.c.cause, 1, func.length(cause)) == cause)
        .exists()
    )


def end(space: Space, step: str, state: str) -> None:
    """Say what becomes of those at a step who end there."""
    space.execute(
        update(BATCH).where(BATCH.c.step == step, BATCH.c.state == "done").values(state=state)
    )


def put_back(space: Space, *, now: int) -> None:
    """Write into the runs how far they have come."""
    space.execute(_putting_back(), {"workspace": space.workspace_id, "now": now})


@cache
def _putting_back() -> Update:
    here, now = BATCH.c, bindparam("now", type_=BIG)
    goes_on = here.state.in_((READY, WAITING))
    return (
        update(flow_run)
        .where(flow_run.c.workspace_id == bindparam("workspace", type_=BIG))
        .where(flow_run.c.member_id == here.member_id, flow_run.c.id == here.run_id)
        .values(
            step=here.step,
            state=here.state,
            visits=here.visits,
            attempts=0,
            awaiting=here.awaiting,
            due_at=case((here.state == WAITING, here.due_at), (goes_on, now), else_=null()),
            ended_at=case((goes_on, null()), else_=now),
            error=here.error,
        )
    )
