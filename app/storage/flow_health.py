"""How automations of the whole installation are doing, in a few numbers."""

from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from app.storage.flow_tables import flow_run, flow_state, occurrence, outbox


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowHealth:
    overdue: int
    """Runs that should have gone on a while ago, and are not paused."""
    failed: int
    open_occurrences: int
    dead_messages: int


def flow_health(connection: Connection, *, before: int) -> FlowHealth:
    """Count what has been due since before a moment, and what has been given up."""
    resting = select(flow_state.c.flow).where(
        flow_state.c.program_id == flow_run.c.program_id,
        flow_state.c.flow == flow_run.c.flow,
        flow_state.c.paused_at.is_not(None),
    )
    late = select(func.count()).select_from(flow_run).where(flow_run.c.due_at < before)
    failed = select(func.count()).select_from(flow_run).where(flow_run.c.state == "failed")
    still = select(func.count()).select_from(occurrence)
    still = still.where(occurrence.c.state == "open", occurrence.c.due_at < before)
    dead = select(func.count()).select_from(outbox).where(outbox.c.state == "dead")
    return FlowHealth(
        overdue=connection.execute(late.where(~resting.exists())).scalar_one(),
        failed=connection.execute(failed).scalar_one(),
        open_occurrences=connection.execute(still).scalar_one(),
        dead_messages=connection.execute(dead).scalar_one(),
    )
