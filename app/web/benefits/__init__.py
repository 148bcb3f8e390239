"""Pages about what members are given: the matrix, coupons, the counter."""

from app.web.benefits import counter_views, coupon_views, mark_views, offer_views
from app.web.benefits.views import blueprint

__all__ = ["blueprint", "counter_views", "coupon_views", "mark_views", "offer_views"]
