"""How often automations that were set off by others let the same members in."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Select, func, select

from app.storage.flow_tables import flow_run
from app.storage.space import Space


def busiest(
    space: Space, program_id: int, found: Select[Any], values: Mapping[str, Any], *, since: int
) -> int:
    """Give how many runs, at most, one of these members has that others led to since a moment."""
    here = flow_run.c
    counted = (
        space.select(flow_run, func.count().label("many"))
        .where(here.member_id.in_(select(found.subquery().c.member_id)))
        .where(here.program_id == program_id, here.chain != "", here.started_at >= since)
        .group_by(here.member_id)
        .subquery()
    )
    most = space.execute(select(func.max(counted.c.many)), dict(values)).scalar()
    return int(most or 0)
