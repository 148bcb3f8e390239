"""The shelf of coupon kinds: one file each, found by being here."""

from app.program.coupons.base import CouponKind
from app.registry import Registry
from app.words import Words

COUPON_KINDS: Registry[CouponKind] = Registry.discover(
    Words("优惠券类型", "coupon kind"), __name__, CouponKind
)

__all__ = ["COUPON_KINDS", "CouponKind"]
