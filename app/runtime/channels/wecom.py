"""A robot in a group of WeCom (企业微信)."""

from typing import Any

from app.outbound import Door
from app.runtime.channel_settings import Ask, Setting, per_minute
from app.runtime.channels.base import Account, ChannelKind, Delivery, Outcome, value_of
from app.runtime.provider_calls import AGAIN_IN, asked_json, both, judged
from app.words import Words

TOO_OFTEN = 45009
MOST_BYTES = 2048


class WeCom(ChannelKind):
    key = "wecom"
    label = Words("企业微信群机器人", "WeCom group robot")
    about = Words("消息发到企业微信群里，员工可见。", "Messages to your staff in a WeCom group.")
    channel = "wecom"
    personal = False
    settings = (
        Setting(
            key="url",
            label=Words("Webhook 地址", "Webhook address"),
            help=Words(
                "群机器人详情页里的地址，里面的 key 就是密码。",
                "From the robot's page; the key in it is a password.",
            ),
            ask=Ask.SECRET,
            required=True,
        ),
        per_minute(20),
    )

    def send(self, delivery: Delivery, account: Account, door: Door) -> Outcome:
        # The provider counts bytes and refuses what is longer.
        text = both(delivery).encode()[:MOST_BYTES].decode("utf-8", "ignore")
        payload = {"msgtype": "text", "text": {"content": text}}
        url = str(value_of(self, account, "url"))
        return judged(asked_json(door, url, payload, repeatable=False), "errcode", "errmsg", _means)


def _means(code: Any) -> dict[str, Any]:
    if code == TOO_OFTEN:
        return {"after": AGAIN_IN, "endpoint": False}
    return {}
