"""Tier changes and evaluations as they are written down."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import FromClause, Select, func, insert, literal, select

from app.storage.bulk import insert_all
from app.storage.sets import bound, numbers
from app.storage.space import Space
from app.storage.standing_tables import evaluation, ladder, tier_change

BEFORE_ALL = -1
"""How far an evaluation is that has placed nobody yet: no id is so small."""


_RELEASE = "release:"


def release_occurrence(number: int) -> str:
    """Name the evaluation that applies a release at once; scheduled ones are named by a day."""
    return f"{_RELEASE}{number}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A member went from one tier to another."""

    member_id: int
    ladder_id: int
    old_tier_id: int | None
    """The tier in force before; the same as the new one where only the earned one changed."""
    new_tier_id: int | None
    old_earned_id: int | None
    new_earned_id: int | None
    at: int
    reason: str
    release_id: int
    cause: str | None
    layer: str = "earned"
    """Which layer changed: earned, manual, trial, paid."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EvaluationRow:
    """One scheduled evaluation of a programme, which may be under way."""

    id: int
    release_id: int
    occurrence: str
    started_at: int
    finished_at: int | None
    up_to: int
    placed: int
    changed: int

    @property
    def applies_release(self) -> bool:
        return self.occurrence.startswith(_RELEASE)


def add_changes(space: Space, program_id: int, changes: Sequence[Change]) -> None:
    if not changes:
        return
    rows = [
        {
            "workspace_id": space.workspace_id,
            "program_id": program_id,
            "id": change_id,
            "member_id": each.member_id,
            "ladder_id": each.ladder_id,
            "old_tier_id": each.old_tier_id,
            "new_tier_id": each.new_tier_id,
            "old_earned_id": each.old_earned_id,
            "new_earned_id": each.new_earned_id,
            "layer": each.layer,
            "at": each.at,
            "reason": each.reason,
            "release_id": each.release_id,
            "cause": each.cause,
        }
        for change_id, each in zip(space.take_ids(len(changes)), changes, strict=True)
    ]
    insert_all(space, tier_change, rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class Circumstances:
    """What the changes of one placing have in common."""

    ladder_id: int
    release_id: int
    at: int
    reason: str
    cause: str


def add_changes_from(
    space: Space, program_id: int, changed: FromClause, common: Circumstances
) -> None:
    """Write the changes of a work table in one statement.

    It has `id`, `old_earned`, `new_earned`, `old` and `new`; who stays is left out.
    """
    names = (
        "workspace_id program_id member_id id ladder_id old_tier_id new_tier_id"
        " old_earned_id new_earned_id layer at reason release_id cause"
    )
    rows: Select[Any] = select(
        literal(space.workspace_id),
        literal(program_id),
        changed.c.id,
        literal(space.new_id()),
        literal(common.ladder_id),
        changed.c.old,
        changed.c.new,
        changed.c.old_earned,
        changed.c.new_earned,
        literal("earned"),
        literal(common.at),
        literal(common.reason),
        literal(common.release_id),
        literal(common.cause),
    ).where(changed.c.new_earned.is_distinct_from(changed.c.old_earned))
    space.execute(insert(tier_change).from_select(names.split(), rows))


def changes_of(space: Space, program_id: int, member_id: int) -> list[Change]:
    """Give a member's tier changes, newest first."""
    rows = space.execute(
        space.select(tier_change)
        .where(tier_change.c.program_id == program_id)
        .where(tier_change.c.member_id == member_id)
        .order_by(tier_change.c.at.desc(), tier_change.c.id.desc())
    )
    return [change_in(row) for row in rows]


def change_in(row: Any) -> Change:
    return Change(
        member_id=row.member_id,
        ladder_id=row.ladder_id,
        old_tier_id=row.old_tier_id,
        new_tier_id=row.new_tier_id,
        old_earned_id=row.old_earned_id,
        new_earned_id=row.new_earned_id,
        layer=row.layer,
        at=row.at,
        reason=row.reason,
        release_id=row.release_id,
        cause=row.cause,
    )


def last_earned_changes(
    space: Space, ladder_id: int, member_ids: Sequence[int]
) -> dict[int, Change]:
    """Give the change by which each of these members came to the tier they have earned."""
    dialect = space.connection.dialect.name
    rows = space.execute(
        space.select(tier_change)
        .where(tier_change.c.ladder_id == ladder_id)
        .where(tier_change.c.member_id.in_(numbers(dialect)))
        .where(tier_change.c.new_earned_id.is_distinct_from(tier_change.c.old_earned_id))
        .order_by(tier_change.c.at, tier_change.c.id),
        {"ids": bound(dialect, list(member_ids))},
    )
    return {row.member_id: change_in(row) for row in rows}


