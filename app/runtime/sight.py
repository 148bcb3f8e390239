"""The members as rules that are not released would find them, and what ranks would compare with."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import partial

from sqlalchemy import ColumnElement, FromClause, and_, func, select, true

from app.days import Moment
from app.expression.check import Checked
from app.expression.sql import met
from app.expression.tree import RankCut, Rollup
from app.program.checked import CheckedLadder, CheckedProgram
from app.runtime.anew import begun_anew
from app.runtime.computed import computed, rollups_in
from app.runtime.placing import Placing
from app.runtime.ranks import WHOLE, Among, ahead_at_most, ranked_values, ranks_of
from app.runtime.releases import Live
from app.runtime.source import TableSource, cut_form
from app.storage.catalogue import Catalogue, Records
from app.storage.space import Space

PRIME = 2**31 - 1
SPREAD = 1_327_217_885
"""Members are drawn by id × this, which scatters neighbouring ids evenly (golden section)."""
Whom = Callable[[FromClause], ColumnElement[bool]]
"""Says of a table of members which are meant."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """The members as rules that are not released would see them."""

    space: Space
    checked: CheckedProgram
    rules: Live
    moment: Moment
    cuts: Mapping[str, float | None]
    members: int
    """How many there are."""
    looked_at: int
    whom: Whom

    @property
    def estimated(self) -> bool:
        """Whether some members stand for all."""
        return self.looked_at < self.members

    def for_all(self, looked_at: int) -> int:
        """Give for how many of all members so many of those looked at stand."""
        return round(looked_at * self.members / self.looked_at) if self.looked_at else 0

    def placing(self, ladder: str, asked: Iterable[Checked]) -> Placing:
        """Give a ladder with the metrics of what will be asked computed once."""
        rollups = [each for one in asked for each in one.rollups]
        which = self.whom(self.rules.catalogue.members.readable)
        catalogue = computed(self.rules.catalogue, rollups, self.moment, which)
        rules = replace(self.rules, catalogue=catalogue)
        return Placing(rules, self.checked.ladders[ladder], self.moment, self.cuts)

    def among(self, whom: Whom) -> "Sight":
        """Look at these members alone; ranks stay among those that were looked at before."""
        return replace(self, whom=whom)


def sight(
    space: Space, checked: CheckedProgram, catalogue: Catalogue, moment: Moment, *, most: int
) -> Sight:
    """Look at the members, or at about `most` of them who stand for all."""
    members = count_members(space, catalogue.members, true())
    whom, looked_at = _everybody, members
    if members > most:
        whom = partial(_drawn, there=members, most=most)
        looked_at = count_members(space, catalogue.members, whom(catalogue.members.readable))
    found = Sight(
        space=space,
        checked=checked,
        rules=begun_anew(
            space, Live(number=0, checked=checked, catalogue=catalogue, reads_now=True), moment
        ),
        moment=moment,
        cuts={},
        members=members,
        looked_at=looked_at,
        whom=whom,
    )
    return replace(found, cuts=_cuts(found))


def _everybody(_members: FromClause) -> ColumnElement[bool]:
    return true()


def count_members(space: Space, members: Records, which: ColumnElement[bool]) -> int:
    table = members.readable
    own = table.c.workspace_id == space.workspace_id
    counted = select(func.count()).select_from(table).where(own, which)
    return int(space.execute(counted).scalar_one())


def drawn(members: Records, there: int, most: int) -> Among:
    """Draw about `most` members by their ids, always the same ones; all where they are fewer."""
    if there <= most:
        return Among(which=true())
    return Among(which=_drawn(members.readable, there, most))


def _drawn(members: FromClause, there: int, most: int) -> ColumnElement[bool]:
    place = members.c.id % PRIME * SPREAD % PRIME
    return place < PRIME * most // there


def _cuts(seen: Sight) -> dict[str, float | None]:
    return {
        cut_form(key, each): _cut(seen, ladder, each)
        for key, ladder in seen.checked.ladders.items()
        for each in ranks_of(ladder)
    }


def _cut(seen: Sight, ladder: CheckedLadder, rank: RankCut) -> float | None:
    """Find what a metric must reach (E-7), as an evaluation finds it."""
    read: list[Rollup] = list(rollups_in(rank.metric))
    if ladder.members is not None:
        read += ladder.members.rollups
    whom, moment = seen.whom, seen.moment
    there = seen.rules.catalogue.members.readable
    catalogue = computed(seen.rules.catalogue, read, moment, whom(there))
    members = catalogue.members
    table = members.readable
    source = TableSource(catalogue=catalogue, records=members, table=table, moment=moment)
    which = and_(table.c.workspace_id == catalogue.workspace_id, whom(table))
    if ladder.members is not None:
        which = and_(which, met(ladder.members, source, moment))
    values = seen.space.execute(ranked_values(rank, source, moment, which)).scalars().all()
    share = Fraction(seen.looked_at, seen.members) if seen.looked_at else WHOLE
    ahead = min(ahead_at_most(rank, len(values), share), len(values) - 1)
    return values[ahead] if ahead >= 0 else None
