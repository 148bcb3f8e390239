"""What is printed on a coupon, and what one takes out of a budget."""

from app.program.budget import Budget
from app.program.coupon import CouponDesign
from app.program.coupons import COUPON_KINDS
from app.program.declared import values_of


def face_of(design: CouponDesign) -> int | None:
    """Give what is printed on a coupon, in the smallest unit; else what one costs."""
    if design.kind in COUPON_KINDS:
        kind = COUPON_KINDS[design.kind]
        face = kind.cost(values_of(kind.options, design.options))
        if face is not None:
            return face
    return design.cost


def price_of(budget: Budget, design: CouponDesign) -> int:
    return (face_of(design) or 0) if budget.in_money else 1
