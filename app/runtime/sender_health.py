"""How the sending of a programme's messages is doing, in a few numbers."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum, auto

from app.runtime.channel_circuits import FAILURES
from app.runtime.channels import CHANNEL_KINDS
from app.storage import channels, outgoing
from app.storage.channels import ChannelRow
from app.storage.outbox import INBOX
from app.storage.space import Space
from app.words import Words


class Doing(Enum):
    """How an account is doing."""

    OFF = auto()
    LEFT_ALONE = auto()
    """It failed for days: somebody has to switch it on again."""
    PAUSED = auto()
    """It failed several times in a row, and is tried now and then."""
    FAILED_LATELY = auto()
    FRESH = auto()
    """Nothing was sent by it so far."""
    WELL = auto()


FAILING = (Doing.LEFT_ALONE, Doing.PAUSED)


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
    there = _served(accounts)
    return SenderHealth(
        failing=tuple(_failing(each) for each in accounts if doing(each) in FAILING),
        dead=outgoing.dead_count(space, program_id),
        waiting=sum(count for count, _ in waiting.values()),
        oldest_ready=min((oldest for _, oldest in waiting.values()), default=None),
        without_channel={
            channel: count for channel, (count, _) in waiting.items() if channel not in there
        },
    )


def served(space: Space, program_id: int) -> frozenset[str]:
    """Give the channels by which messages can leave now."""
    return _served(channels.of_program(space, program_id))


def _served(accounts: Iterable[ChannelRow]) -> frozenset[str]:
    """In-app messages need no account."""
    return frozenset(
        {INBOX, *(CHANNEL_KINDS[each.kind].channel for each in accounts if each.works)}
    )


def doing(row: ChannelRow) -> Doing:
    """Say how an account is doing; one that somebody switched off fails no more."""
    if row.off_at is not None:
        return Doing.OFF
    if row.disabled_at is not None:
        return Doing.LEFT_ALONE
    if row.open_until is not None or row.failures >= FAILURES:
        return Doing.PAUSED
    if row.failures:
        return Doing.FAILED_LATELY
    return Doing.FRESH if row.last_sent_at is None else Doing.WELL


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
