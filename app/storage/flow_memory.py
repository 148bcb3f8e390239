"""What automations compare members with: what was true already, and how members were last."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Double,
    FromClause,
    Select,
    cast,
    exists,
    func,
    literal,
    select,
)
from sqlalchemy.dialects import postgresql, sqlite

from app.storage.bulk import insert_all
from app.storage.flow_tables import flow_run
from app.storage.space import Space
from app.storage.trigger_tables import flow_memory, flow_seen
from app.storage.types import BIG, TEXT, WORD


def note_seen(
    space: Space, program_id: int, flow: str, found: Select[Any], values: Mapping[str, Any]
) -> None:
    """Keep whom `found` names (`member_id`, `cause`), so that what is true lets nobody in."""
    who = found.subquery()
    rows = select(
        literal(space.workspace_id, BIG),
        literal(program_id, BIG),
        who.c.member_id,
        literal(flow, WORD),
        who.c.cause,
        # SQLite takes ON CONFLICT for a join unless a WHERE stands before it.
    ).where(literal(1) == literal(1))
    insert = sqlite.insert if space.is_sqlite else postgresql.insert
    names = ["workspace_id", "program_id", "member_id", "flow", "cause"]
    statement = insert(flow_seen).from_select(names, rows).on_conflict_do_nothing()
    space.execute(statement, dict(values))


def first_of_each(
    space: Space, program_id: int, flow: str, found: Select[Any], cause: str
) -> Select[Any]:
    """Leave one way in for each member, and none for those who are noted under a cause already."""
    who = under(found, cause).subquery()
    turn = func.row_number().over(
        partition_by=who.c.member_id, order_by=(who.c.id, who.c.record_id)
    )
    fresh = select(who, turn.label("turn")).where(unseen(space, program_id, flow, who)).subquery()
    names = ("member_id", "id", "record_id")
    return select(*(fresh.c[each] for each in names), fresh.c.own.label("cause")).where(
        fresh.c.turn == 1
    )


def under(found: Select[Any], cause: str) -> Select[Any]:
    """Name those whom `found` gives by a cause they share; `own` is the one of each."""
    who = found.subquery()
    return select(
        who.c.member_id,
        who.c.id,
        who.c.record_id,
        who.c.cause.label("own"),
        literal(cause, TEXT).label("cause"),
    )


def unseen(space: Space, program_id: int, flow: str, who: FromClause) -> ColumnElement[bool]:
    """Say of whom it was not true already when the automation began."""
    here = flow_seen.c
    return ~exists().where(
        here.workspace_id == space.workspace_id,
        here.program_id == program_id,
        here.flow == flow,
        here.member_id == who.c.member_id,
        here.cause == who.c.cause,
    )


def not_entered(
    space: Space, program_id: int, flow: str, who: FromClause, *, since: int
) -> ColumnElement[bool]:
    """Say who has not gone into an automation since a moment."""
    here = flow_run.c
    return ~exists().where(
        here.workspace_id == space.workspace_id,
        here.program_id == program_id,
        here.flow == flow,
        here.member_id == who.c.member_id,
        here.started_at >= since,
    )


def last_value(
    space: Space, program_id: int, flow: str, member: ColumnElement[Any]
) -> ColumnElement[Any]:
    """Give what is remembered of a member; null: nothing."""
    return _remembered(space, program_id, flow, member, flow_memory.c.value)


def last_turn(
    space: Space, program_id: int, flow: str, member: ColumnElement[Any]
) -> ColumnElement[Any]:
    """Give how often what is remembered of a member changed, or the day it was looked at."""
    return _remembered(space, program_id, flow, member, flow_memory.c.turn)


def _remembered(
    space: Space,
    program_id: int,
    flow: str,
    member: ColumnElement[Any],
    column: ColumnElement[Any],
) -> ColumnElement[Any]:
    own = _own(space, program_id, flow)
    return select(column).where(*own, flow_memory.c.member_id == member).scalar_subquery()


def hand_over(space: Space, program_id: int, old: int, new: int) -> None:
    """Have what was true of one member already be true of another as well.

    Of two who were last seen differently the higher value holds: somebody one of whom stood in a
    segment does not enter it by becoming one with the other.
    """
    there, own = flow_seen.c, {"member_id": new}
    found = space.select(flow_seen).where(there.program_id == program_id)
    known = {(row.flow, row.cause) for row in space.execute(found.where(there.member_id == new))}
    rows = space.execute(found.where(there.member_id == old)).all()
    fresh = [row._asdict() | own for row in rows if (row.flow, row.cause) not in known]
    kept = flow_memory.c
    of_both = space.select(flow_memory).where(
        kept.program_id == program_id, kept.member_id.in_((old, new))
    )
    memories: dict[str, dict[str, Any]] = {}
    for row in space.execute(of_both.order_by(kept.flow)):
        known_as = memories.setdefault(row.flow, row._asdict() | own)
        known_as["turn"] = max(known_as["turn"], row.turn)
        known_as["value"] = max(known_as["value"], row.value)
    forget(space, program_id, old)
    space.execute(
        space.delete(flow_memory).where(kept.program_id == program_id, kept.member_id == new)
    )
    insert_all(space, flow_seen, fresh)
    insert_all(space, flow_memory, list(memories.values()))


def forget(space: Space, program_id: int, member_id: int) -> None:
    """Remember nothing of a member who is no more."""
    for table in (flow_seen, flow_memory):
        here = table.c
        space.execute(
            space.delete(table).where(here.program_id == program_id, here.member_id == member_id)
        )


def _own(space: Space, program_id: int, flow: str) -> tuple[ColumnElement[bool], ...]:
    here = flow_memory.c
    return (
        here.workspace_id == space.workspace_id,
        here.program_id == program_id,
        here.flow == flow,
    )


def remember(
    space: Space, program_id: int, flow: str, found: Select[Any], values: Mapping[str, Any]
) -> None:
    """Keep what `found` says of members (`member_id`, `turn`, `value`) over what was kept."""
    who = found.subquery()
    rows = select(
        literal(space.workspace_id, BIG),
        literal(program_id, BIG),
        who.c.member_id,
        literal(flow, WORD),
        func.coalesce(who.c.turn, literal(0, BIG)),
        cast(func.coalesce(who.c.value, 0), Double()),
        # SQLite takes ON CONFLICT for a join unless a WHERE stands before it.
    ).where(literal(1) == literal(1))
    insert = sqlite.insert if space.is_sqlite else postgresql.insert
    names = ["workspace_id", "program_id", "member_id", "flow", "turn", "value"]
    statement = insert(flow_memory).from_select(names, rows)
    new = statement.excluded
    statement = statement.on_conflict_do_update(
        index_elements=["member_id", "program_id", "flow"],
        set_={"turn": new.turn, "value": new.value},
    )
    space.execute(statement, dict(values))
