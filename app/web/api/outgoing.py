"""Messages on their way out: which there are, what became of each, trying again and ending."""

from typing import Any

from app.access import Scope
from app.program.message_template import CHANNELS
from app.runtime import message_control
from app.runtime.changes import NoSuchRecord
from app.runtime.naming import number_of
from app.storage import sent_messages
from app.storage.outgoing import STATES, said
from app.storage.sent_messages import Asked as Wanted
from app.storage.sent_messages import MessageRow
from app.web.api.answers import BOTH, ID, MOMENT
from app.web.api.here import here
from app.web.api.operations import Answer, Asked, Operation, Said, in_path, in_query
from app.web.api.shapes import Keyed, Listed, OneOf, OrNull, Text, Whole, needed
from app.web.api.written import moment_json
from app.words import Words

USUAL, MOST = 50, 200
NOT_PUBLISHED = 409
MESSAGE = Keyed(
    name="OutgoingMessage",
    parts=(
        needed("message", Text(example="120034-120107")),
        needed("member_id", ID),
        needed("channel", OneOf(words=tuple(CHANNELS))),
        needed("purpose", Text(example="service")),
        needed("flow", OrNull(shape=Text())),
        needed("step", OrNull(shape=Text())),
        needed("template", OrNull(shape=Text())),
        needed("state", OneOf(words=STATES)),
        needed("attempts", Whole(least=0)),
        needed("created_at", MOMENT),
        needed("due_at", MOMENT),
        needed("sent_at", OrNull(shape=MOMENT)),
        needed("read_at", OrNull(shape=MOMENT)),
        needed("error", OrNull(shape=BOTH)),
    ),
)
MESSAGES = Keyed(
    name="OutgoingMessages",
    parts=(needed("items", Listed(item=MESSAGE)), needed("next", OrNull(shape=Text()))),
)


def message_json(row: MessageRow) -> dict[str, Any]:
    return {
        "message": row.key,
        "member_id": str(row.member_id),
        "channel": row.channel,
        "purpose": row.purpose,
        "flow": row.flow,
        "step": row.step,
        "template": row.body.get("template"),
        "state": row.state,
        "attempts": row.attempts,
        "created_at": moment_json(row.created_at),
        "due_at": moment_json(row.due_at),
        "sent_at": None if row.sent_at is None else moment_json(row.sent_at),
        "read_at": None if row.read_at is None else moment_json(row.read_at),
        "error": said(row.last_error).to_json() if row.last_error else None,
    }


def list_messages(asked: Asked) -> Answer:
    found, query = here(), asked.query
    program_id = found.live.catalogue.program_id
    size = query.get("limit", USUAL)
    before = None
    if "before" in query:
        last = message_control.get(found.space, program_id, query["before"])
        before = (last.created_at, last.id)
    wanted = Wanted(
        state=query.get("state"),
        channel=query.get("channel"),
        member_id=_id(query["member"]) if "member" in query else None,
        before=before,
    )
    rows = sent_messages.latest(found.space, program_id, wanted, limit=size + 1)
    more = rows[size - 1].key if len(rows) > size else None
    return Answer(content={"items": [message_json(each) for each in rows[:size]], "next": more})


def retry_message(asked: Asked) -> Answer:
    found = here()
    program_id = found.live.catalogue.program_id
    row = message_control.retry(
        found.space, program_id, asked.path["message"], now=found.now, by=found.cause
    )
    return Answer(content=message_json(row))


def cancel_message(asked: Asked) -> Answer:
    found = here()
    program_id = found.live.catalogue.program_id
    row = message_control.cancel(
        found.space, program_id, asked.path["message"], now=found.now, by=found.cause
    )
    return Answer(content=message_json(row))


def _id(text: str) -> int:
    number = number_of(text)
    if number is None:
        raise NoSuchRecord
    return number


MESSAGE_KEY = in_path(
    "message", Words("会员编号-消息编号。", "The member's id and the message's."), example="12-34"
)
ONE = Said(about=Words("这条消息。", "The message."), shape=MESSAGE)

OPERATIONS = (
    Operation(
        name="list_messages",
        method="GET",
        path="/messages",
        policy=Scope.STANDING_READ,
        title=Words("发件箱里的消息", "Messages of the outbox"),
        view=list_messages,
        parameters=(
            in_query("state", OneOf(words=STATES), Words("只看一种状态。", "In one state.")),
            in_query(
                "channel", OneOf(words=tuple(CHANNELS)), Words("只看一个渠道。", "Of one channel.")
            ),
            in_query("member", Text(longest=20), Words("只看一位会员。", "Of one member.")),
            in_query("limit", Whole(least=1, most=MOST), Words("多少条。", "How many.")),
            in_query("before", Text(longest=40), Words("上一页的 next。", "`next` of the page.")),
        ),
        answers={200: Said(about=Words("一页消息。", "A page of messages."), shape=MESSAGES)},
        problems=(404, NOT_PUBLISHED),
    ),
    Operation(
        name="retry_message",
        method="POST",
        path="/messages/{message}/retry",
        policy=Scope.STANDING_WRITE,
        title=Words("重试一条已放弃的消息", "Try a message again that was given up"),
        view=retry_message,
        parameters=(MESSAGE_KEY,),
        answers={200: ONE},
    ),
    Operation(
        name="cancel_message",
        method="POST",
        path="/messages/{message}/cancel",
        policy=Scope.STANDING_WRITE,
        title=Words("取消一条还没发出的消息", "End a message that has not left"),
        view=cancel_message,
        parameters=(MESSAGE_KEY,),
        answers={200: ONE},
    ),
)
