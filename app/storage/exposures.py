"""When each member first met an incentive: went into an automation, or was given something."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, and_, func, literal, or_, select, union_all

from app.storage.benefit_tables import benefit_grant, coupon
from app.storage.catalogue import Records
from app.storage.flow_runs import LOOPED
from app.storage.flow_tables import flow_run, flow_trace
from app.storage.space import Space
from app.storage.standing_tables import tier_change
from app.storage.types import BIG, TEXT

NO_GROUP = ""
"""Everybody is of one group where nobody was divided."""


_MEMBER = flow_trace.c.member_id + 0
"""Sorted by this, SQLite begins with the runs of the automation; by the column, with all traces."""


def entered(space: Space, program_id: int, flow: str) -> Select[Any]:
    """Give whoever went into an automation; what stopped a loop let nobody in.

    As all of these: `member_id`, `variant` and `at`, each member once.
    """
    run = flow_run.c
    found = space.select(flow_run, run.member_id, run.started_at.label("at"))
    found = found.where(run.program_id == program_id, run.flow == flow, run.state != LOOPED)
    return _first(found)


def left(space: Space, program_id: int, flow: str, steps: Sequence[str]) -> Select[Any]:
    """Give whoever went through one of these steps of an automation."""
    return _first(_traced(space, program_id, flow, steps))


def assigned(space: Space, program_id: int, flow: str, step: str) -> Select[Any]:
    """Give whoever was divided by an A/B test, with the group of the first time (E-21)."""
    trace = flow_trace.c
    nth = func.row_number().over(partition_by=_MEMBER, order_by=(trace.at, trace.run_id))
    found = _traced(space, program_id, flow, [step], trace.way, nth.label("nth")).subquery()
    return select(found.c.member_id, found.c.way.label("variant"), found.c.at).where(
        found.c.nth == 1
    )


def _traced(
    space: Space, program_id: int, flow: str, steps: Sequence[str], *more: Any
) -> Select[Any]:
    run, trace = flow_run.c, flow_trace.c
    return (
        space.select(flow_trace, trace.member_id, trace.at, *more)
        .join(flow_run, and_(run.member_id == trace.member_id, run.id == trace.run_id))
        .where(run.program_id == program_id, run.flow == flow, trace.step.in_(list(steps)))
    )


def issued(space: Space, program_id: int, design: str) -> Select[Any]:
    """Give whoever was given a coupon of a design, whatever became of it."""
    here = coupon.c
    found = space.select(coupon, here.member_id, here.issued_at.label("at"))
    return _first(found.where(here.program_id == program_id, here.design == design))


def had(space: Space, program_id: int, benefit: str, tiers: Sequence[int]) -> Select[Any]:
    """Give whoever was granted a benefit, or came to a tier that has it from one that has not."""
    grant, change = benefit_grant.c, tier_change.c
    granted = space.select(benefit_grant, grant.member_id, grant.starts_at.label("at"))
    granted = granted.where(grant.program_id == program_id, grant.benefit == benefit)
    if not tiers:
        return _first(granted)
    without = or_(change.old_tier_id.is_(None), change.old_tier_id.not_in(list(tiers)))
    reached = space.select(tier_change, change.member_id, change.at.label("at"))
    reached = reached.where(
        change.program_id == program_id, change.new_tier_id.in_(list(tiers)), without
    )
    both = union_all(granted, reached).subquery()
    return _first(select(both.c.member_id, both.c.at))


def everybody(space: Space, members: Records, at: int, day: int) -> Select[Any]:
    """Give everybody who was a member on the day on which something began for all."""
    joined = members.table.c[members.days["joined_at"].name]
    return space.select(
        members.table,
        members.table.c.id.label("member_id"),
        literal(NO_GROUP, TEXT).label("variant"),
        literal(at, BIG).label("at"),
    ).where(joined <= day)


def _first(found: Select[Any]) -> Select[Any]:
    each = found.subquery()
    return select(
        each.c.member_id, literal(NO_GROUP, TEXT).label("variant"), func.min(each.c.at).label("at")
    ).group_by(each.c.member_id + 0, each.c.member_id)
