"""Text messages by any provider that takes an HTTP request."""

from app.outbound import Door
from app.runtime import posting
from app.runtime.channel_settings import member_field
from app.runtime.channels.base import Account, ChannelKind, Delivery, Outcome
from app.words import Words


class HttpSms(ChannelKind):
    key = "sms_http"
    label = Words("其他短信服务商（HTTP）", "SMS by another provider (HTTP)")
    about = Words(
        "任何用 HTTP 接收短信请求的服务商。", "Any provider that takes messages as HTTP requests."
    )
    channel = "sms"
    settings = posting.settings_of(
        member_field(Words("会员的手机号字段", "Member's field with the number"), "phone"),
        '{"mobile": "{to}", "content": "{text}"}',
    )

    def send(self, delivery: Delivery, account: Account, door: Door) -> Outcome:
        return posting.send(self, delivery, account, door)
