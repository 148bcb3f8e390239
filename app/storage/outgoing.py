"""Messages on their way out: who sends them, under which lease, and what came of it.

A claim is written before anything is sent, with its lease, fence and number of attempts. Whatever
is marked afterwards is marked under the same fence: whoever lost the lease marks nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_

from app.storage.flow_tables import outbox
from app.storage.outbox import SENT, Outgoing
from app.storage.space import Space
from app.words import Words

READY, RETRY, SENDING, DEAD, CANCELLED = "ready", "retry", "sending", "dead", "cancelled"
STATES = (READY, SENDING, RETRY, SENT, DEAD, CANCELLED)
WAITING = (READY, RETRY, SENDING)


@dataclass(frozen=True, slots=True, kw_only=True)
class Claimed:
    """A message that one worker may send now."""

    outgoing: Outgoing
    fence: int
    rendered: dict[str, Any] | None
    """What was said at the first attempt."""


def kept(words: Words) -> str:
    """Write words in one column: Chinese in the first line, English below."""
    return f"{words.zh}\n{words.en}"


def said(text: str | None) -> Words:
    """Read what `kept` wrote."""
    zh, _, en = (text or "").partition("\n")
    return Words(zh, en or zh)


def _is_due(program_id: int, now: int) -> ColumnElement[bool]:
    here = outbox.c
    return and_(here.program_id == program_id, here.state.in_(WAITING), here.due_at <= now)


def due_channels(space: Space, program_id: int, *, now: int) -> list[str]:
    """Give the channels by which something should leave now."""
    here = outbox.c
    asked = space.select(outbox, here.channel).where(_is_due(program_id, now)).distinct()
    rows: Any = space.execute(asked)
    return sorted(row[0] for row in rows)


def due_counts(space: Space, program_id: int, *, now: int) -> dict[str, tuple[int, int]]:
    """Count what should have left, by channel, with the moment the oldest was due."""
    here = outbox.c
    asked = (
        space.select(outbox, here.channel, func.count(), func.min(here.due_at))
        .where(_is_due(program_id, now))
        .group_by(here.channel)
    )
    rows: Any = space.execute(asked)
    return {row[0]: (row[1], row[2]) for row in rows}


def dead_count(space: Space, program_id: int) -> int:
    here = outbox.c
    asked = space.select(outbox, func.count()).where(
        here.program_id == program_id, here.state == DEAD
    )
    return int(space.execute(asked).scalar_one())


def on_their_way(space: Space, program_id: int, channel_id: int, *, now: int) -> int:
    """Count what is being sent by an account right now."""
    here = outbox.c
    asked = space.select(outbox, func.count()).where(
        here.program_id == program_id,
        here.channel_id == channel_id,
        here.state == SENDING,
        here.lease_until > now,
    )
    return int(space.execute(asked).scalar_one())


def claim(
    space: Space,
    program_id: int,
    channel: str,
    *,
    channel_id: int | None,
    worker: str,
    count: int,
    now: int,
    until: int,
) -> list[Claimed]:
    """Take the messages of a channel that were due first; a lease that ended makes them due."""
    here = outbox.c
    found = (
        space.select(outbox)
        .where(_is_due(program_id, now), here.channel == channel)
        .order_by(here.due_at, here.id)
        .limit(count)
        .with_for_update(skip_locked=True)
    )
    rows = space.execute(found).all()
    if rows:
        space.execute(
            space.update(outbox)
            .where(_these([(row.member_id, row.id) for row in rows]))
            .values(
                state=SENDING,
                worker=worker,
                channel_id=channel_id,
                # An end of the lease that nobody marks is when the message is due again.
                due_at=until,
                lease_until=until,
                fence=here.fence + 1,
                attempts=here.attempts + 1,
            )
        )
    return [_claimed(row) for row in rows]


def _claimed(row: Any) -> Claimed:
    names = [name for name in Outgoing.__slots__ if name != "attempts"]
    values = {name: getattr(row, name) for name in names}
    return Claimed(
        outgoing=Outgoing(**values, attempts=row.attempts + 1),
        fence=row.fence + 1,
        rendered=row.rendered,
    )


def _these(keys: Sequence[tuple[int, int]]) -> ColumnElement[bool]:
    here = outbox.c
    return or_(*(and_(here.member_id == member, here.id == each) for member, each in keys))


def _mark(space: Space, claimed: Claimed, **values: Any) -> bool:
    """Write what came of a claim, unless somebody else holds the message by now."""
    here = outbox.c
    done = space.execute(
        space.update(outbox)
        .where(
            here.member_id == claimed.outgoing.member_id,
            here.id == claimed.outgoing.id,
            here.fence == claimed.fence,
            here.state == SENDING,
        )
        .values(**values)
    )
    return bool(done.rowcount)


def keep(space: Space, claimed: Claimed, rendered: dict[str, Any]) -> bool:
    """Keep what is said, for every further attempt."""
    return _mark(space, claimed, rendered=rendered)


def mark_sent(space: Space, claimed: Claimed, *, now: int) -> bool:
    return _mark(space, claimed, state=SENT, sent_at=now, lease_until=None, last_error=None)


def put_back(space: Space, claimed: Claimed, *, until: int, why: Words) -> bool:
    """Have it tried again at a moment."""
    return _mark(space, claimed, state=RETRY, due_at=until, lease_until=None, last_error=kept(why))


def put_off(space: Space, claimed: Claimed, *, until: int, why: Words | None) -> bool:
    """Let it wait: it was not tried, so the claim does not count."""
    return _mark(
        space,
        claimed,
        state=READY,
        due_at=until,
        lease_until=None,
        attempts=outbox.c.attempts - 1,
        last_error=None if why is None else kept(why),
    )


def bury(space: Space, claimed: Claimed, *, why: Words) -> bool:
    """Give it up; it is kept for somebody to look at."""
    return _mark(space, claimed, state=DEAD, lease_until=None, last_error=kept(why))


def cancel(space: Space, claimed: Claimed, *, why: Words) -> bool:
    return _mark(space, claimed, state=CANCELLED, lease_until=None, last_error=kept(why))


def bury_old(space: Space, program_id: int, channel: str, *, before: int, why: Words) -> int:
    """Give up what has waited for a channel since before a moment."""
    here = outbox.c
    done = space.execute(
        space.update(outbox)
        .where(
            here.program_id == program_id,
            here.channel == channel,
            here.state.in_((READY, RETRY)),
            here.created_at < before,
            here.due_at < before,
        )
        .values(state=DEAD, last_error=kept(why))
    )
    return int(done.rowcount)
