"""What people do about messages: look at them, try again what was given up, end what waits."""

from app.errors import Conflict, NotFound
from app.runtime.naming import number_of
from app.storage import audit, sent_messages
from app.storage.outgoing import DEAD, READY, RETRY
from app.storage.sent_messages import COUNTED, Asked, MessageRow
from app.storage.space import Space
from app.words import Words

ENDED = Words("已取消。", "It was cancelled.")


class NoSuchMessage(NotFound):
    def __init__(self) -> None:
        super().__init__("没有这条消息。", "There is no such message.")


def get(space: Space, program_id: int, key: str) -> MessageRow:
    """Find a message by its name, which is its member's id and its own."""
    member, _, number = key.partition("-")
    member_id, message_id = number_of(member), number_of(number)
    found = None
    if member_id is not None and message_id is not None:
        found = sent_messages.find(space, program_id, member_id, message_id)
    if found is None:
        raise NoSuchMessage
    return found


def retry(space: Space, program_id: int, key: str, *, now: int, by: str | None) -> MessageRow:
    """Try again what was given up."""
    row = get(space, program_id, key)
    if not sent_messages.retry(space, [row], now=now):
        raise Conflict(
            "只有已放弃的消息才能重试。", "Only a message that was given up is tried again."
        )
    _note(space, "message.retried", key, now=now, by=by)
    return get(space, program_id, key)


def cancel(space: Space, program_id: int, key: str, *, now: int, by: str | None) -> MessageRow:
    """End a message that has not left."""
    row = get(space, program_id, key)
    if not sent_messages.cancel(space, [row], why=ENDED):
        raise Conflict(
            "这条消息已发出或正在发送。", "The message has left, or is leaving right now."
        )
    _note(space, "message.cancelled", key, now=now, by=by)
    return get(space, program_id, key)


def retry_all(
    space: Space, program_id: int, *, channel: str | None, now: int, by: str | None
) -> int:
    """Try again everything that was given up, up to a limit; give how many there were."""
    asked = Asked(state=DEAD, channel=channel)
    rows = sent_messages.latest(space, program_id, asked, limit=COUNTED)
    count = sent_messages.retry(space, rows, now=now)
    _note(space, "message.retried", channel or "all", now=now, by=by, count=count)
    return count


def cancel_all(
    space: Space, program_id: int, *, channel: str | None, now: int, by: str | None
) -> int:
    """End everything that has not left, up to a limit; give how many there were."""
    rows = [
        row
        for state in (READY, RETRY, DEAD)
        for row in sent_messages.latest(
            space, program_id, Asked(state=state, channel=channel), limit=COUNTED
        )
    ]
    count = sent_messages.cancel(space, rows, why=ENDED)
    _note(space, "message.cancelled", channel or "all", now=now, by=by, count=count)
    return count


def _note(
    space: Space, action: str, what: str, *, now: int, by: str | None, count: int = 1
) -> None:
    detail = {"count": count}
    audit.note(space, at=now, actor=by, action=action, subject=f"message:{what}", detail=detail)
