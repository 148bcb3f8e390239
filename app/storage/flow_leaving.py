"""Members of a batch leave a step: counted by the way they take, written down, and led on."""

from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Executable,
    Insert,
    Update,
    bindparam,
    case,
    func,
    insert,
    literal,
    select,
    update,
)

from app.storage.flow_batch import BATCH, at
from app.storage.flow_runs import READY
from app.storage.flow_tables import flow_trace
from app.storage.space import Space
from app.storage.types import BIG, WORD

_STEP = at(bindparam("at_step", type_=WORD))


def _way() -> ColumnElement[str]:
    """Give the way each leaves by: the usual one, unless a step has said another."""
    return func.coalesce(BATCH.c.way, bindparam("usual", type_=WORD))


def count(space: Space, step: str, usual: str, ways: Sequence[str]) -> dict[str, int]:
    """Count who leaves a step now, by way; those that nobody takes are left out."""
    known = tuple(dict.fromkeys((usual, *ways)))
    values = {"at_step": step, "usual": usual}
    row: Any = space.execute(_counting(known), values).one()
    if row[0] == sum(each or 0 for each in row[1:]):
        return {way: many for way, many in zip(known, row[1:], strict=True) if many}
    rows: Any = space.execute(_grouping(), values)
    return {way: many for way, many in rows if many}


@lru_cache(maxsize=512)
def _counting(ways: tuple[str, ...]) -> Executable:
    # One look through the batch; sorting it into groups takes four times as long.
    each = (func.sum(case((_way() == way, 1), else_=0)) for way in ways)
    return select(func.count(), *each).select_from(BATCH).where(_STEP)


@cache
def _grouping() -> Executable:
    way = _way().label("left_by")
    return select(way, func.count()).where(_STEP).group_by(way)


def leave(
    space: Space, program_id: int, step: str, usual: str, ways: Mapping[str, str], *, now: int
) -> None:
    """Write down who leaves a step by which way, and put them where it leads."""
    values = {"at_step": step, "usual": usual}
    own = {"workspace": space.workspace_id, "program": program_id, "now": now}
    space.execute(_tracing(), values | own)
    space.execute(_leading(tuple(sorted(ways.items()))), values if ways else {"at_step": step})


@cache
def _tracing() -> Insert:
    here = BATCH.c
    values = {
        "workspace_id": bindparam("workspace", type_=BIG),
        "program_id": bindparam("program", type_=BIG),
        "member_id": here.member_id,
        "run_id": here.run_id,
        "number": here.visits,
        "step": here.step,
        "way": _way(),
        "at": bindparam("now", type_=BIG),
    }
    return insert(flow_trace).from_select(list(values), select(*values.values()).where(_STEP))


@lru_cache(maxsize=512)
def _leading(ways: tuple[tuple[str, str], ...]) -> Update:
    here = BATCH.c
    ended = case((here.error.is_(None), "done"), else_="failed")
    led: dict[str, ColumnElement[Any]] = {"state": ended}
    if ways:
        led["step"] = case(
            *((_way() == way, literal(to, WORD)) for way, to in ways), else_=here.step
        )
        led["state"] = case((_way().in_([way for way, _ in ways]), READY), else_=ended)
    return (
        update(BATCH)
        .where(_STEP)
        .values(visits=here.visits + 1, woken=0, awaiting=None, way=None, **led)
    )
