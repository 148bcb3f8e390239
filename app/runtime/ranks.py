"""Ranks become cut values: what a metric must reach to be among the first, as of an evaluation."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, desc, func, select

from app.days import Moment
from app.expression.check import Checked
from app.expression.sql import met, to_sql
from app.expression.tree import RankCut
from app.program.checked import CheckedLadder
from app.runtime.releases import Live
from app.runtime.source import TableSource, cut_form
from app.storage import cuts
from app.storage.catalogue import Catalogue
from app.storage.cuts import Cut
from app.storage.space import Space

PER_CENT = 100


WHOLE = Fraction(1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Among:
    """The members who are ranked: all of them, or a share that stands for all."""

    which: ColumnElement[bool]
    share: Fraction = WHOLE


def ahead_at_most(rank: RankCut, ranked: int, share: Fraction = WHOLE) -> int:
    """Say how many members may be strictly ahead of one who still meets the comparison.

    Percent is 100 × members ahead ÷ ranked members, position is 1 + members ahead; both are
    compared as whole numbers, so that ties at the cut are all inside (E-7). Where only a share of
    the members is looked at, it holds that share of the first positions.
    """
    threshold = Fraction(str(rank.threshold))
    limit = threshold * ranked / PER_CENT if rank.mode == "percent" else (threshold - 1) * share
    return ceil(limit) - 1 if rank.operator == "<" else floor(limit)


def ranks_of(ladder: CheckedLadder) -> Iterator[RankCut]:
    """Give every rank that the conditions of a ladder ask for, each once."""
    asked = [each for one in ladder.everything for each in one.ranks]
    yield from {each.normal_form: each for each in asked}.values()


def find_cuts(space: Space, live: Live, moment: Moment) -> dict[str, Cut]:
    """Find the cut of every rank that a ladder asks for, over the members as they are."""
    return {
        cut_form(ladder.ladder.key, each): find_cut(space, live.catalogue, ladder, each, moment)
        for ladder in live.checked.ladders.values()
        for each in ranks_of(ladder)
    }


def keep_cuts(space: Space, live: Live, found: Mapping[str, Cut]) -> None:
    """Have conditions compare with these cuts from now on."""
    for form, cut in found.items():
        cuts.keep(space, live.catalogue.program_id, form, cut)


def find_cut(
    space: Space,
    catalogue: Catalogue,
    ladder: CheckedLadder,
    rank: RankCut,
    moment: Moment,
) -> Cut:
    """Find the least value of the ranked metric that still meets the comparison."""
    table = catalogue.members.readable
    source = TableSource(catalogue=catalogue, records=catalogue.members, table=table, moment=moment)
    value = _ranked(rank, source, moment)
    counted = and_(table.c.workspace_id == space.workspace_id, value > 0)
    if ladder.members is not None:
        counted = and_(counted, met(ladder.members, source, moment))
    ranked = space.execute(select(func.count()).select_from(table).where(counted)).scalar_one()
    ahead = min(ahead_at_most(rank, ranked), ranked - 1)
    least = None
    if ahead >= 0:
        least = space.execute(
            select(value.label("v")).where(counted).order_by(desc("v")).offset(ahead).limit(1)
        ).scalar()
    return Cut(value=least, ranked=ranked, at=moment.now)


def _ranked(rank: RankCut, source: TableSource, moment: Moment) -> ColumnElement[Any]:
    metric = Checked(
        tree=rank.metric,
        type=rank.metric.type,
        findings=(),
        rollups=(),
        ranks=(),
        variables=(),
    )
    return to_sql(metric, source, moment)


def ranked_values(
    rank: RankCut, source: TableSource, moment: Moment, which: ColumnElement[bool]
) -> Select[Any]:
    """Select the values that members are ranked by, the highest first; zero is not ranked."""
    value = _ranked(rank, source, moment).label("v")
    found = select(value).select_from(source.table).where(which, value > 0)
    return found.order_by(desc("v"))
