"""A message goes to the member through the outbox."""

from app.program.flow_options import Option, Widget
from app.program.flow_words import Naming
from app.program.flows import NEXT
from app.program.steps.base import ONWARD, Group, Options, StepKind
from app.words import Words

CHANNELS = {
    "inbox": Words("站内信", "In-app message"),
    "sms": Words("短信", "SMS"),
    "email": Words("邮件", "E-mail"),
    "wechat": Words("微信", "WeChat"),
    "push": Words("App 推送", "App push"),
}
PURPOSES = {
    "service": Words("服务通知", "Service"),
    "marketing": Words("营销", "Marketing"),
}


class SendMessage(StepKind):
    key = "send_message"
    label = Words("发消息", "Send a message")
    icon = "message-square"
    group = Group.TELL
    acts = True
    options = (
        Option(
            key="channel",
            label=Words("渠道", "Channel"),
            widget=Widget.CHOICE,
            default="inbox",
            choices=CHANNELS,
        ),
        Option(
            key="purpose",
            label=Words("用途", "Purpose"),
            widget=Widget.CHOICE,
            default="service",
            choices=PURPOSES,
        ),
        Option(
            key="consent",
            label=Words("谁同意接收", "Who agreed to it"),
            widget=Widget.CONDITION,
        ),
        Option(key="title", label=Words("标题", "Title"), widget=Widget.WORDS, required=True),
        Option(key="text", label=Words("内容", "Text"), widget=Widget.LONG_WORDS, required=True),
    )

    def sentence(self, options: Options, naming: Naming) -> Words:
        channel = CHANNELS.get(str(options.get("channel") or "inbox"), CHANNELS["inbox"])
        title = Words.from_json(options.get("title") or "")
        return Words(f"{channel.zh}：{title.to('zh')}", f"{channel.en}: {title.to('en')}")

    def ways(self, options: Options) -> dict[str, Words]:
        return {NEXT: ONWARD, "refused": Words("未同意接收", "Did not agree")}
