"""Ranks become cut values: what a metric must reach to be among the first, as of an evaluation."""

from fractions import Fraction
from math import ceil, floor

from sqlalchemy import and_, desc, func, select

from app.days import Moment
from app.expression.check import Checked
from app.expression.sql import met, to_sql
from app.expression.tree import RankCut
from app.program.checked import CheckedLadder
from app.runtime.releases import Live
from app.runtime.source import TableSource, cut_form
from app.storage import cuts
from app.storage.cuts import Cut
from app.storage.space import Space

PER_CENT = 100


def ahead_at_most(rank: RankCut, ranked: int) -> int:
    """Say how many members may be strictly ahead of one who still meets the comparison.

    Percent is 100 × members ahead ÷ ranked members, position is 1 + members ahead; both are
    compared as whole numbers, so that ties at the cut are all inside (E-7).
    """
    threshold = Fraction(str(rank.threshold))
    limit = threshold * ranked / PER_CENT if rank.mode == "percent" else threshold - 1
    return ceil(limit) - 1 if rank.operator == "<" else floor(limit)


def take_cuts(space: Space, live: Live, moment: Moment) -> None:
    """Find the cut values of every rank that a ladder asks for, over the members as they are."""
    for ladder in live.checked.ladders.values():
        conditions = [*ladder.conditions.values()]
        ranks = {each.normal_form: each for checked in conditions for each in checked.ranks}
        for each in ranks.values():
            found = _cut(space, live, ladder, each, moment)
            program_id = live.catalogue.program_id
            cuts.keep(space, program_id, cut_form(ladder.ladder.key, each), found)


def _cut(space: Space, live: Live, ladder: CheckedLadder, rank: RankCut, moment: Moment) -> Cut:
    members = live.catalogue.members
    source = TableSource(
        catalogue=live.catalogue, records=members, table=members.table, moment=moment
    )
    metric = Checked(
        tree=rank.metric,
        type=rank.metric.type,
        findings=(),
        rollups=(),
        ranks=(),
        variables=(),
    )
    value = to_sql(metric, source, moment)
    counted = and_(members.table.c.workspace_id == space.workspace_id, value > 0)
    if ladder.members is not None:
        counted = and_(counted, met(ladder.members, source, moment))
    ranked = space.execute(
        select(func.count()).select_from(members.table).where(counted)
    ).scalar_one()
    ahead = min(ahead_at_most(rank, ranked), ranked - 1)
    least = None
    if ahead >= 0:
        least = space.execute(
            select(value.label("v")).where(counted).order_by(desc("v")).offset(ahead).limit(1)
        ).scalar()
    return Cut(value=least, ranked=ranked, at=moment.now)
