"""Points of a member expire in so many days."""

from collections.abc import Mapping
from typing import Any

from app.program.flow_options import Option, Widget
from app.program.flow_words import Naming
from app.program.triggers.base import TIME, WHERE, TriggerKind, at_time, for_whom
from app.words import Words

USUAL = 7


class PointsExpiring(TriggerKind):
    key = "points_expiring"
    label = Words("积分到期前", "Before points expire")
    icon = "timer"
    timed = stands = True
    options = (
        Option(
            key="currency", label=Words("币种", "Currency"), widget=Widget.CURRENCY, required=True
        ),
        Option(
            key="days",
            label=Words("提前多少天", "Days before"),
            widget=Widget.WHOLE,
            default=USUAL,
            most=366,
        ),
        Option(
            key="least",
            label=Words("至少有多少要到期", "At least so many"),
            widget=Widget.WHOLE,
            default=1,
            least=1,
        ),
        TIME,
        WHERE,
    )

    def sentence(self, options: Mapping[str, Any], naming: Naming) -> Words:
        days, least = options.get("days", USUAL), options.get("least") or 1
        currency = naming.currency(options.get("currency"))
        said = Words(
            f"至少 {least} {currency.zh}到期前 {days} 天 {at_time(options)}",
            f"{days} days before at least {least} of {currency.en} expire, at {at_time(options)}",
        )
        return for_whom(said, options, naming)
