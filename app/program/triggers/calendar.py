"""A named day of a calendar: a festival, a day for members."""

from collections.abc import Mapping
from typing import Any

from app.program.flow_options import Option, Widget
from app.program.flow_words import NOTHING, Naming
from app.program.triggers.base import TIME, WHERE, TriggerKind, at_time, for_whom
from app.words import Words


class Calendar(TriggerKind):
    key = "calendar"
    label = Words("节日与会员日", "Day of a calendar")
    icon = "calendar-heart"
    timed = stands = True
    options = (
        Option(
            key="days",
            label=Words("哪些日子", "Which days"),
            widget=Widget.CALENDAR_DAYS,
            required=True,
        ),
        Option(
            key="before",
            label=Words("提前天数（负数为之后）", "Days before (negative: after)"),
            widget=Widget.WHOLE,
            default=0,
            least=-365,
            most=365,
        ),
        TIME,
        WHERE,
    )

    def sentence(self, options: Mapping[str, Any], naming: Naming) -> Words:
        named = [naming.calendar_day(each) for each in options.get("days") or ()]
        zh = "、".join(each.zh for each in named) or NOTHING.zh
        en = ", ".join(each.en for each in named) or NOTHING.en
        before = options.get("before") or 0
        when = Words("当天", "on")
        if before > 0:
            when = Words(f"前 {before} 天", f"{before} days before")
        elif before < 0:
            when = Words(f"后 {-before} 天", f"{-before} days after")
        time = at_time(options)
        said = Words(f"{zh}{when.zh} {time}", f"{when.en} {en}, {time}")
        return for_whom(Words(said.zh, said.en[:1].upper() + said.en[1:]), options, naming)
