"""Whether a message may go to a member now, later, or not at all."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.runtime.releases import Live
from app.storage.outbox import Outgoing
from app.storage.space import Space
from app.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What becomes of a message."""

    send: bool
    later: int | None = None
    """Not before this moment; None with `send` false: not at all."""
    why: Words | None = None


def allowed(
    space: Space,  # noqa: ARG001  # What rules will read is handed over already.
    current: Live,  # noqa: ARG001
    sent: Sequence[Outgoing],
    *,
    now: int,  # noqa: ARG001
) -> dict[int, Verdict]:
    """Say which messages may go, by the id of each."""
    return {each.id: Verdict(send=True) for each in sent}
