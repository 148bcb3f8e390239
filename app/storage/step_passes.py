"""How often the steps of automations were left, counted by whoever holds the claim."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from sqlalchemy import func
from sqlalchemy.dialects import postgresql, sqlite

from app.storage.flow_runs import Group
from app.storage.run_tables import step_passed
from app.storage.space import Space

Left = Mapping[tuple[str, str], int]
"""How many left a step by a way."""


def note(space: Space, program_id: int, claimed: Group, left: Left) -> None:
    """Count who left which step by which way, in the transaction in which they did."""
    if not left:
        return
    own = {
        "workspace_id": space.workspace_id,
        "program_id": program_id,
        "release_id": claimed.release_id,
        "flow": claimed.flow,
        "via": claimed.step,
    }
    # All write them in one order, so that nobody waits for somebody who waits for them.
    rows = [own | {"step": each[0], "way": each[1], "count": left[each]} for each in sorted(left)]
    space.execute(_noting(space.connection.dialect.name), rows)


@cache
def _noting(dialect: str) -> Any:
    insert = sqlite.insert if dialect == "sqlite" else postgresql.insert
    new = insert(step_passed)
    key = [each.name for each in step_passed.primary_key]
    more = {"count": step_passed.c.count + new.excluded["count"]}
    return new.on_conflict_do_update(index_elements=key, set_=more)


def of_flow(space: Space, program_id: int, flow: str) -> dict[tuple[str, str], int]:
    """Give how often each step was left by each way, under all releases."""
    here = step_passed.c
    rows: Any = space.execute(
        space.select(step_passed, here.step, here.way, func.sum(here["count"]))
        .where(here.program_id == program_id, here.flow == flow)
        .group_by(here.step, here.way)
    )
    return {(row[0], row[1]): int(row[2]) for row in rows}
