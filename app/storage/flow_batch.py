"""Members who go through the steps of a flow together, in a table of one transaction."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    MetaData,
    Table,
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
from app.storage.flow_tables import flow_run, flow_trace
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


def take(space: Space, program_id: int, group: Group, *, size: int, now: int) -> int:
    """Take members of a group who are due, each with one run; give how many."""
    space.execute(CreateTable(BATCH, if_not_exists=True))
    space.execute(delete(BATCH))
    here = flow_run.c
    found = (
        select(
            here.member_id,
            here.id,
            here.visits,
            here.record_id,
            here.chain,
            here.step,
            literal(READY, WORD),
            case((here.state == WAITING, 1), else_=0),
            here.awaiting,
            literal(None, WORD),
            here.due_at,
            literal(None, TEXT),
        )
        .where(here.workspace_id == space.workspace_id, here.program_id == program_id)
        .where(here.release_id == group.release_id)
        .where(here.flow == group.flow, here.step == group.step, here.due_at <= now)
        .order_by(here.due_at, here.member_id, here.id)
        .limit(size)
    )
    if not space.is_sqlite:
        found = found.with_for_update()
    space.execute(insert(BATCH).from_select([each.name for each in BATCH.c], found))
    return _once_each(space)


def _once_each(space: Space) -> int:
    """Leave each member one run, the first to begin; give how many there are."""
    here = BATCH.c
    row: Any = space.execute(select(func.count(), func.count(here.member_id.distinct()))).one()
    everybody, members = row
    if everybody > members:
        # Seldom, and by far dearer than to look whether it is needed.
        first = select(here.member_id, func.min(here.run_id)).group_by(here.member_id)
        space.execute(delete(BATCH).where(tuple_(here.member_id, here.run_id).not_in(first)))
    return int(members)


def where_they_stand(space: Space) -> str | None:
    """Give a step at which somebody goes on."""
    found = select(BATCH.c.step).where(BATCH.c.state == READY).order_by(BATCH.c.visits).limit(1)
    return space.execute(found).scalar()


def count_at(space: Space, step: str) -> int:
    """Count those who stand at a step and go on from there."""
    found = select(func.count()).select_from(BATCH).where(at(step))
    return int(space.execute(found).scalar_one())


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


def rest(
    space: Space, step: str, who: ColumnElement[bool], *, until: Any, awaiting: str | None = None
) -> None:
    """Let those who have just come stay at a step until a moment."""
    space.execute(
        update(BATCH)
        .where(at(step), BATCH.c.woken == 0, who)
        .values(state=WAITING, due_at=until, awaiting=awaiting)
    )


def leave(space: Space, program_id: int, step: str, ways: Mapping[str, str], *, now: int) -> None:
    """Write down who leaves a step by which way, and put them where it leads."""
    here = BATCH.c
    rows = select(
        literal(space.workspace_id, BIG),
        literal(program_id, BIG),
        here.member_id,
        here.run_id,
        here.visits,
        here.step,
        here.way,
        literal(now, BIG),
    ).where(at(step))
    names = ["workspace_id", "program_id", "member_id", "run_id", "number", "step", "way", "at"]
    space.execute(insert(flow_trace).from_select(names, rows))
    led = (
        case(*((here.way == way, to) for way, to in ways.items()), else_=here.step)
        if ways
        else (here.step)
    )
    goes = here.way.in_(list(ways)) if ways else literal(value=False)
    space.execute(
        update(BATCH)
        .where(at(step))
        .values(
            step=led,
            state=case((goes, READY), else_=case((here.error.is_(None), "done"), else_="failed")),
            visits=here.visits + 1,
            woken=0,
            awaiting=None,
            way=None,
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


def go_on(space: Space, step: str, way: str) -> None:
    """Let everybody who has been told nothing else leave a step by the usual way."""
    space.execute(update(BATCH).where(at(step), BATCH.c.way.is_(None)).values(way=way))


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


def stop(space: Space, who: ColumnElement[bool], state: str, why: str | None) -> None:
    """End runs where they are."""
    space.execute(update(BATCH).where(who, BATCH.c.state == READY).values(state=state, error=why))


def put_back(space: Space, *, now: int) -> None:
    """Write into the runs how far they have come."""
    here = BATCH.c
    goes_on = here.state.in_((READY, WAITING))
    space.execute(
        update(flow_run)
        .where(flow_run.c.workspace_id == space.workspace_id)
        .where(flow_run.c.member_id == here.member_id, flow_run.c.id == here.run_id)
        .values(
            step=here.step,
            state=here.state,
            visits=here.visits,
            attempts=0,
            awaiting=here.awaiting,
            due_at=case((here.state == WAITING, here.due_at), (goes_on, now), else_=null()),
            ended_at=case((goes_on, null()), else_=literal(now, BIG)),
            error=here.error,
        )
    )


def first(space: Space, program_id: int, group: Group, *, now: int) -> tuple[int, int, int] | None:
    """Give who is taken first: member, run and attempts."""
    here = flow_run.c
    row: Any = space.execute(
        space.select(flow_run, here.member_id, here.id, here.attempts)
        .where(here.program_id == program_id, here.release_id == group.release_id)
        .where(here.flow == group.flow, here.step == group.step, here.due_at <= now)
        .order_by(here.due_at, here.member_id, here.id)
        .limit(1)
    ).first()
    return None if row is None else (row[0], row[1], row[2])


def put_off(space: Space, member_id: int, run_id: int, *, until: int, error: str) -> None:
    """Let one run be tried again later."""
    space.execute(
        space.update(flow_run)
        .where(flow_run.c.member_id == member_id, flow_run.c.id == run_id)
        .values(attempts=flow_run.c.attempts + 1, due_at=until, error=error)
    )


def give_up(space: Space, member_id: int, run_id: int, *, now: int, error: str) -> None:
    """Say that one run cannot go on; it is kept, and may be tried again by a person.

    Whoever had waited there is not to wait again: `awaiting` keeps that, and whether it was for an
    event that did not come.
    """
    had_waited = case(
        (flow_run.c.state == WAITING, func.coalesce(flow_run.c.awaiting, "")), else_=null()
    )
    space.execute(
        space.update(flow_run)
        .where(flow_run.c.member_id == member_id, flow_run.c.id == run_id)
        .values(state="failed", due_at=None, awaiting=had_waited, ended_at=now, error=error)
    )
