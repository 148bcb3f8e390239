"""How the sending of a programme's messages is doing, in a few numbers."""

from dataclasses import dataclass

from app.runtime.channel_circuits import FAILURES
from app.runtime.channels import CHANNEL_KINDS
from app.storage import channels, outgoing
from app.storage.channels import ChannelRow
from app.storage.outbox import INBOX
from app.storage.space import Space
from app.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class FailingEndpoint:
    """An account that is left alone for a while, or until somebody looks at it."""

    channel_id: int
    name: str
    label: Words
    """What sort of account it is."""
    since: int | None
    failures: int
    left_alone: bool
    """It failed for days: somebody has to switch it on again."""
    last_error: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class SenderHealth:
    failing: tuple[FailingEndpoint, ...]
    dead: int
    """Messages that were given up and wait for somebody."""
    waiting: int
    """Messages that are due and have not left."""
    oldest_ready: int | None
    """Since when the oldest of them has been due."""
    without_channel: dict[str, int]
    """Messages that wait for a channel nobody has set up, by channel."""


def health(space: Space, program_id: int, now: int) -> SenderHealth:
    """Look at the accounts and the outbox of a programme."""
    accounts = channels.of_program(space, program_id)
    waiting = outgoing.due_counts(space, program_id, now=now)
    served = {CHANNEL_KINDS[each.kind].channel for each in accounts if each.works}
    return SenderHealth(
        failing=tuple(_failing(each) for each in accounts if is_failing(each)),
        dead=outgoing.dead_count(space, program_id),
        waiting=sum(count for count, _ in waiting.values()),
        oldest_ready=min((oldest for _, oldest in waiting.values()), default=None),
        without_channel={
            channel: count
            for channel, (count, _) in waiting.items()
            if channel != INBOX and channel not in served
        },
    )


def is_failing(row: ChannelRow) -> bool:
    left_alone = row.disabled_at is not None
    return row.off_at is None and (left_alone or row.failures >= FAILURES)


def _failing(row: ChannelRow) -> FailingEndpoint:
    return FailingEndpoint(
        channel_id=row.id,
        name=row.name,
        label=CHANNEL_KINDS[row.kind].label,
        since=row.failing_since,
        failures=row.failures,
        left_alone=row.disabled_at is not None,
        last_error=outgoing.said(row.last_error),
    )
