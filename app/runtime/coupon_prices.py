"""What coupons and grants take out of the budgets of a release."""

from collections.abc import Iterable, Mapping, Sequence

from app.program.benefit import Benefit
from app.program.budget import Budget, Of, charged
from app.program.coupon import CouponDesign
from app.program.face_value import price_of
from app.runtime.budget_books import Price

Prices = Mapping[str, tuple[Price, ...]]
"""By design or benefit."""


def is_budgeted(budgets: Iterable[Budget], design: CouponDesign) -> bool:
    """Say whether a coupon comes out of any of these budgets."""
    return any(True for _ in charged(budgets, Of.COUPONS, design.budgets))


def prices_of_coupons(budgets: Sequence[Budget], designs: Iterable[CouponDesign]) -> Prices:
    return {
        design.key: tuple(
            Price(budget=each, amount=price_of(each, design))
            for each in charged(budgets, Of.COUPONS, design.budgets)
        )
        for design in designs
    }


def prices_of_benefits(budgets: Sequence[Budget], benefits: Iterable[Benefit]) -> Prices:
    """Give what a grant of each benefit takes: it counts once in each of its budgets."""
    return {
        benefit.key: tuple(
            Price(budget=each, amount=1) for each in charged(budgets, Of.BENEFITS, benefit.budgets)
        )
        for benefit in benefits
    }


def budgets_in(prices: Prices) -> list[Budget]:
    found = {each.budget.key: each.budget for of in prices.values() for each in of}
    return list(found.values())
