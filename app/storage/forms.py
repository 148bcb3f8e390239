"""What was sent with forms: kept as it was, and read again."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import func

from app.errors import NotFound
from app.storage.form_tables import form_link, form_submission
from app.storage.space import Space

NOBODY = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """One form that was filled in and sent."""

    id: int
    member_id: int
    """0: nobody's."""
    form: str
    release_id: int
    sent_at: int
    day: int
    known_by: str
    language: str
    answers: Mapping[str, Any] | None
    """As sent, by item; None once the member was forgotten."""
    consent: str | None
    record_id: int | None
    cause: str
    outcome: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How often a form was sent, and when last."""

    count: int
    last_at: int | None


class NoSuchSubmission(NotFound):
    def __init__(self) -> None:
        super().__init__("没有这份提交。", "There is no such submission.")


def add(space: Space, program_id: int, submission: Submission) -> None:
    values = asdict(submission)
    space.execute(space.insert(form_submission).values(program_id=program_id, **values))


def get(space: Space, program_id: int, submission_id: int) -> Submission:
    """Give a submission. Raises `NoSuchSubmission`."""
    row = space.execute(
        space.select(form_submission)
        .where(form_submission.c.program_id == program_id)
        .where(form_submission.c.id == submission_id)
    ).one_or_none()
    if row is None:
        raise NoSuchSubmission
    return _submission(row)


def of_form(
    space: Space,
    program_id: int,
    form: str,
    *,
    before: tuple[int, int] | None = None,
    limit: int = 50,
) -> list[Submission]:
    """Give submissions of a form, the newest first; `before` is the moment and id of the last."""
    table = form_submission.c
    found = (
        space.select(form_submission)
        .where(table.program_id == program_id)
        .where(table.form == form)
        .order_by(table.sent_at.desc(), table.id.desc())
        .limit(limit)
    )
    if before is not None:
        at, last = before
        found = found.where((table.sent_at < at) | ((table.sent_at == at) & (table.id < last)))
    return [_submission(row) for row in space.execute(found)]


def tallies(space: Space, program_id: int) -> dict[str, Tally]:
    """Count the submissions of each form of a programme."""
    table = form_submission.c
    rows: Any = space.execute(
        space.select(form_submission, table.form, func.count(), func.max(table.sent_at))
        .where(table.program_id == program_id)
        .group_by(table.form)
    )
    return {form: Tally(count=count, last_at=last_at) for form, count, last_at in rows}


def queue(space: Space, program_id: int, form: str) -> None:
    """Let submissions of a form wait for each other until the transaction ends."""
    if not space.is_sqlite:
        own = space.select(form_link).where(form_link.c.program_id == program_id)
        space.execute(own.where(form_link.c.form == form).with_for_update())


def count_of(space: Space, program_id: int, form: str) -> int:
    table = form_submission.c
    found = space.select(form_submission, func.count()).where(table.program_id == program_id)
    return int(space.execute(found.where(table.form == form)).scalar_one())


def last_day(space: Space, program_id: int, form: str, member_id: int) -> int | None:
    """Say on which local day a member sent a form last."""
    table = form_submission.c
    found = (
        space.select(form_submission, func.max(table.day))
        .where(table.program_id == program_id)
        .where(table.form == form)
        .where(table.member_id == member_id)
    )
    day = space.execute(found).scalar()
    return None if day is None else int(day)


def sent_since(space: Space, program_id: int, form: str, member_id: int, *, since: int) -> bool:
    """Say whether a member has sent a form since a moment."""
    table = form_submission.c
    found = (
        space.select(form_submission, table.id)
        .where(table.program_id == program_id, table.form == form)
        .where(table.member_id == member_id, table.sent_at >= since)
    )
    return space.execute(found.limit(1)).first() is not None


def hand_over(space: Space, old: int, new: int) -> None:
    """Have what a member sent be what another member sent."""
    table = form_submission
    rows = space.execute(space.select(table).where(table.c.member_id == old)).all()
    space.execute(space.delete(table).where(table.c.member_id == old))
    for row in rows:
        space.execute(table.insert().values(row._asdict() | {"member_id": new}))


def forget(space: Space, member_id: int) -> None:
    """Forget what a member answered; that and when they agreed to something stays."""
    own = space.update(form_submission).where(form_submission.c.member_id == member_id)
    space.execute(own.values(answers=None))


def _submission(row: Any) -> Submission:
    names: Sequence[str] = tuple(Submission.__dataclass_fields__)
    return Submission(**{name: getattr(row, name) for name in names})
