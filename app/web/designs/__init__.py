"""Pages on which coupons, benefits and packs are designed, in the draft."""

from app.web.designs import form_views, tier_views, views
from app.web.designs.views import blueprint

__all__ = ["blueprint", "form_views", "tier_views", "views"]
