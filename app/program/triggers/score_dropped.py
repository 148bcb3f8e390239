"""A score is much lower than a week ago (R-33)."""

from collections.abc import Mapping
from typing import Any

from app.program.flow_options import Option, Widget
from app.program.flow_words import Naming
from app.program.program import Program
from app.program.triggers.base import TIME, WHERE, TriggerKind, active_kinds, at_time, for_whom
from app.words import Words

WEEKDAYS = {
    "mon": Words("周一", "Monday"),
    "tue": Words("周二", "Tuesday"),
    "wed": Words("周三", "Wednesday"),
    "thu": Words("周四", "Thursday"),
    "fri": Words("周五", "Friday"),
    "sat": Words("周六", "Saturday"),
    "sun": Words("周日", "Sunday"),
}
SCORES = ("formula", "rollup", "integer", "number", "money", "percent")
USUAL = 50


class ScoreDropped(TriggerKind):
    key = "score_dropped"
    label = Words("活跃度骤降", "Score dropped")
    icon = "trending-down"
    timed = True
    options = (
        Option(
            key="field",
            label=Words("哪个分数（不填：7 天内的活跃次数）", "Score (none: activities in 7 days)"),
            widget=Widget.FIELD,
            kinds=SCORES,
        ),
        Option(
            key="percent",
            label=Words("比一周前至少降了百分之几", "Lower than a week ago by percent"),
            widget=Widget.WHOLE,
            default=USUAL,
            least=1,
            most=100,
        ),
        Option(
            key="least",
            label=Words("一周前至少是多少", "A week ago at least"),
            widget=Widget.WHOLE,
            default=1,
            least=1,
        ),
        Option(
            key="joined",
            label=Words("入会满多少天才看", "Members since days"),
            widget=Widget.WHOLE,
            default=14,
            most=366,
        ),
        Option(
            key="weekday",
            label=Words("每周几看", "Looked at on"),
            widget=Widget.CHOICE,
            default="mon",
            choices=WEEKDAYS,
        ),
        TIME,
        WHERE,
    )

    def sentence(self, options: Mapping[str, Any], naming: Naming) -> Words:
        percent = options.get("percent") or USUAL
        score = Words("活跃次数", "activity")
        if options.get("field") is not None:
            score = naming.field(options["field"])
        day = WEEKDAYS.get(str(options.get("weekday") or "mon"), WEEKDAYS["mon"])
        said = Words(
            f"{day.zh} {at_time(options)}，{score.zh}比一周前降了 {percent}% 或更多时",
            f"On {day.en} at {at_time(options)}, when {score.en} is {percent} % or more below"
            " that of a week ago",
        )
        return for_whom(said, options, naming)

    def asks(self, options: Mapping[str, Any], program: Program) -> Mapping[str, Any]:
        if options["field"] is not None:
            return {"score": {"var": options["field"]}}
        among = {"in": [{"var": "kind"}, active_kinds(None, program)]}
        return {"score": {"count_of": ["activity", "7d", among]}}
