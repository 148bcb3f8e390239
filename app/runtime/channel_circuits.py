"""How an account is doing: how fast it may send, and when it is left alone for a while."""

from app.runtime.channels.base import Failed, Outcome, Sent
from app.storage import audit, channels
from app.storage.channels import CLOSED, DISABLED, OPENED, ChannelRow
from app.storage.outgoing import kept
from app.storage.space import Space
from app.words import Words

SECOND = 1_000_000
MINUTE = 60 * SECOND
ONE = 1_000_000
"""Tokens are counted in millionths of a message."""
FAILURES = 5
"""So many in a row open the circuit."""
PROBE = MINUTE
"""One message is tried after that long."""
PATIENCE = 3 * 24 * 60 * MINUTE
"""After failing for that long an account is switched off, and somebody has to look at it."""
BURST = 10
"""Seconds' worth of messages that may go out at once."""
STILL = MINUTE
"""How old the last success may be before another one is written down."""


def tokens(row: ChannelRow, per_minute: int, *, now: int) -> int:
    """Give what an account may send now, in millionths of a message."""
    most = max(ONE, per_minute * ONE * BURST // 60)
    if not row.tokens_at:
        return most
    return min(most, row.tokens + max(0, now - row.tokens_at) * per_minute // 60)


def slots(row: ChannelRow, *, now: int, most: int) -> int:
    """Give how many messages may be on their way at once: one, where it is being tried out."""
    if not row.works or (row.open_until is not None and row.open_until > now):
        return 0
    return most if row.open_until is None else min(most, 1)


def taken(space: Space, row: ChannelRow, left: int, *, now: int) -> None:
    """Write down what was taken; who tries an account out has a minute for it."""
    values: dict[str, int] = {"tokens": left, "tokens_at": now}
    if row.open_until is not None:
        values["open_until"] = now + PROBE
    channels.change(space, row.id, **values)


def learn(space: Space, program_id: int, channel_id: int, outcome: Outcome, *, now: int) -> None:
    """Draw the conclusion from one message: what is wrong with it alone says nothing."""
    if isinstance(outcome, Sent):
        _went_well(space, program_id, channel_id, now=now)
    elif not isinstance(outcome, Failed) or outcome.endpoint:
        _failed(space, program_id, channel_id, outcome.why, now=now)


def _went_well(space: Space, program_id: int, channel_id: int, *, now: int) -> None:
    row = channels.get(space, program_id, channel_id)
    if not row.failures and (row.last_sent_at or 0) > now - STILL:
        return
    if row.open_until is not None:
        channels.note(space, program_id, channel_id, CLOSED, now=now, detail=None)
    channels.change(
        space, channel_id, failures=0, failing_since=None, open_until=None, last_sent_at=now
    )


def _failed(space: Space, program_id: int, channel_id: int, why: Words, *, now: int) -> None:
    row = channels.get_locked(space, program_id, channel_id)
    failures, since = row.failures + 1, row.failing_since or now
    values: dict[str, int | str | None] = {
        "failures": failures,
        "failing_since": since,
        "last_error": kept(why),
        "last_error_at": now,
    }
    if failures >= FAILURES:
        values["open_until"] = now + PROBE
        if row.open_until is None:
            channels.note(space, program_id, channel_id, OPENED, now=now, detail=kept(why))
        if now - since >= PATIENCE and row.disabled_at is None:
            values["disabled_at"] = now
            channels.note(space, program_id, channel_id, DISABLED, now=now, detail=kept(why))
            audit.note(
                space,
                at=now,
                actor=None,
                action="channel.disabled",
                subject=f"channel:{channel_id}",
                detail={"name": row.name, "why": why.to_json()},
            )
    channels.change(space, channel_id, **values)
