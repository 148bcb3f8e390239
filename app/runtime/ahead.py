"""Who moves at an evaluation, looked for without keeping other writers waiting."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import orjson
from sqlalchemy import func, select

from app.runtime import notices
from app.runtime.moves import between
from app.runtime.placing import How, Placing
from app.runtime.upkeep import Run
from app.storage import records
from app.storage.space import Space
from app.storage.standings import BEFORE_ALL, EvaluationRow

STRETCH = 1 << 16
"""Ids that are looked at in one statement; members have some of them, seldom all."""
WIDEST = 1 << 20
DENSE = 8
"""Ids for each member who moves, up to which those between are looked through as well."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """What is done in one transaction, for an evaluation that has come up to `after`."""

    after: int
    up_to: int
    members: Sequence[int]
    """Those who move, or are told something; everybody else between stays as they are."""
    placed: int
    """How many members are placed when this is done."""
    last: bool

    @property
    def dense(self) -> bool:
        """Whether looking through all between is no more work than looking up those who move."""
        return self.members[-1] - self.members[0] < DENSE * len(self.members)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Stretch:
    """Members with `after` < id <= `up_to`: how many there are, and which of them matter."""

    after: int
    up_to: int
    count: int
    members: Sequence[int]
    last: bool


class Ahead:
    """Cuts an evaluation into pieces by who moves, so that a piece takes as long as its writes.

    Only members change who are found again when the piece is written; what other workers have done
    meanwhile is seen by how far the evaluation is.
    """

    def __init__(self, run: Run) -> None:
        self._run = run
        self._stretch: _Stretch | None = None
        self._width = STRETCH
        self._at = BEFORE_ALL
        self._before: int | None = 0
        """How many members there are before the stretch; None: somebody else placed some."""

    def piece(self, row: EvaluationRow, size: int) -> Piece:
        """Give the next piece of an evaluation, with at most so many members."""
        if row.up_to != self._at:
            self._before = 0 if row.up_to == BEFORE_ALL else None
        at = row.up_to
        while True:
            stretch = self._covering(at)
            begin = bisect_right(stretch.members, at)
            members = stretch.members[begin : begin + size]
            if begin + size < len(stretch.members):
                up_to, placed, last = members[-1], row.placed + size, False
                break
            up_to, placed, last = stretch.up_to, self._passed(stretch), stretch.last
            if members or last:
                break
            at = up_to
        self._at = up_to
        return Piece(after=row.up_to, up_to=up_to, members=members, placed=placed, last=last)

    def _covering(self, at: int) -> _Stretch:
        if self._stretch is None or not self._stretch.after <= at < self._stretch.up_to:
            with self._run.spaces.reading(self._run.workspace_id) as space:
                self._stretch = self._look(space, at)
            few = self._stretch.count < STRETCH // 2
            self._width = min(self._width * 2, WIDEST) if few else STRETCH
        return self._stretch

    def _passed(self, stretch: _Stretch) -> int:
        """Give how many members there are up to the end of a stretch."""
        if self._before is None:
            with self._run.spaces.reading(self._run.workspace_id) as space:
                self._before = _count(space, self._run, after=BEFORE_ALL, up_to=stretch.up_to)
        else:
            self._before += stretch.count
        return self._before

    def _look(self, space: Space, after: int) -> _Stretch:
        kept = self._run.live.catalogue.members
        ids = records.own(space, kept, kept.identity).limit(1)
        first = space.execute(ids.where(kept.identity > after).order_by(kept.identity)).scalar()
        if first is None:
            return _Stretch(after=after, up_to=after + 1, count=0, members=(), last=True)
        most = space.execute(ids.order_by(kept.identity.desc())).scalar_one()
        up_to = first - 1 + self._width
        count, found = 0, set[int]()
        for ladder in self._run.live.checked.ladders.values():
            placing = Placing(self._run.live, ladder, self._run.moment)
            count, moving = _moving(space, placing, after=after, up_to=up_to)
            found.update(moving, notices.ahead(space, placing, after=after, up_to=up_to))
        return _Stretch(
            after=after,
            up_to=up_to,
            count=count or _count(space, self._run, after=after, up_to=up_to),
            members=sorted(found),
            last=up_to >= most,
        )


def _count(space: Space, run: Run, *, after: int, up_to: int) -> int:
    kept = run.live.catalogue.members
    some = records.own(space, kept, func.count()).where(
        kept.identity > after, kept.identity <= up_to
    )
    return int(space.execute(some).scalar_one())


def _moving(space: Space, placing: Placing, *, after: int, up_to: int) -> tuple[int, Sequence[int]]:
    """Give how many members there are and who of them moves, in one pass."""
    dialect = space.connection.dialect.name
    statement = placing.remembered("ahead", dialect, partial(_looked, placing, dialect))
    row: Any = space.execute(statement, {"after": after, "up_to": up_to}).one()
    count, ids = row
    if dialect == "sqlite":
        return count, orjson.loads(ids)
    return count, ids or ()


def _looked(placing: Placing, dialect: str) -> Any:
    all_of_them = placing.placed(between(placing.members.table), How.EVALUATION).subquery()
    moves = all_of_them.c.new_earned.is_distinct_from(all_of_them.c.old_earned)
    if dialect == "sqlite":
        return select(func.count(), func.json_group_array(all_of_them.c.id).filter(moves))
    return select(func.count(), func.array_agg(all_of_them.c.id).filter(moves))
