"""A robot in a group of DingTalk (钉钉)."""

from typing import Any
from urllib.parse import urlencode

from app.runtime.channel_settings import Ask, Setting, per_minute
from app.runtime.channels.base import Delivery
from app.runtime.group_robots import GroupRobot, address, sign
from app.runtime.provider_calls import both
from app.words import Words


class DingTalk(GroupRobot):
    key = "dingtalk"
    label = Words("钉钉群机器人", "DingTalk group robot")
    about = Words("消息发到钉钉群里，员工可见。", "Messages to your staff in a DingTalk group.")
    channel = "dingtalk"
    too_often = (130101, 410100)
    settings = (
        address(
            Words(
                "机器人设置页里的地址，里面的 access_token 就是密码。",
                "From the robot's page; the access_token in it is a password.",
            )
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

    def asks(self, delivery: Delivery, url: str, secret: str) -> tuple[str, dict[str, Any]]:
        if secret:
            url += ("&" if "?" in url else "?") + urlencode(signed(secret, delivery.now))
        return url, {"msgtype": "text", "text": {"content": both(delivery)}}


def signed(secret: str, now: int) -> dict[str, str]:
    """Sign the moment, in milliseconds, as the robot's page says."""
    moment = str(now // 1_000)
    return sign(moment, secret, f"{moment}\n{secret}")
