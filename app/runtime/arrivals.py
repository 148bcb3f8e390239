"""What follows for their tiers when something happened to members, in the same transaction."""

from collections.abc import Sequence

from app.runtime import layers, metrics, periods
from app.runtime.placing import Placing
from app.runtime.releases import Live
from app.runtime.tiers import Moved, Occasion, place
from app.storage.space import Space


def begin(space: Space, live: Live, member_ids: Sequence[int], occasion: Occasion) -> None:
    """Begin what counts from a day of each member, before anything is counted."""
    for ladder in live.checked.ladders.values():
        periods.begin_members(space, Placing(live, ladder, occasion.moment), member_ids)


def rise(space: Space, live: Live, member_ids: Sequence[int], occasion: Occasion) -> list[Moved]:
    """Place these members, whose metrics are right; end the trials of what they have earned."""
    moved = place(space, live, member_ids, occasion)
    if moved:
        risen = sorted({each.member_id for each in moved})
        layers.convert(space, live, risen, at=occasion.moment.now)
        metrics.restart(space, live, risen, occasion.moment)
    return moved


def lessen(space: Space, live: Live, member_ids: Sequence[int], occasion: Occasion) -> None:
    """Have promotions looked at again for members of whom something counts less than before."""
    if member_ids:
        for ladder in live.checked.ladders.values():
            periods.look_again(space, Placing(live, ladder, occasion.moment), member_ids)
