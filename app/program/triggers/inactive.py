"""A member has done nothing for so many days."""

from collections.abc import Mapping
from typing import Any

from app.program.flow_options import Option, Widget
from app.program.flow_words import Naming
from app.program.program import Program
from app.program.triggers.base import TIME, WHERE, TriggerKind, active_kinds, at_time, for_whom
from app.words import Words

USUAL = 30


class Inactive(TriggerKind):
    key = "inactive"
    label = Words("多天没有行为", "Inactive for days")
    icon = "moon"
    timed = stands = lasts = True
    options = (
        Option(
            key="days",
            label=Words("连续多少天没有行为", "Days without activity"),
            widget=Widget.WHOLE,
            default=USUAL,
            least=1,
            most=3650,
        ),
        Option(
            key="kinds",
            label=Words(
                "只看这些行为（不填：所有算活跃的）", "Only these kinds (none: all active ones)"
            ),
            widget=Widget.TAGS,
        ),
        TIME,
        WHERE,
    )

    def sentence(self, options: Mapping[str, Any], naming: Naming) -> Words:
        days = options.get("days") or USUAL
        kinds = options.get("kinds") or ()
        what = "、".join(f"“{each}”" for each in kinds) or "行为"
        done = ", ".join(f"“{each}”" for each in kinds) or "nothing"
        said = Words(
            f"连续 {days} 天没有{what}的当天 {at_time(options)}，每次沉默只触发一次",
            f"When a member has done {f'none of {done}' if kinds else done} for {days} days,"
            f" at {at_time(options)}, once for each silence",
        )
        return for_whom(said, options, naming)

    def asks(self, options: Mapping[str, Any], program: Program) -> Mapping[str, Any]:
        kinds = active_kinds(options["kinds"], program)
        among = {"in": [{"var": "kind"}, kinds]}
        last = {"last_of": ["activity.occurred_at", "lifetime", among]}
        return {"last": {"coalesce": [last, {"var": "joined_at"}]}}
