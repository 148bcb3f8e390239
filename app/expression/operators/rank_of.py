"""`rank_of`: where a metric stands among all members; compared with a fixed number only."""

from collections.abc import Mapping
from typing import Any

from app.days import Moment
from app.expression.checker import Call, Checker
from app.expression.coder import Coder, Metric
from app.expression.offering import Kind, Offer, Outcome, Result, Section, computed, operand, word
from app.expression.operator import Operator
from app.expression.speaker import Speaker
from app.expression.tree import RankCut, Rollup, Typed
from app.words import Words

SENTENCES = {
    ("percent", False): Words("{metric}排名前 {n}%", "{metric} is among the top {n}%"),
    ("percent", True): Words("{metric}排名不在前 {n}%", "{metric} is not among the top {n}%"),
    ("position", False): Words("{metric}排名前 {n} 位", "{metric} is among the first {n}"),
    ("position", True): Words("{metric}排名不在前 {n} 位", "{metric} is not among the first {n}"),
}


class RankOf(Operator):
    key = "rank_of"
    label = Words("排名", "rank of")
    most = 2

    def offers(self) -> tuple[Offer, ...]:
        measured = word(
            Words("按", "by"),
            {"percent": Words("百分比", "percent"), "position": Words("位次", "position")},
            "percent",
            optional=True,
        )
        found = Result(always=Outcome(kind=Kind.RANK), unit_in=1)
        return (
            computed(
                Section.STANDING,
                found,
                operand(Kind.INTEGER, Kind.MONEY),
                measured,
                label=Words("排名", "rank"),
                of_ladder=True,
            ),
        )

    def check(self, call: Call, checker: Checker) -> Typed:
        return checker.wrong(
            call.path,
            "名次只能直接与固定数值比较。",
            "A rank can only be compared with a fixed number, directly.",
            Words('前 10%：{"<": [{"rank_of": […]}, 10]}', 'Top 10 %: {"<": [{"rank_of": …}, 10]}'),
        )

    def metric(self, node: Rollup | RankCut, code: Coder) -> Metric:
        """Compare with the cut of the last evaluation; without one, the answer is unknown."""
        assert isinstance(node, RankCut)
        kept = code.shop.materialised.get(node.normal_form, node.normal_form)
        metric = code.function(node.metric, Coder.value)
        environment = code.shop.environment

        def near(values: Mapping[str, object], moment: Moment) -> object:
            function: Any = environment[metric]
            value, cut = function(values, moment), values.get(kept)
            if value is None or cut is None or value <= 0:
                return None
            assert isinstance(cut, int | float)
            return (value >= cut) is not node.negated

        return near

    def phrase_metric(self, node: Rollup | RankCut, say: Speaker) -> Words:
        assert isinstance(node, RankCut)
        said = say.words(node.metric)
        threshold = node.threshold
        if node.mode == "position" and node.operator == "<":
            threshold -= 1
        words = SENTENCES[node.mode, node.negated]
        number = f"{threshold:g}"
        return Words(
            words.zh.format(metric=said.zh, n=number), words.en.format(metric=said.en, n=number)
        )
