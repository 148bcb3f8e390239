"""`capped_of`: how many records there are, of which each day counts at most so many."""

from collections import Counter
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, case, func, select

from app.days import Moment
from app.expression.checker import Call, Checker
from app.expression.counting import Dated
from app.expression.dialects import Whole
from app.expression.offering import (
    FILTER,
    RECORDS,
    WINDOW,
    Kind,
    Offer,
    Section,
    always,
    computed,
    number,
)
from app.expression.rolling import Buckets, Rolling
from app.expression.source import Rows
from app.expression.speaker import Speaker
from app.expression.translator import Column, Translator, bound
from app.expression.tree import Apply, Constant, RankCut, Rollup, Typed
from app.expression.types import USUAL_WHOLE, Integer, Null, Type
from app.words import Words

MOST_A_DAY = 1_000_000


class CappedOf(Rolling):
    key = "capped_of"
    label = Words("每天封顶的次数", "number of, capped by day")
    fewest = 2
    most = 4
    reads_field = False

    def offers(self) -> tuple[Offer, ...]:
        cap = number("每天最多计几次", "at most a day", least=1, most=MOST_A_DAY, usual=1)
        counted = always(Kind.INTEGER, "count")
        label = Words("次数，每天封顶", "count, capped by day")
        return (computed(Section.METRIC, counted, RECORDS, cap, WINDOW, FILTER, label=label),)

    def check(self, call: Call, checker: Checker) -> Typed:
        named = self._named(call, checker)
        cap = checker.plain(call.arguments[1])
        if not isinstance(cap, int) or isinstance(cap, bool) or not 1 <= cap <= MOST_A_DAY:
            return checker.wrong(
                call.at(1),
                f"每天最多计几次：写 1 到 {MOST_A_DAY:,} 的整数。",
                f"How many count on one day: a whole number from 1 to {MOST_A_DAY:,}.",
            )
        if named is None:
            return Constant(path=call.path, type=Null(), value=None)
        window, at = self._window(call, checker, 2)
        if window is None:
            return Constant(path=call.path, type=Null(), value=None)
        condition = self._filter(call, checker, named[0], at)
        return self.rollup(call, checker, named[0], None, window, condition, cap=cap)

    def result(self, kind: Type | None) -> Type | None:
        return Integer(0, USUAL_WHOLE, nullable=False)

    def of_rows(self, node: Rollup, rows: list[Dated], moment: Moment) -> object:
        return sum(min(each, _cap(node)) for each in Counter(row.day for row in rows).values())

    def aggregate(self, node: Rollup, rows: Rows, column: Column | None) -> Column:
        return func.count(type_=BigInteger())

    def sql_metric(self, node: Rollup, translate: Translator) -> Column:
        rows = translate.source.rows(node.relation)
        counted = select(self.aggregate(node, rows, None).label("n")).select_from(rows.table)
        counted = counted.where(self.counts(node, rows, translate)).group_by(rows.day)
        days = counted.correlate_except(rows.table).subquery("days")
        total = func.coalesce(func.sum(_at_most(days.c.n, node)), bound(0))
        return select(Whole(total)).correlate_except(days).scalar_subquery()

    def from_buckets(
        self, rollup: Rollup, buckets: Buckets, in_window: ColumnElement[bool]
    ) -> ColumnElement[Any]:
        counted = func.sum(case((in_window, _at_most(buckets.rows, rollup))))
        return Whole(func.coalesce(counted, bound(0)))

    def unit(self, node: Apply | Rollup) -> str:
        return "count"

    def phrase_metric(self, node: Rollup | RankCut, say: Speaker) -> Words:
        assert isinstance(node, Rollup)
        said = super().phrase_metric(node, say)
        cap = _cap(node)
        return Words(
            f"{said.zh}（每天最多计 {cap} 次）", f"number of {said.en} (at most {cap} a day)"
        )


def _cap(node: Rollup) -> int:
    assert node.cap is not None
    return node.cap


def _at_most(count: ColumnElement[Any], node: Rollup) -> ColumnElement[int]:
    cap = bound(_cap(node))
    return case((count > cap, cap), else_=count)
