"""Pages on which automations are seen at work: their list, their runs, and how they are doing."""

from app.web.flows import health_views, run_act_views, run_views
from app.web.flows.views import blueprint

__all__ = ["blueprint", "health_views", "run_act_views", "run_views"]