def find_evaluation(space: Space, program_id: int, occurrence: str) -> EvaluationRow | None:
    row = space.execute(
        space.select(evaluation)
        .where(evaluation.c.program_id == program_id)
        .where(evaluation.c.occurrence == occurrence)
    ).one_or_none()
    return None if row is None else _evaluation(row)


def last_evaluation(space: Space, program_id: int) -> EvaluationRow | None:
    """Give the evaluation that finished last."""
    row = space.execute(
        space.select(evaluation)
        .where(evaluation.c.program_id == program_id)
        .where(evaluation.c.finished_at.is_not(None))
        .order_by(evaluation.c.finished_at.desc(), evaluation.c.id.desc())
        .limit(1)
    ).one_or_none()
    return None if row is None else _evaluation(row)


def _evaluation(row: Any) -> EvaluationRow:
    return EvaluationRow(
        id=row.id,
        release_id=row.release_id,
        occurrence=row.occurrence,
        started_at=row.started_at,
        finished_at=row.finished_at,
        up_to=row.up_to,
        placed=row.placed,
        changed=row.changed,
    )


def unfinished_evaluations(space: Space, program_id: int) -> list[EvaluationRow]:
    """Give the evaluations that were begun and are not done, oldest first."""
    rows = space.execute(
        space.select(evaluation)
        .where(evaluation.c.program_id == program_id)
        .where(evaluation.c.finished_at.is_(None))
        .order_by(evaluation.c.started_at, evaluation.c.id)
    )
    return [_evaluation(row) for row in rows]


def begin_evaluation(
    space: Space, program_id: int, *, release_id: int, occurrence: str, at: int
) -> EvaluationRow:
    values: dict[str, Any] = {
        "id": space.new_id(),
        "release_id": release_id,
        "occurrence": occurrence,
        "started_at": at,
        "finished_at": None,
        "up_to": BEFORE_ALL,
        "placed": 0,
        "changed": 0,
    }
    space.execute(space.insert(evaluation).values(program_id=program_id, **values))
    return EvaluationRow(**values)


def lock_evaluation(space: Space, row: EvaluationRow) -> EvaluationRow:
    """Read an evaluation as it is now, and keep other workers from going on with it meanwhile."""
    found = space.execute(
        space.select(evaluation).where(evaluation.c.id == row.id).with_for_update()
    ).one()
    return _evaluation(found)


def save_evaluation(space: Space, row: EvaluationRow) -> None:
    space.execute(
        space.update(evaluation)
        .where(evaluation.c.id == row.id)
        .values(
            up_to=row.up_to, placed=row.placed, changed=row.changed, finished_at=row.finished_at
        )
    )


def moves_between(
    space: Space, ladder_id: int, since: int, until: int
) -> list[tuple[int | None, int | None, int]]:
    """Count the changes of the tier in force from one moment up to another, by old and new."""
    old, new = tier_change.c.old_tier_id, tier_change.c.new_tier_id
    rows: Any = space.execute(
        space.select(tier_change, old, new, func.count())
        .where(tier_change.c.ladder_id == ladder_id)
        .where(tier_change.c.at >= since, tier_change.c.at < until)
        .where(new.is_distinct_from(old))
        .group_by(old, new)
    )
    return [(row[0], row[1], row[2]) for row in rows]


def reviewed_as(space: Space, ladder_id: int) -> str:
    """Give the settings for which the periods and reviews of a ladder's members were set."""
    found = space.select(ladder, ladder.c.reviewed_as).where(ladder.c.id == ladder_id)
    return space.execute(found).scalar() or ""


def note_review(space: Space, ladder_id: int, settings: str) -> None:
    space.execute(space.update(ladder).where(ladder.c.id == ladder_id).values(reviewed_as=settings))


def changes_after(space: Space, member_ids: Sequence[int], instant: int) -> list[Change]:
    """Give the tier changes of members after a moment, the first one first."""
    dialect = space.connection.dialect.name
    rows = space.execute(
        space.select(tier_change)
        .where(tier_change.c.member_id.in_(numbers(dialect)))
        .where(tier_change.c.at > instant)
        .order_by(tier_change.c.at, tier_change.c.id),
        {"ids": bound(dialect, list(member_ids))},
    )
    return [change_in(row) for row in rows]
