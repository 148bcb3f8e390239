"""That an installation was brought back from a backup, and has not been told to send again yet.

Whoever it is a copy of may have sent what still waits here, and all that became due since.
"""

from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import Column, Connection, Table, func, insert, select, update

from app.errors import Conflict
from app.storage.flow_health import flow_health
from app.storage.flow_tables import outbox
from app.storage.heartbeat import WORKER, last_beat
from app.storage.metadata import metadata
from app.storage.outbox import CANCELLED, INBOX
from app.storage.outgoing import WAITING, kept
from app.storage.types import BIG, WORD
from app.words import Words

restoration = Table(
    "restoration",
    metadata,
    Column("at", BIG, primary_key=True, autoincrement=False),
    Column("taken_at", BIG, nullable=False, comment="The moment of the backup."),
    Column("resumed_at", BIG, comment="Null: nothing leaves through a channel."),
    Column("resumed_by", WORD, comment="What became of what had waited: send or cancel."),
    comment="When a backup was brought back here.",
)

A_MINUTE = 60_000_000
"""Microseconds that a worker may be behind."""
NOT_AGAIN = Words(
    "从备份恢复后取消：原来的系统可能已经发过。",
    "Cancelled after a restore: the original may have sent it.",
)


class Waiting(StrEnum):
    """What becomes of messages that waited while nothing was sent."""

    SEND = "send"
    CANCEL = "cancel"


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """Nothing leaves since a restore."""

    at: int
    taken_at: int


def note(connection: Connection, *, at: int, taken_at: int, sends: bool) -> None:
    """Write down that a backup was brought back; unless it `sends`, nothing leaves from now on."""
    values: dict[str, int | str] = {"at": at, "taken_at": taken_at}
    if sends:
        values |= {"resumed_at": at, "resumed_by": Waiting.SEND.value}
    connection.execute(insert(restoration).values(values))


def held(connection: Connection) -> Held | None:
    """Say whether messages are held back, and since when."""
    here = restoration.c
    last = select(here.at, here.taken_at, here.resumed_at).order_by(here.at.desc()).limit(1)
    row = connection.execute(last).one_or_none()
    if row is None or row.resumed_at is not None:
        return None
    return Held(at=row.at, taken_at=row.taken_at)


def waiting(connection: Connection) -> int:
    """Count what would leave through channels, in every workspace."""
    here = outbox.c
    asked = select(func.count()).where(here.state.in_(WAITING), here.channel != INBOX)
    return int(connection.execute(asked).scalar_one())


def resume(connection: Connection, what: Waiting, *, now: int) -> int:
    """Let messages leave again; give how many had waited, and now leave or never will.

    Raises `Conflict` if nothing is held, or if what was due meanwhile would be sent only then.
    """
    since = held(connection)
    if since is None:
        raise Conflict("消息没有暂停。", "No messages are held.")
    found = waiting(connection)
    if what is Waiting.CANCEL:
        _refuse_while_behind(connection, since, now=now)
        here = outbox.c
        connection.execute(
            update(outbox)
            .where(here.state.in_(WAITING), here.channel != INBOX)
            .values(state=CANCELLED, lease_until=None, last_error=kept(NOT_AGAIN))
        )
    connection.execute(
        update(restoration)
        .where(restoration.c.resumed_at.is_(None))
        .values(resumed_at=now, resumed_by=what.value)
    )
    return found


def _refuse_while_behind(connection: Connection, since: Held, *, now: int) -> None:
    """Have what became due since the backup pass first, while nothing leaves."""
    beat = last_beat(connection, WORKER)
    if beat is None or beat <= since.at:
        raise Conflict(
            "请先启动后台进程：备份之后到期的自动化要先走完，它们的消息才能一起取消。",
            "Start the worker first: what became due since the backup is to pass while nothing "
            "leaves, so that its messages are cancelled, too.",
        )
    behind = flow_health(connection, before=now - A_MINUTE)
    if behind.overdue or behind.open_occurrences:
        count = behind.overdue + behind.open_occurrences
        raise Conflict(
            f"后台进程还没有赶上：{count} 项自动化已到期。请稍后再试。",
            f"The worker has not caught up: {count} runs are due. Try again in a moment.",
        )
