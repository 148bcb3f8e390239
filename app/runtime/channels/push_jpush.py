"""Push messages to an app by JPush (极光推送)."""

import base64
from typing import Any

import orjson

from app.outbound import Answer, Door
from app.runtime.channel_settings import Ask, Setting, member_field, per_minute
from app.runtime.channels.base import (
    OK,
    REDIRECTS,
    TOO_MANY,
    Account,
    ChannelKind,
    Delivery,
    Outcome,
    Sent,
    by_status,
    value_of,
)
from app.runtime.provider_calls import AGAIN_IN, JSON, asked, refused
from app.words import Words

HOST = "https://api.jpush.cn"
NOT_THIS_MEMBER = (1003, 1005, 1011)
"""Something in the message will not do, it is too long, or nobody has that name."""
TOO_OFTEN = (2002, 2008)
NAMES = {
    "alias": Words("别名", "Alias"),
    "registration_id": Words("Registration ID", "Registration ID"),
}


class JPush(ChannelKind):
    key = "push_jpush"
    label = Words("极光推送", "Push by JPush")
    about = Words("推送到会员的手机 App。", "Messages to the member's app.")
    channel = "push"
    settings = (
        Setting(key="app_key", label=Words("AppKey", "AppKey"), required=True),
        Setting(
            key="secret",
            label=Words("Master Secret", "Master Secret"),
            ask=Ask.SECRET,
            required=True,
        ),
        Setting(
            key="names",
            label=Words("按什么找到设备", "A device is named by"),
            ask=Ask.CHOICE,
            choices=NAMES,
            default="alias",
        ),
        member_field(
            Words("会员的别名或设备字段", "Member's field with alias or device"),
            "text",
            required=True,
        ),
        Setting(key="host", label=Words("接口地址", "Address of the API"), default=HOST),
        per_minute(600),
    )

    def send(self, delivery: Delivery, account: Account, door: Door) -> Outcome:
        said = delivery.rendered
        payload = {
            "platform": "all",
            "audience": {str(value_of(self, account, "names")): [delivery.to]},
            "notification": {
                "android": {"title": said.title, "alert": said.text},
                "ios": {"alert": {"title": said.title, "body": said.text}},
            },
            "options": {"apns_production": True},
        }
        words = f"{value_of(self, account, 'app_key')}:{value_of(self, account, 'secret')}"
        known = base64.b64encode(words.encode()).decode()
        headers = {**JSON, "Authorization": f"Basic {known}"}
        url = str(value_of(self, account, "host")).rstrip("/") + "/v3/push"
        body = orjson.dumps(payload)
        answer = asked(door, url, body=body, headers=headers, repeatable=False)
        return _judged(answer) if isinstance(answer, Answer) else answer


def _judged(answer: Answer) -> Outcome:
    if OK <= answer.status < REDIRECTS:
        return Sent()
    error = _error_of(answer)
    if error is None:
        return by_status(answer)
    code, said = error.get("code"), error.get("message", "")
    if code in TOO_OFTEN or answer.status == TOO_MANY:
        return refused(code, said, after=AGAIN_IN, endpoint=False)
    mistaken = code in NOT_THIS_MEMBER
    return refused(code, said, again=not mistaken, endpoint=not mistaken)


def _error_of(answer: Answer) -> dict[str, Any] | None:
    try:
        found = orjson.loads(answer.body)
    except orjson.JSONDecodeError:
        return None
    error = found.get("error") if isinstance(found, dict) else None
    return error if isinstance(error, dict) else None
