"""Pages about what members are told: templates, their preview, and when they may be told."""

from app.web.messages import rule_views
from app.web.messages.views import blueprint

__all__ = ["blueprint", "rule_views"]
