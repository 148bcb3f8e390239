"""A robot in a group of WeCom (企业微信)."""

from typing import Any

from app.runtime.channel_settings import per_minute
from app.runtime.channels.base import Delivery
from app.runtime.group_robots import GroupRobot, address
from app.runtime.provider_calls import both
from app.words import Words

MOST_BYTES = 2048


class WeCom(GroupRobot):
    key = "wecom"
    label = Words("企业微信群机器人", "WeCom group robot")
    about = Words("消息发到企业微信群里，员工可见。", "Messages to your staff in a WeCom group.")
    channel = "wecom"
    too_often = (45009,)
    settings = (
        address(
            Words(
                "群机器人详情页里的地址，里面的 key 就是密码。",
                "From the robot's page; the key in it is a password.",
            )
        ),
        per_minute(20),
    )

    def asks(self, delivery: Delivery, url: str, secret: str) -> tuple[str, dict[str, Any]]:
        # The provider counts bytes and refuses what is longer.
        text = both(delivery).encode()[:MOST_BYTES].decode("utf-8", "ignore")
        return url, {"msgtype": "text", "text": {"content": text}}
