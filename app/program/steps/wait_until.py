"""Members stay until a date of theirs."""

from app.program.flow_options import Option, Widget
from app.program.flow_words import Naming
from app.program.flows import NEXT
from app.program.steps.base import ONWARD, Group, Options, StepKind
from app.words import Words


class WaitUntil(StepKind):
    key = "wait_until"
    label = Words("等到某日", "Wait for a date")
    icon = "calendar"
    group = Group.TIME
    waits = True
    options = (
        Option(
            key="field",
            label=Words("日期字段", "Date"),
            widget=Widget.FIELD,
            required=True,
            kinds=("date", "datetime"),
        ),
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

    def sentence(self, options: Options, naming: Naming) -> Words:
        field = naming.field(options.get("field"))
        return Words(f"等到{field.zh}", f"Wait until {field.en}")

    def ways(self, options: Options) -> dict[str, Words]:
        return {NEXT: ONWARD, "past": Words("没有或已过", "None, or past")}
