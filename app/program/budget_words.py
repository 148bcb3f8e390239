"""A budget in one sentence: how much there is, of what, for how long, and what comes at its end."""

from app.program.benefit_words import EVERY, currency_label, money
from app.program.budget import Budget, Of
from app.program.program import Program
from app.words import Words

UNITS = {
    Of.COUPONS: Words("张券", "coupons"),
    Of.BENEFITS: Words("次权益", "grants"),
}
ONE = {Of.COUPONS: "coupon", Of.BENEFITS: "grant"}
ALL = {
    Of.COUPONS: Words("全部优惠券", "all coupons"),
    Of.BENEFITS: Words("全部权益", "all benefits"),
}


def budget_words(program: Program, budget: Budget) -> Words:
    """Say how much there is, for how long, and what happens when it is used up."""
    amount = _amount(program, budget)
    every = Words("", "") if budget.every is None else EVERY[budget.every]
    ends = Words("用完即停", "stops when used up")
    if not budget.stops:
        ends = Words("超出只提醒", "warns when used up")
    whole = ALL[budget.of] if budget.all else Words("", "")
    said = [
        Words(
            f"{every.zh + ' ' if every.zh else ''}{amount.zh}", f"{amount.en} {every.en}".strip()
        ),
        whole,
        ends,
    ]
    return Words(
        "，".join(each.zh for each in said if each.zh),
        ", ".join(each.en for each in said if each.en),
    )


def _amount(program: Program, budget: Budget) -> Words:
    if budget.in_money:
        face = money(budget.money or 0, program)
        return Words(f"面值共 {face} 的券", f"coupons with a face value of {face}")
    amount = quantity_words(program, budget, budget.limit)
    if budget.money is None:
        return amount
    worth = money(budget.money, program)
    return Words(f"{worth}（合 {amount.zh}）", f"{worth} ({amount.en})")


def quantity_words(program: Program, budget: Budget, number: int) -> Words:
    """Say how much of a budget something is, with its unit."""
    if budget.in_money:
        said = money(number, program)
        return Words(said, said)
    unit = unit_words(program, budget)
    english = ONE.get(budget.of, unit.en) if number == 1 else unit.en
    return Words(f"{number:,} {unit.zh}", f"{number:,} {english}")


def unit_words(program: Program, budget: Budget) -> Words:
    if budget.of is not Of.CURRENCY:
        return UNITS[budget.of]
    label = currency_label(program, budget.currency)
    return Words(label.to("zh"), label.to("en").lower())
