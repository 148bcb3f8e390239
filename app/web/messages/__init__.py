"""Pages about what members are told: templates, their preview, and when they may be told."""

from app.web.messages import consent_views, rule_views
from app.web.messages.views import blueprint

__all__ = ["blueprint", "consent_views", "rule_views"]
