"""Ranks compared with a literal: set-wise they become one cut value per evaluation."""

from app.expression.checker import Call, Checker
from app.expression.parse import Expression, canonical, is_literal, to_json
from app.expression.tree import Constant, RankCut, Rollup, Typed
from app.expression.types import Boolean, Decimal, Integer
from app.words import Words

_TURNED = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}
SIDES = 2
"""Of a comparison, one of which is the rank."""
_NEAR = {"<": ("<", False), "<=": ("<=", False), ">": ("<=", True), ">=": ("<", True)}
"""Not being among the first ten is the opposite of being among them."""


def is_rank(node: object) -> bool:
    return isinstance(node, Expression) and node.operator == "rank_of"


def rank_cut(call: Call, checker: Checker) -> Typed | None:
    """Read `{"<": [{"rank_of": […]}, 10]}`; None when no rank is compared."""
    arguments = [checker.plain(each) for each in call.arguments]
    ranked = [i for i, each in enumerate(arguments) if is_rank(each)]
    if not ranked:
        return None
    at = ranked[0]
    literals = [each for each in arguments if is_literal(each)]
    if len(arguments) != SIDES or len(literals) != 1 or call.operator not in _NEAR:
        return checker.wrong(
            call.path,
            "名次只能用 < <= > >= 与一个固定数值比较。",
            "A rank is compared by < <= > >= with one fixed number.",
            Words('前 10%：{"<": [{"rank_of": […]}, 10]}', 'Top 10 %: {"<": [{"rank_of": …}, 10]}'),
        )
    operator = call.operator if at == 0 else _TURNED[call.operator]
    return _cut(call, checker, at, operator)


def _cut(call: Call, checker: Checker, at: int, operator: str) -> Typed:
    rank = checker.plain(call.arguments[at])
    threshold = checker.plain(call.arguments[1 - at])
    assert isinstance(rank, Expression)
    inner = Call(rank, call.at(at))
    mode = metric_mode(inner, checker)
    metric = ranked_metric(inner, checker)
    if not isinstance(threshold, int | float) or isinstance(threshold, bool):
        return checker.wrong(
            call.at(1 - at), "名次要与数值比较。", "A rank is compared with a number."
        )
    if mode is None or metric is None:
        return Constant(path=call.path, type=Boolean(), value=None)
    near, negated = _NEAR[operator]
    form = canonical({"rank_of": [to_json(rank.arguments[0]), mode, near, threshold]})
    if isinstance(metric, Rollup):
        form = canonical({"rank_of": [metric.normal_form, mode, near, threshold]})
    cut = RankCut(
        path=call.path,
        type=Boolean(),
        metric=metric,
        mode=mode,
        operator=near,
        threshold=threshold,
        negated=negated,
        normal_form=form,
    )
    checker.seen.ranks[form] = cut
    return cut


def metric_mode(call: Call, checker: Checker) -> str | None:
    mode = call.arguments[1] if len(call.arguments) > 1 else "percent"
    if mode in ("percent", "position"):
        return str(mode)
    checker.wrong(
        call.at(1),
        "名次方式为 percent（百分比）或 position（位次）。",
        "A rank is measured as percent or as position.",
    )
    return None


def ranked_metric(call: Call, checker: Checker) -> Typed | None:
    if not 1 <= len(call.arguments) <= 2:  # noqa: PLR2004  # The metric, and how it is measured.
        checker.wrong(call.path, "rank_of 需要 1 到 2 个参数。", "rank_of takes 1 to 2 arguments.")
        return None
    metric = checker.argument(call, 0)
    if isinstance(metric.type, Integer | Decimal):
        return metric
    checker.wrong(
        call.at(0),
        "只能对整数或金额排名。",
        "Only whole numbers and amounts can be ranked.",
    )
    return None
