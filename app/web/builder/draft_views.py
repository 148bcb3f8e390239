"""The draft over HTTP, for the islands of the builder."""

import orjson
from flask import jsonify, request
from flask.typing import ResponseReturnValue

from app.access import Can
from app.errors import Invalid
from app.web.builder import draft
from app.web.builder.draft import Overtaken
from app.web.builder.views import blueprint
from app.web.frame import open_program
from app.web.language import t
from app.web.plain import plain
from app.web.policy import own_transactions, policy

OVERTAKEN = 409


@blueprint.get("/draft.json")
@policy(Can.READ_PROGRAM)
def draft_state(program_id: int) -> ResponseReturnValue:
    return jsonify(plain(draft.state(open_program(program_id))))


@blueprint.put("/draft.json")
@policy(Can.EDIT_DRAFT)
@own_transactions
def save_draft(program_id: int) -> ResponseReturnValue:
    """Keep `{"content": …, "seen": n}`; 409 tells what somebody else saved meanwhile."""
    content, seen = _sent()
    try:
        return jsonify(plain(draft.save(open_program(program_id), content, seen=seen)))
    except Overtaken as overtaken:
        answer = {
            "type": "about:blank",
            "status": OVERTAKEN,
            "title": t(overtaken.words),
            "detail": t(overtaken.words),
            "theirs": plain(overtaken.theirs),
        }
        return jsonify(answer), OVERTAKEN


def _sent() -> tuple[object, int]:
    try:
        body = orjson.loads(request.get_data())
    except orjson.JSONDecodeError:
        body = None
    seen = body.get("seen") if isinstance(body, dict) else None
    if not isinstance(body, dict) or "content" not in body or type(seen) is not int or seen < 1:
        raise Invalid(
            '请发送 {"content": …, "seen": 版本号}。', 'Send {"content": …, "seen": version}.'
        )
    return body["content"], seen
