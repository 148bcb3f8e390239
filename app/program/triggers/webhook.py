"""Another system calls an address of the automation."""

from collections.abc import Mapping
from typing import Any

from app.program.flow_options import Option, Widget
from app.program.flow_words import Naming
from app.program.triggers.base import TriggerKind
from app.words import Words

SIGNED, SECRET = "standard", "header"
SIGNATURES = {
    SIGNED: Words("签名（Standard Webhooks）", "Signed (Standard Webhooks)"),
    SECRET: Words("请求头里带密钥", "A secret in a header"),
}


class Webhook(TriggerKind):
    key = "webhook"
    label = Words("收到 Webhook", "Incoming webhook")
    icon = "webhook"
    options = (
        Option(
            key="by",
            label=Words("按哪个字段找会员", "Members are found by"),
            widget=Widget.FIELD,
            default="external_id",
            kinds=("text", "phone", "email"),
        ),
        Option(
            key="member",
            label=Words("这个字段的值取自", "Whose value comes from"),
            widget=Widget.EXPRESSION,
            required=True,
        ),
        Option(
            key="where",
            label=Words("只在内容符合时", "Only when the body meets"),
            widget=Widget.EXPRESSION,
        ),
        Option(
            key="object", label=Words("记成哪种记录", "Keep as a record of"), widget=Widget.OBJECT
        ),
        Option(
            key="values",
            label=Words("记录的字段取自", "Fields of the record from"),
            widget=Widget.EXPRESSIONS,
            of="object",
        ),
        Option(
            key="signature",
            label=Words("怎么证明是谁发来的", "How callers prove who they are"),
            widget=Widget.CHOICE,
            default=SIGNED,
            choices=SIGNATURES,
        ),
    )

    def sentence(self, options: Mapping[str, Any], naming: Naming) -> Words:
        zh, en = "收到外部系统的 Webhook 时", "When another system calls"
        if options.get("object") is None:
            return Words(zh, en)
        name = naming.object(options["object"])
        return Words(f"{zh}，记成{name.zh}", f"{en}, kept as a {name.en}")

    def object_of(self, options: Mapping[str, Any]) -> str | None:
        named = options.get("object")
        return None if named is None else str(named)
