"""A robot in a group of Feishu (飞书)."""

import base64
import hashlib
import hmac
from typing import Any

from app.outbound import Door
from app.runtime.channel_settings import Ask, Setting, per_minute
from app.runtime.channels.base import Account, ChannelKind, Delivery, Outcome, value_of
from app.runtime.provider_calls import AGAIN_IN, asked_json, both, judged
from app.words import Words

TOO_OFTEN = (11232, 99991400)


class Feishu(ChannelKind):
    key = "feishu"
    label = Words("飞书群机器人", "Feishu group robot")
    about = Words("消息发到飞书群里，员工可见。", "Messages to your staff in a Feishu group.")
    channel = "feishu"
    personal = False
    settings = (
        Setting(
            key="url",
            label=Words("Webhook 地址", "Webhook address"),
            help=Words(
                "机器人设置页里的地址，最后一段就是密码。",
                "From the robot's page; the last part of it is a password.",
            ),
            ask=Ask.SECRET,
            required=True,
        ),
        Setting(
            key="secret",
            label=Words("签名校验密钥", "Signing secret"),
            help=Words("开启“签名校验”时填写。", "For the safety setting 签名校验."),
            ask=Ask.SECRET,
        ),
        per_minute(100),
    )

    def send(self, delivery: Delivery, account: Account, door: Door) -> Outcome:
        payload: dict[str, Any] = {"msg_type": "text", "content": {"text": both(delivery)}}
        secret = value_of(self, account, "secret")
        if secret:
            payload |= signed(str(secret), delivery.now)
        url = str(value_of(self, account, "url"))
        return judged(asked_json(door, url, payload, repeatable=False), "code", "msg", _means)


def signed(secret: str, now: int) -> dict[str, str]:
    """Sign the moment, in seconds: time and secret are the key, and nothing is what is signed."""
    moment = str(now // 1_000_000)
    digest = hmac.digest(f"{moment}\n{secret}".encode(), b"", hashlib.sha256)
    return {"timestamp": moment, "sign": base64.b64encode(digest).decode()}


def _means(code: Any) -> dict[str, Any]:
    if code in TOO_OFTEN:
        return {"after": AGAIN_IN, "endpoint": False}
    return {}
