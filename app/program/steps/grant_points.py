"""Points or growth value are booked, once."""

from app.program.flow_options import Option, Widget
from app.program.flow_words import Naming
from app.program.steps.base import Group, Options, StepKind
from app.words import Words


class GrantPoints(StepKind):
    key = "grant_points"
    label = Words("发积分或成长值", "Give points")
    icon = "coins"
    group = Group.GIVE
    acts = True
    options = (
        Option(
            key="amount",
            label=Words("数量", "How many"),
            widget=Widget.WHOLE,
            required=True,
            least=1,
        ),
        Option(
            key="currency",
            label=Words("币种", "Currency"),
            widget=Widget.CURRENCY,
            default="points",
        ),
    )

    def sentence(self, options: Options, naming: Naming) -> Words:
        currency = naming.currency(options.get("currency") or "points")
        amount = options.get("amount")
        return Words(f"发 {amount} {currency.zh}", f"Give {amount} {currency.en}")
