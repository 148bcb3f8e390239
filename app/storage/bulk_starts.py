"""Starts for many members: who would go in and who not, and what became of each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Select,
    and_,
    case,
    exists,
    func,
    literal,
    select,
    true,
)

from app.storage.bulk_jobs import State, bulk_target
from app.storage.flow_tables import flow_run
from app.storage.sets import bound, numbers
from app.storage.space import Space
from app.storage.types import BIG, TEXT, WORD
from app.words import Words


class Verdict(StrEnum):
    """What becomes of a member who is to go into an automation."""

    ENTERS = "enters"
    GONE = "gone"
    INSIDE = "inside"
    """Is in it already, and may not be in it twice."""
    ONCE = "once"
    """Was in it, and it lets each in once only."""
    PERIOD = "period"
    """Was in it in this period, and it lets each in once in one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """What is asked of members at the door of an automation."""

    program_id: int
    flow: str
    members: FromClause
    cause: str | None
    """What they go in for; None: they may go in again and again."""
    barred: Verdict
    """What is said of whoever went in for that before."""
    skip_inside: bool
    """Whether nobody goes in who is in it already."""

    def verdict(self, space: Space, member: ColumnElement[Any]) -> ColumnElement[str]:
        """Say what becomes of each member."""
        here, there = flow_run.c, self.members.c
        runs = exists().where(
            here.workspace_id == space.workspace_id,
            here.member_id == member,
            here.program_id == self.program_id,
            here.flow == self.flow,
        )
        is_there = exists().where(there.workspace_id == space.workspace_id, there.id == member)
        inside = runs.where(here.due_at.is_not(None))
        before = None if self.cause is None else runs.where(here.cause == self.cause)
        whens: list[tuple[ColumnElement[bool], str]] = [(~is_there, Verdict.GONE.value)]
        if self.skip_inside:
            whens.append((inside, Verdict.INSIDE.value))
        if before is not None:
            whens.append((and_(before, inside), Verdict.INSIDE.value))
            whens.append((before, self.barred.value))
        return case(
            *((when, literal(word, WORD)) for when, word in whens),
            else_=literal(Verdict.ENTERS.value, WORD),
        )


def foretold(space: Space, gate: Gate, members: Select[Any]) -> dict[Verdict, int]:
    """Count what would become of members, without letting anybody in."""
    judged = _judged(space, gate, members)
    rows: Any = space.execute(
        select(judged.c.verdict, func.count()).group_by(judged.c.verdict)
    ).all()
    return {Verdict(verdict): int(many) for verdict, many in rows}


def held_back(
    space: Space, gate: Gate, members: Select[Any], *, limit: int
) -> list[tuple[int, Verdict]]:
    """Give the first members who would not go in, with why."""
    judged = _judged(space, gate, members)
    found = (
        select(judged.c.member_id, judged.c.verdict)
        .where(judged.c.verdict != Verdict.ENTERS.value)
        .order_by(judged.c.member_id)
        .limit(limit)
    )
    return [(row.member_id, Verdict(row.verdict)) for row in space.execute(found)]


def _judged(space: Space, gate: Gate, members: Select[Any]) -> FromClause:
    whom = members.subquery()
    verdict = gate.verdict(space, whom.c[0]).label("verdict")
    return select(whom.c[0].label("member_id"), verdict).select_from(whom).subquery()


def waiting_up_to(space: Space, job_id: int, size: int, *, after: int) -> tuple[int, int]:
    """Give the last of the members who are next, and how many they are.

    Nobody up to `after` waits any more; to say so spares PostgreSQL what is left of their rows.
    """
    here = bulk_target.c
    page = (
        space.select(bulk_target, here.member_id)
        .where(here.job_id == job_id, here.state == State.WAITING.value, here.member_id > after)
        .order_by(here.member_id)
        .limit(size)
        .subquery()
    )
    row: Any = space.execute(select(func.max(page.c.member_id), func.count())).one()
    return (row[0] or 0), row[1]


def _next(job_id: int, up_to: int) -> ColumnElement[bool]:
    here = bulk_target.c
    return and_(here.job_id == job_id, here.state == State.WAITING.value, here.member_id <= up_to)


def refuse(
    space: Space, job_id: int, gate: Gate, said: Mapping[Verdict, Words], *, up_to: int
) -> None:
    """Mark those of the next members who may not go in; most may, so each is asked once."""
    verdict, dialect = gate.verdict(space, bulk_target.c.member_id), space.connection.dialect.name
    found: Any = space.execute(
        space.select(bulk_target, bulk_target.c.member_id, verdict.label("verdict"))
        .where(_next(job_id, up_to))
        .where(verdict != Verdict.ENTERS.value)
    ).all()
    for each, words in said.items():
        ids = [row.member_id for row in found if row.verdict == each.value]
        if ids:
            space.execute(
                space.update(bulk_target)
                .where(bulk_target.c.job_id == job_id)
                .where(bulk_target.c.member_id.in_(numbers(dialect)))
                .values(state=State.REFUSED.value, why_zh=words.zh, why_en=words.en),
                {"ids": bound(dialect, ids)},
            )


def refuse_all(space: Space, job_id: int, why: Words) -> None:
    """Mark everybody who is left as refused."""
    space.execute(
        space.update(bulk_target)
        .where(bulk_target.c.job_id == job_id, bulk_target.c.state == State.WAITING.value)
        .values(state=State.REFUSED.value, why_zh=why.zh, why_en=why.en)
    )


def next_ones(space: Space, job_id: int, run_id: int, cause: str, *, up_to: int) -> Select[Any]:
    """Select the next members as those who go in: `member_id`, `id`, `record_id`, `cause`."""
    return space.select(
        bulk_target,
        bulk_target.c.member_id,
        literal(run_id, BIG).label("id"),
        literal(None, BIG).label("record_id"),
        literal(cause, TEXT).label("cause"),
    ).where(_next(job_id, up_to))


def settle(space: Space, job_id: int, run_id: int, otherwise: Words, *, up_to: int) -> None:
    """Mark the next members: those who have gone in as that, the others as refused."""
    went_in = exists().where(
        flow_run.c.workspace_id == space.workspace_id,
        flow_run.c.member_id == bulk_target.c.member_id,
        flow_run.c.id == run_id,
    )
    for who, values in (
        (went_in, {"state": State.CHANGED.value}),
        (true(), {"state": State.REFUSED.value, "why_zh": otherwise.zh, "why_en": otherwise.en}),
    ):
        space.execute(space.update(bulk_target).where(_next(job_id, up_to), who).values(values))


def reasons(space: Space, job_id: int) -> Sequence[tuple[Words, int]]:
    """Count who was refused by reason, the most frequent first."""
    here = bulk_target.c
    many = func.count()
    rows: Any = space.execute(
        space.select(bulk_target, here.why_zh, here.why_en, many)
        .where(here.job_id == job_id, here.state == State.REFUSED.value)
        .group_by(here.why_zh, here.why_en)
        .order_by(many.desc())
    )
    return [(Words(row[0] or "", row[1] or ""), int(row[2])) for row in rows]
