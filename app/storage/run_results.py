"""What runs brought about: coupons, entries, messages and changes, found by their run."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, literal

from app.storage.benefit_tables import coupon
from app.storage.catalogue import Records
from app.storage.flow_runs import RunRow
from app.storage.flow_tables import outbox
from app.storage.records import by_field
from app.storage.space import Space
from app.storage.tables import history
from app.storage.types import TEXT


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """A coupon that came of a run."""

    id: int
    design: str
    cause: str
    state: str
    at: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A message that came of a run."""

    id: int
    step: str | None
    channel: str
    state: str
    body: dict[str, Any]
    at: int
    sent_at: int | None
    attempts: int
    error: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """A field that changed while a run went on, by its automation."""

    record_id: int
    object_id: int
    field: str
    at: int


def coupons(space: Space, program_id: int, run: RunRow) -> list[Given]:
    here, own = coupon.c, f"flow:{run.id}:"
    rows = space.execute(
        space.select(coupon)
        .where(here.program_id == program_id, here.member_id == run.member_id)
        .where(_begins(here.cause, own))
        .order_by(here.issued_at, here.id)
    )
    return [
        Given(id=row.id, design=row.design, cause=row.cause, state=row.state, at=row.issued_at)
        for row in rows
    ]


def _begins(column: Any, text: str) -> Any:
    return func.substr(column, 1, len(text)) == literal(text, TEXT)


def messages(space: Space, program_id: int, run: RunRow) -> list[Said]:
    here = outbox.c
    rows = space.execute(
        space.select(outbox)
        .where(here.program_id == program_id, here.member_id == run.member_id)
        .where(here.run_id == run.id)
        .order_by(here.created_at, here.id)
    )
    return [
        Said(
            id=row.id,
            step=row.step,
            channel=row.channel,
            state=row.state,
            body=row.body,
            at=row.created_at,
            sent_at=row.sent_at,
            attempts=row.attempts,
            error=row.last_error,
        )
        for row in rows
    ]


def entries(space: Space, kept: Records, run: RunRow) -> list[dict[str, Any]]:
    """Give the entries of the ledger that a run booked, by field."""
    table = kept.table
    named = table.c[kept.fields["external_id"].name]
    rows = space.execute(
        space.select(table)
        .where(table.c.member_id == run.member_id)
        .where(_begins(named, f"flow:{run.member_id}.{run.id}:"))
        .order_by(table.c.id)
    )
    return [by_field(kept, row) for row in rows]


def changes(space: Space, run: RunRow, moments: Sequence[int]) -> list[Changed]:
    """Give the fields that the automation changed at moments when the run took a step."""
    here = history.c
    if not moments:
        return []
    rows = space.execute(
        space.select(history, here.record_id, here.object_id, here.field, here.at)
        .where(here.member_id == run.member_id, here.cause == f"flow:{run.flow}")
        .where(here.at.in_(sorted(set(moments))))
        .order_by(here.at)
    )
    return [
        Changed(record_id=row.record_id, object_id=row.object_id, field=row.field, at=row.at)
        for row in rows
    ]
