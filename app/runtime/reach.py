"""How many of the members there are meet a condition today, and how far the furthest has come."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from sqlalchemy import func

from app.expression.check import Checked
from app.expression.sql import to_sql
from app.expression.tree import Apply, Convert, Rollup, Typed
from app.runtime.computed import rollups_in
from app.runtime.foresight import Foreseeing, count, of_ladder
from app.runtime.sight import Sight


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


def reached(found: Mapping[str, Foreseeing]) -> Iterator[Reach]:
    """Say of each tier how many meet its condition."""
    for key, each in found.items():
        for tier, many in each.met.items():
            yield Reach(ladder=key, tier=tier, members=each.on_it, met=many)


def parts_met(sight: Sight, ladder: str, parts: list[Checked]) -> list[int]:
    """Count who of those on a ladder meets each part of a condition."""
    return count(sight, ladder, parts)[1:]


def furthest(sight: Sight, ladder: str, metric: Checked) -> int | None:
    """Give the largest value that anybody on a ladder has of a metric."""
    members = sight.checked.ladders[ladder].members
    placing = sight.placing(ladder, [metric, *([] if members is None else [members])])
    value = to_sql(metric, placing.source(), sight.moment)
    found = sight.space.execute(of_ladder(sight, placing, [func.max(value)])).scalar_one()
    return None if found is None else int(found)


def metric_of(part: Typed) -> Rollup | None:
    """Give the metric of which a condition asks for at least so much."""
    if not isinstance(part, Apply) or part.operator not in {">=", ">"}:
        return None
    asked = part.arguments[0]
    if isinstance(asked, Convert):
        asked = asked.value
    return asked if isinstance(asked, Rollup) else None


def part_of(condition: Checked, part: Typed) -> Checked:
    """Give a part of a condition as a rule of its own, with the metrics it reads."""
    return replace(condition, tree=part, type=part.type, rollups=tuple(rollups_in(part)))
