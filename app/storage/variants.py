"""Who got which group of an A/B test, and what they did since: one statement over all of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, literal, select

from app.storage.catalogue import Records
from app.storage.flow_tables import flow_run, flow_trace
from app.storage.space import Space
from app.storage.standing_tables import tier_change


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of one group, in the time that is looked at."""

    variant: str
    members: int
    active: int
    promoted: int
    buyers: int
    spent: int
    """In cents."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Looking:
    """Which test is looked at, and for how long after each member's first assignment."""

    flow: str
    step: str
    length: int
    """Microseconds."""
    kinds: Sequence[str]
    """What counts as being active."""
    positions: Mapping[int, int]
    """How high each tier stands, by its id."""


def assigned(space: Space, program_id: int, flow: str, step: str) -> Select[Any]:
    """Give each member of a test: `member_id`, `variant`, and `at`, the first time."""
    run, trace = flow_run.c, flow_trace.c
    return (
        select(trace.member_id, trace.way.label("variant"), func.min(trace.at).label("at"))
        .join(flow_run, and_(run.member_id == trace.member_id, run.id == trace.run_id))
        .where(trace.workspace_id == space.workspace_id, trace.program_id == program_id)
        .where(run.flow == flow, trace.step == step)
        .group_by(trace.member_id, trace.way)
    )


def outcomes(
    space: Space, program_id: int, asked: Looking, orders: Records, activities: Records
) -> list[Outcome]:
    """Compare the groups of a test."""
    who = assigned(space, program_id, asked.flow, asked.step).subquery("who")
    member, at = who.c.member_id, who.c.at
    until = at + asked.length
    active = (
        select(literal(1))
        .where(activities.owner == member, activities.fields["kind"].in_(list(asked.kinds)))
        .where(_within(activities.fields["occurred_at"], at, until))
        .where(activities.table.c.workspace_id == space.workspace_id)
        .exists()
    )
    spent = (
        select(func.coalesce(func.sum(orders.fields["net"]), 0))
        .where(orders.owner == member, _within(orders.fields["paid_at"], at, until))
        .where(orders.table.c.workspace_id == space.workspace_id)
        .scalar_subquery()
    )
    each = select(
        who.c.variant,
        case((active, 1), else_=0).label("active"),
        case((_rose(space, program_id, asked, member, at, until), 1), else_=0).label("rose"),
        spent.label("spent"),
    ).subquery("each")
    rows: Any = space.execute(
        select(
            each.c.variant,
            func.count().label("members"),
            func.sum(each.c.active).label("active"),
            func.sum(each.c.rose).label("promoted"),
            func.sum(case((each.c.spent > 0, 1), else_=0)).label("buyers"),
            func.sum(each.c.spent).label("spent"),
        )
        .group_by(each.c.variant)
        .order_by(each.c.variant)
    )
    return [
        Outcome(
            variant=row.variant,
            members=int(row.members),
            active=int(row.active),
            promoted=int(row.promoted),
            buyers=int(row.buyers),
            spent=int(row.spent),
        )
        for row in rows
    ]


def _within(moment: Any, at: Any, until: Any) -> ColumnElement[bool]:
    return and_(moment >= at, moment < until)


def _rose(
    space: Space, program_id: int, asked: Looking, member: Any, at: Any, until: Any
) -> ColumnElement[bool]:
    here = tier_change.c
    old, new = (_height(each, asked.positions) for each in (here.old_tier_id, here.new_tier_id))
    return (
        select(literal(1))
        .where(here.workspace_id == space.workspace_id, here.program_id == program_id)
        .where(here.member_id == member, _within(here.at, at, until))
        .where(here.old_tier_id.is_not(None), new > old)
        .exists()
    )


def _height(tier: ColumnElement[Any], positions: Mapping[int, int]) -> ColumnElement[Any]:
    return case(dict(positions), value=tier, else_=-1) if positions else func.coalesce(tier, -1)
