"""Pages of questions over what happened: a ladder's diagnosis, and what an incentive did."""

from app.web.analytics import effect_views
from app.web.analytics.views import blueprint

__all__ = ["blueprint", "effect_views"]
