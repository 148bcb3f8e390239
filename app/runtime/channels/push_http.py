"""Push messages by any provider that takes an HTTP request."""

from app.outbound import Door
from app.runtime import posting
from app.runtime.channel_settings import member_field
from app.runtime.channels.base import Account, ChannelKind, Delivery, Outcome
from app.words import Words


class HttpPush(ChannelKind):
    key = "push_http"
    label = Words("其他推送服务商（HTTP）", "Push by another provider (HTTP)")
    about = Words(
        "任何用 HTTP 接收推送请求的服务商。", "Any provider that takes messages as HTTP requests."
    )
    channel = "push"
    settings = posting.settings_of(
        member_field(
            Words("会员的设备标识字段", "Member's field with the device"), "text", required=True
        ),
        '{"to": "{to}", "title": "{title}", "body": "{text}"}',
    )

    def send(self, delivery: Delivery, account: Account, door: Door) -> Outcome:
        return posting.send(self, delivery, account, door)
