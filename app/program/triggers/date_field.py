"""A date of the member comes: a birthday, an anniversary, so many days before."""

from collections.abc import Mapping
from typing import Any

from app.program.flow_options import Option, Widget
from app.program.flow_words import Naming
from app.program.triggers.base import TriggerKind
from app.words import Words


class DateField(TriggerKind):
    key = "date_field"
    label = Words("日期到来", "Date of a member")
    icon = "cake"
    timed = True
    options = (
        Option(
            key="field",
            label=Words("日期字段", "Date"),
            widget=Widget.FIELD,
            required=True,
            kinds=("date", "datetime"),
        ),
        Option(key="yearly", label=Words("每年", "Every year"), widget=Widget.FLAG, default=True),
        Option(
            key="days",
            label=Words("提前天数（负数为之后）", "Days before (negative: after)"),
            widget=Widget.WHOLE,
            default=0,
            least=-365,
            most=365,
        ),
        Option(key="time", label=Words("几点", "At"), widget=Widget.TIME, default="09:00"),
    )

    def sentence(self, options: Mapping[str, Any], naming: Naming) -> Words:
        field = naming.field(options.get("field"))
        days = options.get("days") or 0
        when = Words("当天", "on the day")
        if isinstance(days, int) and days:
            when = (
                Words(f"前 {days} 天", f"{days} days before")
                if days > 0
                else Words(f"后 {-days} 天", f"{-days} days after")
            )
        time = options.get("time") or "09:00"
        every = Words("每年", "every year ") if options.get("yearly", True) else Words("", "")
        return Words(
            f"{every.zh}{field.zh}{when.zh} {time}", f"{every.en}{when.en} of {field.en}, {time}"
        )
