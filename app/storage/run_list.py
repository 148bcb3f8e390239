"""Runs as people look for them: filtered, the last to begin first, page by page, and counted.

Each automation and state is a stretch of `ix_flow_run_state`, in the order of the list: a page is
the first rows of some stretches, whatever the number of runs.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, literal, select, tuple_, union_all

from app.storage.flow_runs import (
    CANCELLED,
    DONE,
    FAILED,
    GOAL,
    LOOPED,
    READY,
    WAITING,
    RunRow,
)
from app.storage.flow_tables import flow_run
from app.storage.space import Space
from app.storage.types import WORD

STATES = (READY, WAITING, DONE, GOAL, FAILED, CANCELLED, LOOPED)
Place = tuple[int, int, int]
"""Where a run stands in the list: when it began, whose it is, its number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which runs are looked for; None asks nothing."""

    flows: tuple[str, ...] | None = None
    states: tuple[str, ...] | None = None
    member_id: int | None = None
    since: int | None = None
    until: int | None = None
    """The moment before which they began."""
    keys: tuple[tuple[int, int], ...] | None = None
    """Member and number of chosen ones."""


def conditions(program_id: int, wanted: Wanted) -> list[ColumnElement[bool]]:
    """Say which rows are meant."""
    here = flow_run.c
    found: list[ColumnElement[bool]] = [here.program_id == program_id]
    if wanted.flows is not None:
        found.append(here.flow.in_(wanted.flows))
    if wanted.states is not None:
        found.append(here.state.in_(wanted.states))
    if wanted.member_id is not None:
        found.append(here.member_id == wanted.member_id)
    if wanted.since is not None:
        found.append(here.started_at >= wanted.since)
    if wanted.until is not None:
        found.append(here.started_at < wanted.until)
    if wanted.keys is not None:
        found.append(tuple_(here.member_id, here.id).in_(wanted.keys))
    return found


def flows_with_runs(space: Space, program_id: int) -> list[str]:
    """Give the keys of automations that ever had a run, each found by one step in the index."""
    here = flow_run.c
    own = select(func.min(here.flow)).where(here.program_id == program_id)
    first = select(own.scalar_subquery().label("flow"))
    keys = first.cte("keys", recursive=True)
    after = own.where(here.flow > keys.c.flow).scalar_subquery()
    keys = keys.union_all(select(after).where(keys.c.flow.is_not(None)))
    rows: Any = space.execute(select(keys.c.flow).where(keys.c.flow.is_not(None)))
    return list(rows.scalars())


def page(
    space: Space, program_id: int, wanted: Wanted, *, limit: int, before: Place | None = None
) -> list[RunRow]:
    """Give runs, the last to begin first; `before` is where the page before ended."""
    if wanted.member_id is not None or wanted.keys is not None:
        found = _some(space, program_id, wanted, limit, before)
    else:
        there = set(flows_with_runs(space, program_id))
        flows = there if wanted.flows is None else there & set(wanted.flows)
        stretches = [
            _some(
                space, program_id, replace(wanted, flows=(flow,), states=(state,)), limit, before
            ).subquery()
            for flow in sorted(flows)
            for state in wanted.states or STATES
        ]
        if not stretches:
            return []
        rows = union_all(*(select(each) for each in stretches)).subquery()
        order = (rows.c.started_at.desc(), rows.c.member_id.desc(), rows.c.id.desc())
        found = select(rows).order_by(*order).limit(limit)
    return [
        RunRow(**{name: getattr(row, name) for name in RunRow.__slots__})
        for row in space.execute(found)
    ]


def _some(
    space: Space, program_id: int, wanted: Wanted, limit: int, before: Place | None
) -> Select[Any]:
    here = flow_run.c
    place = (here.started_at, here.member_id, here.id)
    found = space.select(flow_run).where(*conditions(program_id, wanted))
    if before is not None:
        found = found.where(tuple_(*place) < tuple_(*map(literal, before)))
    return found.order_by(*(each.desc() for each in place)).limit(limit)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """Runs of one automation in one state."""

    count: int
    lately: int
    """How many of them began since a moment."""
    last: int
    """When the last of them began."""


def tallies(space: Space, program_id: int, *, since: int) -> dict[tuple[str, str], Tally]:
    """Count all runs by automation and state: one way through an index that covers it."""
    here = flow_run.c
    recent = func.sum(case((here.started_at >= since, 1), else_=0))
    rows: Any = space.execute(
        space.select(
            flow_run, here.flow, here.state, func.count(), recent, func.max(here.started_at)
        )
        .where(here.program_id == program_id)
        .group_by(here.flow, here.state)
    )
    return {(row[0], row[1]): Tally(count=row[2], lately=int(row[3]), last=row[4]) for row in rows}


def states_of(space: Space, program_id: int, flow: str) -> dict[str, int]:
    """Count the runs of one automation by state."""
    here = flow_run.c
    rows: Any = space.execute(
        space.select(flow_run, here.state, func.count())
        .where(here.program_id == program_id, here.flow == flow)
        .group_by(here.state)
    )
    return {row[0]: row[1] for row in rows}


def standing_at(space: Space, program_id: int, flow: str) -> dict[tuple[str, str], int]:
    """Count those who are under way in an automation, or failed there, by step and state."""
    here = flow_run.c
    own = (here.program_id == program_id, here.flow == flow)
    rows = [
        *_by_step(space, here.due_at.is_not(None), *own),
        *_by_step(space, here.state == literal(FAILED, WORD), *own),
    ]
    return {(row[0], row[1]): row[2] for row in rows if row[0] is not None}


def _by_step(space: Space, *which: ColumnElement[bool]) -> Sequence[Any]:
    here = flow_run.c
    return space.execute(
        space.select(flow_run, here.step, here.state, func.count())
        .where(*which)
        .group_by(here.step, here.state)
    ).all()
