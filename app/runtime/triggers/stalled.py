"""Lets in members who have been on the same tier for so many days."""

from collections.abc import Iterator

from app.program.checked_flows import CheckedFlow
from app.program.triggers import TRIGGER_KINDS as PROGRAM
from app.runtime.placing import Placing
from app.runtime.triggers.base import Daily, Entering, Standing, named, options


class Stalled(Daily):
    key = "stalled"
    label = PROGRAM["stalled"].label

    def standing(self, flow: CheckedFlow, asked: Standing) -> Iterator[Entering]:
        chosen = options(flow)
        ladder = asked.live.checked.ladders.get(chosen["ladder"])
        if ladder is None:
            return
        placing = Placing(asked.live, ladder, asked.moment)
        columns, members = placing.columns, placing.members.readable
        tiers = ladder.ladder.tiers
        # Nobody stalls at the top.
        wanted = [chosen["tier"]] if chosen["tier"] else [each.key for each in tiers[:-1]]
        since, day = members.c[columns.since.name], members.c[columns.since_day.name]
        yield asked.those(
            named("stalled", ladder.ladder.key, since),
            members.c[columns.tier.name].in_([columns.tiers[each] for each in wanted]),
            day <= asked.moment.today - chosen["days"],
            placing.meets(ladder.members),
            *asked.meets(flow),
        )
