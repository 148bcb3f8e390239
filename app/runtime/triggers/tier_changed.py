"""Lets in members whose tier changed, a few or an evaluation's."""

from collections.abc import Iterator

from app.program.checked_flows import CheckedFlow
from app.program.triggers import TRIGGER_KINDS as PROGRAM
from app.runtime.happenings import Happened, Turned
from app.runtime.triggers.base import Entering, TriggerWork, given, options


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


def _direction(happened: Happened, turned: Turned) -> str:
    ladder = happened.live.checked.program.ladder(turned.ladder)
    old, new = (ladder.position(each) for each in (turned.old, turned.new))
    return "up" if new > old else "down" if new < old else ""
