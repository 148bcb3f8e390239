"""A flow of the saved draft, tried with members: `POST …/flows/<key>/try.json`.

The request: `{"members": ["120034", …] | "last", "moment"?: "…+08:00", "answers"?: {step: way}}`.
The answer: `{"runs": […]}`. Nothing is ever written.
"""

from collections.abc import Mapping
from typing import Any

from flask import jsonify, request
from flask.typing import ResponseReturnValue

from app.access import Can
from app.builder.trying import LAST, Wish, moment_in, try_flow
from app.errors import Invalid
from app.web.builder.views import blueprint
from app.web.frame import open_program
from app.web.policy import own_transactions, policy
from app.web.services import services

KNOWN = ("members", "moment", "answers")


@blueprint.post("/flows/<key>/try.json")
@policy(Can.EDIT_DRAFT)
@own_transactions
def try_flow_of_draft(program_id: int, key: str) -> ResponseReturnValue:
    here = open_program(program_id)
    wish = wish_of(request.get_json())
    spaces, workspace_id = services().spaces, here.space.workspace_id
    found = try_flow(spaces, workspace_id, program_id, key, wish, now=here.now)
    return jsonify({"runs": [each.to_json() for each in found]})


def wish_of(sent: Any) -> Wish:
    """Read what is asked for. Raises `Invalid`."""
    if not isinstance(sent, Mapping) or any(each not in KNOWN for each in sent):
        raise Invalid(
            f"请发送 JSON 对象，可用：{'、'.join(KNOWN)}。",
            f"Send a JSON object with {', '.join(KNOWN)}.",
        )
    members, answers = sent.get("members", LAST), sent.get("answers") or {}
    named = isinstance(members, list) and all(isinstance(each, str) for each in members)
    if not named and members != LAST:
        raise Invalid(
            'members 是会员编号的列表，或 "last"。',
            'members is a list of member numbers, or "last".',
        )
    if not isinstance(answers, Mapping) or not all(isinstance(e, str) for e in answers.values()):
        raise Invalid("answers 是步骤到出口的对照。", "answers names a way out by step.")
    return Wish(
        members=members if named else None,
        moment=moment_in(sent.get("moment")),
        answers={str(key): way for key, way in answers.items()},
    )
