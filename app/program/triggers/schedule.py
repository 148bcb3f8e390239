"""A time that the calendar or a cron line names."""

from collections.abc import Mapping
from typing import Any

from app.program.flow_options import Option, Widget
from app.program.flow_words import Naming
from app.program.triggers.base import TriggerKind
from app.words import Words

EVERY = {
    "day": Words("每天", "every day"),
    "week": Words("每周", "every week"),
    "month": Words("每月", "every month"),
    "year": Words("每年", "every year"),
}
WEEKDAYS = {
    "mon": Words("周一", "Monday"),
    "tue": Words("周二", "Tuesday"),
    "wed": Words("周三", "Wednesday"),
    "thu": Words("周四", "Thursday"),
    "fri": Words("周五", "Friday"),
    "sat": Words("周六", "Saturday"),
    "sun": Words("周日", "Sunday"),
}


class Schedule(TriggerKind):
    key = "schedule"
    label = Words("定时", "Schedule")
    icon = "calendar-clock"
    timed = stands = True
    options = (
        Option(
            key="every",
            label=Words("每隔", "Every"),
            widget=Widget.CHOICE,
            default="day",
            choices=EVERY,
        ),
        Option(
            key="weekdays", label=Words("周几", "Days"), widget=Widget.CHOICES, choices=WEEKDAYS
        ),
        Option(
            key="day",
            label=Words("几号（-1 为最后一天）", "Day of the month (-1: the last)"),
            widget=Widget.WHOLE,
            default=1,
            least=-1,
            most=31,
        ),
        Option(
            key="month",
            label=Words("几月", "Month"),
            widget=Widget.WHOLE,
            default=1,
            least=1,
            most=12,
        ),
        Option(key="time", label=Words("几点", "At"), widget=Widget.TIME, default="09:00"),
        Option(key="cron", label=Words("cron 表达式", "Cron line"), widget=Widget.CRON),
        Option(key="where", label=Words("哪些会员", "Which members"), widget=Widget.CONDITION),
    )

    def sentence(self, options: Mapping[str, Any], naming: Naming) -> Words:
        if options.get("cron"):
            said = Words(f"按 cron “{options['cron']}”", f"At “{options['cron']}”")
        else:
            every = EVERY.get(str(options.get("every") or "day"), EVERY["day"])
            days = [WEEKDAYS[each] for each in options.get("weekdays") or () if each in WEEKDAYS]
            which = Words("、".join(each.zh for each in days), ", ".join(each.en for each in days))
            time = options.get("time") or "09:00"
            said = Words(f"{every.zh}{which.zh} {time}", f"{every.en} {which.en} {time}")
        if options.get("where") is None:
            return said
        asked = naming.condition(options["where"])
        return Words(f"{said.zh}，对符合“{asked.zh}”的会员", f"{said.en}, for whom {asked.en}")
