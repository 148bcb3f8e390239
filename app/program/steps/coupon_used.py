"""A coupon that this run gave was used, or not."""

from app.program.flow_options import Option, Widget
from app.program.flow_words import Naming
from app.program.steps.base import Group, Options, StepKind
from app.words import Words


class CouponUsed(StepKind):
    key = "coupon_used"
    label = Words("券用了没有", "Was the coupon used")
    icon = "ticket-check"
    group = Group.WAYS
    options = (
        Option(
            key="step",
            label=Words("哪一步发的券", "Given by which step"),
            widget=Widget.STEP,
            required=True,
        ),
    )

    def sentence(self, options: Options, naming: Naming) -> Words:
        return Words("如果这次发的券已经用掉", "If the coupon of this run was used")

    def ways(self, options: Options) -> dict[str, Words]:
        return {"yes": Words("是", "Yes"), "no": Words("否", "No")}
