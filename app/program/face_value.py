"""What is printed on a coupon, and what one takes out of a budget."""

from app.program.budget import Budget
from app.program.coupon import CouponDesign
from app.program.coupons import COUPON_KINDS
from app.program.declared import values_of


def printed_on(design: CouponDesign) -> int | None:
    """Give what is printed on a coupon, in the smallest unit; None where nothing is."""
    if design.kind not in COUPON_KINDS:
        return None
    kind = COUPON_KINDS[design.kind]
    return kind.cost(values_of(kind.options, design.options))


def face_of(design: CouponDesign) -> int | None:
    """Give what is printed on a coupon, in the smallest unit; else what one costs."""
    face = printed_on(design)
    return design.cost if face is None else face


def price_of(budget: Budget, design: CouponDesign) -> int:
    return (face_of(design) or 0) if budget.in_money else 1
