"""`streak_of`: the current or best run of consecutive days, weeks or months with a record."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import case, func, select

from app.days import Moment
from app.expression.checker import Call, Checker
from app.expression.counting import Dated
from app.expression.offering import (
    FILTER,
    RECORDS,
    Kind,
    Offer,
    Outcome,
    Result,
    Section,
    computed,
    word,
)
from app.expression.rolling import Rolling, unit_of
from app.expression.source import Rows
from app.expression.speaker import Speaker
from app.expression.streaks import UNITS, alive_from, islands, streak
from app.expression.timing import unit_words
from app.expression.translator import Column, Translator, bound
from app.expression.tree import Apply, Constant, RankCut, Rollup, Typed
from app.expression.types import LAST_DAY, Integer, Null, Type
from app.expression.windows import LIFETIME
from app.words import Words

MODES = ("current", "best")
LABELS = {
    "current": {
        "day": Words("连续{label}天数", "consecutive days of {label}"),
        "week": Words("连续{label}周数", "consecutive weeks of {label}"),
        "month": Words("连续{label}月数", "consecutive months of {label}"),
    },
    "best": {
        "day": Words("最长连续{label}天数", "most consecutive days of {label}"),
        "week": Words("最长连续{label}周数", "most consecutive weeks of {label}"),
        "month": Words("最长连续{label}月数", "most consecutive months of {label}"),
    },
}


class StreakOf(Rolling):
    key = "streak_of"
    label = Words("连续", "streak of")
    fewest = 1
    most = 4
    reads_field = False

    def offers(self) -> tuple[Offer, ...]:
        modes = {"current": Words("当前", "current"), "best": Words("最长", "best")}
        units = {each: unit_words(each) for each in UNITS}
        found = Result(always=Outcome(kind=Kind.INTEGER), unit_in=2)
        return (
            computed(
                Section.METRIC,
                found,
                RECORDS,
                word(Words("哪一段", "which run"), modes, "current", optional=True),
                word(Words("单位", "unit"), units, "day", optional=True),
                FILTER,
                label=self.offered,
                order=4,
            ),
        )

    def check(self, call: Call, checker: Checker) -> Typed:
        named = self._named(call, checker)
        words = [checker.plain(each) for each in call.arguments[1:3]]
        mode = words[0] if words else "current"
        unit = words[1] if len(words) > 1 else "day"
        if mode not in MODES or unit not in UNITS:
            return checker.wrong(
                call.at(1 if mode not in MODES else 2),
                "连续记录写作 current 或 best，单位为 day week month。",
                "A streak is current or best, in day, week or month.",
            )
        if named is None:
            return Constant(path=call.path, type=Null(), value=None)
        condition = self._filter(call, checker, named[0], 3)
        spoken = (str(mode), str(unit))
        return self.rollup(call, checker, named[0], None, LIFETIME, condition, spoken)

    def result(self, kind: Type | None) -> Type | None:
        return Integer(0, 2 * LAST_DAY, nullable=False)

    def of_rows(self, node: Rollup, rows: list[Dated], moment: Moment) -> object:
        unit = node.unit or "day"
        found = streak({each.day for each in rows}, unit, moment.calendar)
        if node.mode == "best":
            return found.best
        return _going_on(found.length, found.end, unit, moment)

    def kept(
        self, node: Rollup, values: Mapping[str, Any], key: str, moment: Moment
    ) -> object | None:
        length = values.get(key)
        if node.mode == "best" or length is None or f"{key}.end" not in values:
            return length
        return _going_on(length, values[f"{key}.end"], node.unit or "day", moment)

    def aggregate(self, node: Rollup, rows: Rows, column: Column | None) -> Column:
        return rows.day

    def sql_metric(self, node: Rollup, translate: Translator) -> Column:
        unit = node.unit or "day"
        alive = bound(alive_from(unit, translate.moment))
        kept = translate.source.rollup(node)
        if kept is not None:
            end = translate.source.streak_end(node)
            return case((end >= alive, kept), else_=bound(0))
        rows = translate.source.rows(node.relation)
        days = select(rows.day.label("day")).select_from(rows.table)
        days = days.where(self.counts(node, rows, translate)).correlate_except(rows.table)
        runs = islands(days, unit, translate.moment.calendar).subquery("runs")
        longest = select(func.coalesce(func.max(runs.c.length), bound(0)))
        if node.mode == "current":
            longest = longest.where(runs.c.last >= alive)
        return longest.correlate_except(runs).scalar_subquery()

    def unit(self, node: Apply | Rollup) -> str:
        return unit_of(node)

    def phrase_metric(self, node: Rollup | RankCut, say: Speaker) -> Words:
        assert isinstance(node, Rollup)
        label = say.scope.label(node.relation)
        if node.filter is not None:
            condition = say.inside(node.relation).words(node.filter)
            label = Words(f"（{condition.zh}）{label.zh}", f"{label.en} ({condition.en})")
        words = LABELS[node.mode or "current"][node.unit or "day"]
        return Words(words.zh.format(label=label.zh), words.en.format(label=label.en))


def _going_on(length: int, end: int | None, unit: str, moment: Moment) -> int:
    return length if end is not None and end >= alive_from(unit, moment) else 0
