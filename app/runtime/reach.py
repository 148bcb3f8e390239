"""How many of the members there are meet a condition today, and how far the furthest has come."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, select, true

from app.days import Moment
from app.expression.check import Checked
from app.expression.sql import met, to_sql
from app.expression.tree import Apply, Convert, Rollup, Typed
from app.program.checked import CheckedProgram
from app.runtime.foresight import count_members, cuts_among, drawn
from app.runtime.placing import Placing
from app.runtime.releases import Live
from app.storage.catalogue import Catalogue
from app.storage.space import Space


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """How many meet the condition of a tier, of those who are on the ladder."""

    ladder: str
    tier: str
    members: int
    """Who were looked at and are on the ladder."""
    met: int

    def below(self, percent: int) -> bool:
        """Whether fewer than so many of a hundred meet it; exactly so many are enough."""
        return 100 * self.met < percent * self.members


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """The members as rules that are not released would see them."""

    space: Space
    checked: CheckedProgram
    rules: Live
    moment: Moment
    cuts: Mapping[str, float | None]
    which: ColumnElement[bool]
    estimated: bool
    """Whether some members stand for all."""

    def reached(self) -> Iterator[Reach]:
        """Count for each tier who meets its condition, by a statement for each ladder."""
        for key, ladder in self.checked.ladders.items():
            conditions = list(ladder.conditions.items())
            counts = self.count(key, [each for _, each in conditions])
            for (tier, _), many in zip(conditions, counts[1:], strict=True):
                yield Reach(ladder=key, tier=tier, members=counts[0], met=many)

    def count(self, ladder: str, conditions: list[Checked]) -> list[int]:
        """Count who is on a ladder, and who of them meets each condition."""
        placing = self._placing(ladder)
        counted = [
            func.sum(case((met(each, placing.source(), self.moment), 1), else_=0))
            for each in conditions
        ]
        row = self.space.execute(self._of_ladder(placing, [func.count(), *counted])).one()
        return [int(each or 0) for each in row]

    def furthest(self, ladder: str, metric: Checked) -> int | None:
        """Give the largest value that anybody on a ladder has of a metric."""
        placing = self._placing(ladder)
        value = to_sql(metric, placing.source(), self.moment)
        found = self.space.execute(self._of_ladder(placing, [func.max(value)])).scalar_one()
        return None if found is None else int(found)

    def _placing(self, ladder: str) -> Placing:
        return Placing(self.rules, self.checked.ladders[ladder], self.moment, self.cuts)

    def _of_ladder(self, placing: Placing, columns: list[ColumnElement[Any]]) -> Select[Any]:
        table = placing.members.readable
        members = placing.ladder.members
        on_it = true() if members is None else met(members, placing.source(), self.moment)
        return select(*columns).select_from(table).where(and_(placing.own, self.which, on_it))


def sight(
    space: Space, checked: CheckedProgram, catalogue: Catalogue, moment: Moment, *, most: int
) -> Sight:
    """Look at the members, or at about `most` of them who stand for all."""
    members = count_members(space, catalogue.members, true())
    among = drawn(catalogue.members, members, most)
    return Sight(
        space=space,
        checked=checked,
        rules=Live(number=0, checked=checked, catalogue=catalogue, reads_now=True),
        moment=moment,
        cuts=cuts_among(space, checked, catalogue, moment, among),
        which=among.which,
        estimated=members > most,
    )


def metric_of(part: Typed) -> Rollup | None:
    """Give the metric of which a condition asks for at least so much."""
    if not isinstance(part, Apply) or part.operator not in {">=", ">"}:
        return None
    asked = part.arguments[0]
    if isinstance(asked, Convert):
        asked = asked.value
    return asked if isinstance(asked, Rollup) else None


def part_of(condition: Checked, part: Typed) -> Checked:
    return replace(condition, tree=part, type=part.type)
