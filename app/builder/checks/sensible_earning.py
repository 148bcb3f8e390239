"""What earns points is limited, counted once, and used as it is meant."""

from collections.abc import Iterator
from itertools import combinations
from typing import Any

from app.builder.checks.base import Check, warning
from app.errors import Finding
from app.program.budget import Budget
from app.program.checked import CheckedProgram
from app.program.earning import EarningRule
from app.program.objects import ACTIVITY, ORDER
from app.program.program import Program
from app.words import Words

PURCHASE = "purchase"


class SensibleEarning(Check):
    key = "sensible_earning"
    label = Words("获得积分有上限，不重复计算", "Earning is limited, and nothing counts twice")

    def check(self, checked: CheckedProgram) -> Iterator[Finding]:
        program = checked.program
        rules = list(enumerate(program.earning.rules))
        for n, rule in rules:
            yield from _limited(program, rule, f"/earning/rules/{n}")
            yield from _usable(program, rule, f"/earning/rules/{n}")
        for (_, one), (n, other) in combinations(rules, 2):
            if _overlap(one, other):
                yield _twice(one, other, f"/earning/rules/{n}")
        for n, budget in enumerate(program.budgets):
            yield from _used(program, budget, f"/budgets/{n}")


def _limited(program: Program, rule: EarningRule, path: str) -> Iterator[Finding]:
    """Whoever can repeat something for nothing will."""
    ceiling = any(each.currency == rule.currency for each in program.earning.ceilings)
    if rule.object == ORDER or rule.off or rule.is_limited or ceiling:
        return
    name = rule.label
    yield warning(
        path,
        f"“{name.to('zh')}”没有上限：同一个行为可以反复刷。",
        f"{name.to('en')} has no limit: the same activity can be repeated for ever.",
        fix=Words("加上每天次数或每天最多多少。", "Limit how often, or how much, a day."),
    )


def _usable(program: Program, rule: EarningRule, path: str) -> Iterator[Finding]:
    if rule.object == ACTIVITY and rule.kind == PURCHASE:
        yield warning(
            f"{path}/kind",
            "按购买行为计算时，部分退款不会按比例收回；请按订单计算。",
            "A purchase as an activity gives nothing back on a partial refund: go by the order.",
        )
    currency = program.find_currency(rule.currency)
    if currency is not None and not currency.spendable and rule.held:
        yield warning(
            f"{path}/held",
            f"“{currency.label.to('zh')}”只用于定级，马上就算；等待期不起作用。",
            f"{currency.label.to('en')} counts towards tiers at once; the wait does nothing.",
        )
    if rule.first is not None and rule.last is not None and rule.last < rule.first:
        yield Finding.of(f"{path}/until", "结束日早于开始日。", "The last day is before the first.")


def _overlap(one: EarningRule, other: EarningRule) -> bool:
    """Say whether one record surely earns by both."""
    if one.off or other.off or one.currency != other.currency or one.object != other.object:
        return False
    kinds = one.kind is None or other.kind is None or one.kind == other.kind
    apart = _over(one.first, one.last, other.first, other.last)
    return kinds and not apart and _asks_the_same(one.where, other.where)


def _over(first: int | None, last: int | None, start: int | None, end: int | None) -> bool:
    before = last is not None and start is not None and last < start
    return before or (end is not None and first is not None and end < first)


def _asks_the_same(one: Any, other: Any) -> bool:
    return one == other or one is None or other is None


def _twice(one: EarningRule, other: EarningRule, path: str) -> Finding:
    zh, en = one.label.to("zh"), one.label.to("en")
    return warning(
        path,
        f"“{other.label.to('zh')}”和“{zh}”会同时算：同一条记录得两次。",
        f"{other.label.to('en')} and {en} both count: one record earns twice.",
        fix=Words(
            "若本意如此可以忽略；否则给其中一条加条件。",
            "That may be meant; otherwise give one of them a condition.",
        ),
    )


def _used(program: Program, budget: Budget, path: str) -> Iterator[Finding]:
    earning = program.earning
    named: set[str | None] = {each.budget for each in earning.rules}
    named |= {each.budget for each in earning.boosts}
    named |= {key for each in program.coupons for key in each.budgets}
    named |= {key for each in program.benefits for key in each.budgets}
    if budget.key not in named and not budget.all:
        yield warning(
            path,
            f"预算“{budget.label.to('zh')}”没有规则、券或权益在用。",
            f"No rule, coupon or benefit uses the budget {budget.label.to('en')}.",
        )
