"""Members stay until they do something, and no longer than a time."""

from app.program.flow_options import Option, Widget
from app.program.flow_words import Naming, duration_words
from app.program.steps.base import Group, Options, StepKind
from app.words import Words

EVENTS = {
    "order": Words("下单", "buys"),
    "activity": Words("有行为", "does something"),
    "rise": Words("升级", "rises"),
    "coupon_used": Words("用掉优惠券", "uses a coupon"),
}


class WaitFor(StepKind):
    key = "wait_for"
    label = Words("等待行为", "Wait for an event")
    icon = "hourglass"
    group = Group.TIME
    waits = True
    options = (
        Option(
            key="event",
            label=Words("等什么", "For what"),
            widget=Widget.CHOICE,
            required=True,
            choices=EVENTS,
        ),
        Option(key="kind", label=Words("行为类型", "Kind of activity"), widget=Widget.TEXT),
        Option(
            key="coupon",
            label=Words("用掉哪种券（不填：任何）", "Coupon that is used (none: any)"),
            widget=Widget.COUPON,
        ),
        Option(key="time", label=Words("最多等", "At most"), widget=Widget.DURATION, required=True),
    )

    def sentence(self, options: Options, naming: Naming) -> Words:
        event = EVENTS.get(str(options.get("event")), Words("（未填）", "(not set)"))
        if options.get("event") == "coupon_used" and options.get("coupon") is not None:
            coupon = naming.coupon(options["coupon"])
            event = Words(f"用掉“{coupon.zh}”", f"uses {coupon.en}")
        said = duration_words(options.get("time"))
        return Words(
            f"等会员{event.zh}，最多 {said.zh}",
            f"Wait until a member {event.en}, at most {said.en}",
        )

    def ways(self, options: Options) -> dict[str, Words]:
        return {"happened": Words("发生了", "It happened"), "timeout": Words("超时", "Too late")}
