"""Template messages of a WeChat official account (公众号)."""

import hashlib
from typing import Any

from app.outbound import Door
from app.runtime import wechat
from app.runtime.channel_settings import Setting
from app.runtime.channels.base import Account, ChannelKind, Delivery, Outcome, value_of
from app.words import Words


class WeChat(ChannelKind):
    key = "wechat"
    label = Words("微信公众号模板消息", "WeChat official account")
    about = Words(
        "发给关注了公众号的会员，需要服务号和已选用的模板。",
        "For members who follow the account; it needs a service account and a template.",
    )
    channel = "wechat"
    settings = wechat.settings_of(
        Words("公众号", "official account"),
        Setting(
            key="url",
            label=Words("点击后打开的网址", "Address that a tap opens"),
        ),
    )

    def send(self, delivery: Delivery, account: Account, door: Door) -> Outcome:
        # WeChat drops a second message with the same id for some minutes.
        more: dict[str, Any] = {
            "client_msg_id": hashlib.md5(delivery.idem.encode(), usedforsecurity=False).hexdigest()
        }
        url = value_of(self, account, "url")
        if url:
            more["url"] = url
        path = "/cgi-bin/message/template/send"
        return wechat.send(self, delivery, account, door, path=path, more=more)
