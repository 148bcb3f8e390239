"""How often the steps of automations were left, counted by whoever holds the claim."""

from typing import Any

from sqlalchemy import func, literal, select
from sqlalchemy.dialects import postgresql, sqlite

from app.storage.flow_batch import BATCH, at
from app.storage.flow_runs import Group
from app.storage.run_tables import step_passed
from app.storage.space import Space
from app.storage.types import BIG, WORD

NAMES = ("workspace_id", "program_id", "release_id", "flow", "via", "step", "way", "count")


def note(space: Space, program_id: int, claimed: Group, step: str) -> None:
    """Count who leaves a step now by which way, in the transaction in which they do."""
    found = (
        select(
            literal(space.workspace_id, BIG),
            literal(program_id, BIG),
            literal(claimed.release_id, BIG),
            literal(claimed.flow, WORD),
            literal(claimed.step, WORD),
            literal(step, WORD),
            BATCH.c.way,
            func.count(),
        )
        .where(at(step))
        .group_by(BATCH.c.way)
    )
    insert = sqlite.insert if space.is_sqlite else postgresql.insert
    new = insert(step_passed).from_select(list(NAMES), found)
    key = [each.name for each in step_passed.primary_key]
    more = {"count": step_passed.c.count + new.excluded["count"]}
    space.execute(new.on_conflict_do_update(index_elements=key, set_=more))


def of_flow(space: Space, program_id: int, flow: str) -> dict[tuple[str, str], int]:
    """Give how often each step was left by each way, under all releases."""
    here = step_passed.c
    rows: Any = space.execute(
        space.select(step_passed, here.step, here.way, func.sum(here["count"]))
        .where(here.program_id == program_id, here.flow == flow)
        .group_by(here.step, here.way)
    )
    return {(row[0], row[1]): int(row[2]) for row in rows}
