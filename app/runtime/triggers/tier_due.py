"""Lets in members whose tier is reviewed in so many days."""

from collections.abc import Iterator

from sqlalchemy import and_

from app.program.checked_flows import CheckedFlow
from app.program.triggers import TRIGGER_KINDS as PROGRAM
from app.runtime.placing import Placing
from app.runtime.triggers.base import Daily, Entering, Standing, named, options


class TierDue(Daily):
    key = "tier_due"
    label = PROGRAM["tier_due"].label

    def standing(self, flow: CheckedFlow, asked: Standing) -> Iterator[Entering]:
        chosen = options(flow)
        ladder = asked.live.checked.ladders.get(chosen["ladder"])
        if ladder is None:
            return
        placing = Placing(asked.live, ladder, asked.moment)
        due = placing.members.readable.c[placing.columns.due.name]
        today, last = asked.moment.today, asked.moment.today + chosen["days"]
        when = and_(due >= today, due <= last) if asked.begins else due == last
        yield asked.those(named("due", ladder.ladder.key, due), when, *asked.meets(flow))
