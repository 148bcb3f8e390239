"""Lets in members whose tier changed, a few or an evaluation's."""

from collections.abc import Iterator
from dataclasses import replace

from app.program.checked_flows import CheckedFlow
from app.program.triggers import TRIGGER_KINDS as PROGRAM
from app.runtime.happenings import Happened, Turned
from app.runtime.triggers.base import (
    Entering,
    Standing,
    TriggerWork,
    given,
    named,
    options,
)


class TierChanged(TriggerWork):
    key = "tier_changed"
    label = PROGRAM["tier_changed"].label

    def entering(self, flow: CheckedFlow, happened: Happened) -> Iterator[Entering]:
        chosen = options(flow)
        turned = [
            each
            for each in happened.turned
            if each.ladder == chosen["ladder"]
            and chosen["tier"] in {None, each.new}
            and chosen["direction"] in {"any", _direction(happened, each)}
        ]
        rows: list[tuple[int, int | None, int]] = [
            (each.member_id, None, new)
            for each, new in zip(turned, happened.space.take_ids(len(turned)), strict=True)
        ]
        yield from given(happened, "tier", rows, None)

    def standing(self, flow: CheckedFlow, asked: Standing) -> Iterator[Entering]:
        """Let in those who are on the tier, or on any that one rises or falls to."""
        chosen, members = options(flow), asked.live.catalogue.members
        ladder = asked.live.checked.ladders.get(chosen["ladder"])
        if ladder is None:
            return
        columns, tiers = members.ladders[chosen["ladder"]], ladder.ladder.tiers
        reached = tiers[1:] if chosen["direction"] == "up" else tiers
        wanted = [each.key for each in reached if chosen["tier"] in {None, each.key}]
        there = members.readable.c[columns.tier.name].in_([columns.tiers[e] for e in wanted])
        since = members.readable.c[columns.since.name]
        entering = asked.those(named("tier", chosen["ladder"], since), there)
        yield replace(entering, natural=False)


def _direction(happened: Happened, turned: Turned) -> str:
    ladder = happened.live.checked.program.ladder(turned.ladder)
    old, new = (ladder.position(each) for each in (turned.old, turned.new))
    return "up" if new > max(old, 0) else "down" if new < old else ""
