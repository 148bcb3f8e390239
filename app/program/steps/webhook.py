"""Another system is told through the outbox; the run goes on, or waits for its answer."""

from app.program.flow_options import Option, Widget
from app.program.flow_words import Naming
from app.program.flows import NEXT
from app.program.steps.base import ONWARD, Group, Options, StepKind
from app.words import Words


class Webhook(StepKind):
    key = "webhook"
    label = Words("调用 Webhook", "Call a webhook")
    icon = "webhook"
    group = Group.TELL
    acts = True
    waits = True
    options = (
        Option(
            key="type",
            label=Words("事件名", "Name of the event"),
            widget=Widget.TEXT,
            default="member.event",
        ),
        Option(key="data", label=Words("内容", "Content"), widget=Widget.COMPUTED),
        Option(
            key="wait",
            label=Words("等送达", "Wait until it is delivered"),
            widget=Widget.FLAG,
            default=False,
        ),
        Option(key="time", label=Words("最多等", "At most"), widget=Widget.DURATION),
    )

    def sentence(self, options: Options, naming: Naming) -> Words:
        name = options.get("type") or "member.event"
        return Words(f"通知外部系统：{name}", f"Tell another system: {name}")

    def ways(self, options: Options) -> dict[str, Words]:
        if not options.get("wait"):
            return {NEXT: ONWARD}
        return {
            "ok": Words("送达", "Delivered"),
            "failed": Words("失败", "Failed"),
            "timeout": Words("超时", "Too late"),
        }
