"""Subscribe messages of a WeChat mini program (小程序)."""

from typing import Any

from app.outbound import Door
from app.runtime import wechat
from app.runtime.channel_settings import Ask, Setting
from app.runtime.channels.base import Account, ChannelKind, Delivery, Outcome, value_of
from app.words import Words

STATES = {
    "formal": Words("正式版", "Released"),
    "trial": Words("体验版", "Trial"),
    "developer": Words("开发版", "In development"),
}


class WeChatMini(ChannelKind):
    key = "wechat_mini"
    label = Words("微信小程序订阅消息", "WeChat mini program")
    about = Words(
        "发给在小程序里订阅过这个模板的会员，订阅一次发一条。",
        "For members who subscribed to the template in the mini program, once each time.",
    )
    channel = "wechat_mini"
    settings = wechat.settings_of(
        Words("小程序", "mini program"),
        Setting(
            key="page",
            label=Words("点击后打开的页面", "Page that a tap opens"),
            help=Words("例如 pages/index/index", "Such as pages/index/index"),
        ),
        Setting(
            key="state",
            label=Words("打开的版本", "Version that opens"),
            ask=Ask.CHOICE,
            choices=STATES,
            default="formal",
        ),
    )

    def send(self, delivery: Delivery, account: Account, door: Door) -> Outcome:
        language = "zh_CN" if delivery.rendered.language == "zh" else "en_US"
        more: dict[str, Any] = {
            "miniprogram_state": value_of(self, account, "state"),
            "lang": language,
        }
        page = value_of(self, account, "page")
        if page:
            more["page"] = page
        path = "/cgi-bin/message/subscribe/send"
        return wechat.send(self, delivery, account, door, path=path, more=more)
