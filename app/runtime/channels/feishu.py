"""A robot in a group of Feishu (飞书)."""

from typing import Any

from app.runtime.channel_settings import Ask, Setting, per_minute
from app.runtime.channels.base import Delivery
from app.runtime.group_robots import GroupRobot, address, sign
from app.runtime.provider_calls import both
from app.words import Words


class Feishu(GroupRobot):
    key = "feishu"
    label = Words("飞书群机器人", "Feishu group robot")
    about = Words("消息发到飞书群里，员工可见。", "Messages to your staff in a Feishu group.")
    channel = "feishu"
    code, said = "code", "msg"
    too_often = (11232, 99991400)
    settings = (
        address(
            Words(
                "机器人设置页里的地址，最后一段就是密码。",
                "From the robot's page; the last part of it is a password.",
            )
        ),
        Setting(
            key="secret",
            label=Words("签名校验密钥", "Signing secret"),
            help=Words("开启“签名校验”时填写。", "For the safety setting 签名校验."),
            ask=Ask.SECRET,
        ),
        per_minute(100),
    )

    def asks(self, delivery: Delivery, url: str, secret: str) -> tuple[str, dict[str, Any]]:
        payload: dict[str, Any] = {"msg_type": "text", "content": {"text": both(delivery)}}
        return url, payload | signed(secret, delivery.now) if secret else payload


def signed(secret: str, now: int) -> dict[str, str]:
    """Sign the moment, in seconds: time and secret are the key, and nothing is what is signed."""
    moment = str(now // 1_000_000)
    return sign(moment, f"{moment}\n{secret}")
