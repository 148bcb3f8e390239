"""A robot in a group of DingTalk (钉钉)."""

import base64
import hashlib
import hmac
from typing import Any
from urllib.parse import urlencode

from app.outbound import Door
from app.runtime.channel_settings import Ask, Setting, per_minute
from app.runtime.channels.base import Account, ChannelKind, Delivery, Outcome, value_of
from app.runtime.provider_calls import AGAIN_IN, asked_json, both, judged
from app.words import Words

TOO_OFTEN = (130101, 410100)


class DingTalk(ChannelKind):
    key = "dingtalk"
    label = Words("钉钉群机器人", "DingTalk group robot")
    about = Words("消息发到钉钉群里，员工可见。", "Messages to your staff in a DingTalk group.")
    channel = "dingtalk"
    personal = False
    settings = (
        Setting(
            key="url",
            label=Words("Webhook 地址", "Webhook address"),
            help=Words(
                "机器人设置页里的地址，里面的 access_token 就是密码。",
                "From the robot's page; the access_token in it is a password.",
            ),
            ask=Ask.SECRET,
            required=True,
        ),
        Setting(
            key="secret",
            label=Words("加签密钥", "Signing secret"),
            help=Words(
                "安全设置选“加签”时填写，以 SEC 开头。",
                "For the safety setting 加签; it begins with SEC.",
            ),
            ask=Ask.SECRET,
        ),
        per_minute(20),
    )

    def send(self, delivery: Delivery, account: Account, door: Door) -> Outcome:
        url = str(value_of(self, account, "url"))
        secret = value_of(self, account, "secret")
        if secret:
            url += ("&" if "?" in url else "?") + urlencode(signed(str(secret), delivery.now))
        payload = {"msgtype": "text", "text": {"content": both(delivery)}}
        return judged(asked_json(door, url, payload, repeatable=False), "errcode", "errmsg", _means)


def signed(secret: str, now: int) -> dict[str, str]:
    """Sign the moment, in milliseconds, as the robot's page says."""
    moment = str(now // 1_000)
    digest = hmac.digest(secret.encode(), f"{moment}\n{secret}".encode(), hashlib.sha256)
    return {"timestamp": moment, "sign": base64.b64encode(digest).decode()}


def _means(code: Any) -> dict[str, Any]:
    if code in TOO_OFTEN:
        return {"after": AGAIN_IN, "endpoint": False}
    return {}
