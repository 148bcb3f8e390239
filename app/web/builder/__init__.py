"""Pages of a programme being designed: the ladder and its releases."""

from app.web.builder import (
    conditions,
    document_views,
    draft_views,
    ladder_views,
    versions_views,
)
from app.web.builder.views import blueprint

__all__ = [
    "blueprint",
    "conditions",
    "document_views",
    "draft_views",
    "ladder_views",
    "versions_views",
]
