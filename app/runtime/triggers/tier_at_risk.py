"""Lets in members whose tier would be lost at a review that is near."""

from collections.abc import Iterator

from sqlalchemy import ColumnElement, and_, select, true

from app.program.checked_flows import CheckedFlow
from app.program.triggers import TRIGGER_KINDS as PROGRAM
from app.runtime.placing import NOWHERE, Placing
from app.runtime.triggers.base import Daily, Entering, Standing, named, options


class TierAtRisk(Daily):
    key = "tier_at_risk"
    label = PROGRAM["tier_at_risk"].label

    def standing(self, flow: CheckedFlow, asked: Standing) -> Iterator[Entering]:
        chosen = options(flow)
        ladder = asked.live.checked.ladders.get(chosen["ladder"])
        if ladder is None:
            return
        placing = Placing(asked.live, ladder, asked.moment)
        columns, members, today = placing.columns, placing.members.readable, asked.moment.today
        due = members.c[columns.due.name]
        near: ColumnElement[bool] = true()
        occasion = named("held", members.c[columns.reached.name])
        if ladder.ladder.review.dated:
            near, occasion = and_(due > today, due <= today + chosen["days"]), named("due", due)
        seen = placing.reviewed(and_(asked.among, near)).subquery()
        falling = select(seen.c.id).where(seen.c.position < seen.c.held, seen.c.position != NOWHERE)
        # On a ladder that is looked at every day, a tier is at risk once for as long as it is held.
        yield asked.those(
            named("risk", ladder.ladder.key, occasion),
            members.c.id.in_(falling),
            *asked.meets(flow),
        )
