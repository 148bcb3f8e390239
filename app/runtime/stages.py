"""Goals on the way to a tier: who reached one is written down once, with what it is worth."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from sqlalchemy import ColumnElement, Executable, bindparam, literal, select, union_all

from app.days import Moment
from app.expression.check import Checked
from app.expression.sql import met
from app.program.checked import CheckedLadder
from app.program.ladder import Stage
from app.runtime.placing import Placing
from app.runtime.postings import LONGEST_CAUSE, STAGE
from app.runtime.releases import Live
from app.runtime.tiers import Occasion
from app.secrets import digest_of
from app.storage.sets import bound, numbers
from app.storage.space import Space
from app.storage.stages import not_yet, recording
from app.storage.types import BIG, TEXT


@dataclass(frozen=True, slots=True, kw_only=True)
class Reached:
    """A member who reached a stage for the first time."""

    member_id: int
    ladder: str
    tier: str
    stage: Stage

    @property
    def cause(self) -> str:
        """What its reward is booked under: the same whatever brought it about."""
        name = f"{STAGE}{self.ladder}:{self.tier}:{self.stage.key}:{self.member_id}"
        # Three keys of sixty characters are longer than a cause may be.
        return name if len(name) <= LONGEST_CAUSE else f"{STAGE}{digest_of(name)}"


def reach(space: Space, live: Live, member_ids: Sequence[int], occasion: Occasion) -> list[Reached]:
    """Write down the stages these members have just reached.

    A ladder's stages are for the members on it, whatever tier they stand on.
    """
    dialect = space.connection.dialect.name
    values = {"ids": bound(dialect, list(member_ids))}
    found: list[Reached] = []
    for ladder in live.checked.ladders.values():
        placing = Placing(live, ladder, occasion.moment)
        found += _reached(space, placing, values, occasion)
    return found


def waiting(space: Space, live: Live, moment: Moment, *, after: int, limit: int) -> list[int]:
    """Give members with an id above `after` who have reached a stage that is not written down.

    At most so many, the lowest ids first.
    """
    found: set[int] = set()
    for ladder in live.checked.ladders.values():
        placing = Placing(live, ladder, moment)
        members = placing.members.readable
        for (tier, stage), condition in ladder.stages.items():
            statement = (
                select(members.c.id)
                .where(placing.own, members.c.id > after)
                .where(*_asked(placing, condition))
                .where(not_yet(members, placing.columns.id, tier, stage))
                .order_by(members.c.id)
                .limit(limit)
            )
            found.update(space.execute(statement).scalars())
    return sorted(found)[:limit]


def _reached(
    space: Space, placing: Placing, values: dict[str, Any], occasion: Occasion
) -> list[Reached]:
    if not placing.ladder.stages:
        return []
    dialect = space.connection.dialect.name
    statement = placing.remembered("reach", dialect, partial(_recording, placing, dialect))
    rows = space.execute(
        statement, {**values, "now": occasion.moment.now, "because": occasion.cause}
    ).all()
    stages = _stages(placing.ladder)
    found = [
        Reached(
            member_id=row.member_id,
            ladder=placing.ladder.ladder.key,
            tier=row.tier,
            stage=stages[row.tier, row.stage],
        )
        for row in rows
    ]
    return sorted(found, key=lambda each: (each.member_id, each.cause))


def _stages(ladder: CheckedLadder) -> dict[tuple[str, str], Stage]:
    return {(tier.key, each.key): each for tier in ladder.ladder.tiers for each in tier.stages}


def _recording(placing: Placing, dialect: str) -> Executable:
    """Find the members who meet a stage's condition and have not reached it, for all stages."""
    members, catalogue = placing.members.readable, placing.live.catalogue
    ladder_id = placing.columns.id
    selects = [
        select(
            literal(catalogue.workspace_id, BIG),
            literal(catalogue.program_id, BIG),
            members.c.id,
            literal(ladder_id, BIG),
            literal(tier, TEXT),
            literal(stage, TEXT),
            bindparam("now", type_=BIG),
            literal(catalogue.release_id, BIG),
            bindparam("because", type_=TEXT),
        )
        .where(placing.own, placing.members.table.c.id.in_(numbers(dialect)))
        .where(*_asked(placing, condition))
        .where(not_yet(members, ladder_id, tier, stage))
        for (tier, stage), condition in placing.ladder.stages.items()
    ]
    # SQLite takes ON CONFLICT for a join unless a WHERE stands before it.
    found = union_all(*selects).subquery()
    return recording(dialect, select(found).where(literal(1) == literal(1)))


def _asked(placing: Placing, condition: Checked) -> list[ColumnElement[bool]]:
    """Say who is on the ladder and meets a stage's condition, by the release that is live."""
    members = placing.ladder.members
    asked = [condition] if members is None else [members, condition]
    return [met(each, placing.source(), placing.moment) for each in asked]
