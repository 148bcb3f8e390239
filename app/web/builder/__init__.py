"""Pages of a programme being designed: the ladder and its releases."""

from app.web.builder import (
    condition_page,
    conditions,
    document_views,
    draft_views,
    flow_trial_views,
    flow_views,
    form_design_views,
    ladder_views,
    objects_views,
    versions_views,
)
from app.web.builder.views import blueprint

__all__ = [
    "blueprint",
    "condition_page",
    "conditions",
    "document_views",
    "draft_views",
    "flow_trial_views",
    "flow_views",
    "form_design_views",
    "ladder_views",
    "objects_views",
    "versions_views",
]
