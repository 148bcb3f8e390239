"""A date of the member comes: a birthday, an anniversary, so many days before."""

from collections.abc import Mapping
from typing import Any

from app.program.flow_options import Option, Widget
from app.program.flow_words import Naming
from app.program.triggers.base import TIME, WHERE, TriggerKind, at_time, for_whom
from app.words import Words


class DateField(TriggerKind):
    key = "date_field"
    label = Words("日期到来", "Date of a member")
    icon = "cake"
    timed = stands = True
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
        TIME,
        Option(
            key="zone",
            label=Words("会员时区字段（不填：方案的时区）", "Field with the member's time zone"),
            widget=Widget.FIELD,
            kinds=("text", "choice"),
        ),
        WHERE,
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
        time = Words(at_time(options), at_time(options))
        if options.get("zone") is not None:
            time = Words(f"{time.zh}（会员当地）", f"{time.en} where the member is")
        every = Words("每年", "every year ") if options.get("yearly", True) else Words("", "")
        said = Words(
            f"{every.zh}{field.zh}{when.zh} {time.zh}",
            f"{every.en}{when.en} of {field.en}, {time.en}",
        )
        return for_whom(said, options, naming)
