"""Pages about members: the programme's home, the list, one member."""

from app.web.records import (
    change_views,
    correction_views,
    layer_views,
    list_views,
    make_up_views,
    segment_views,
    start_views,
)
from app.web.records.views import blueprint

__all__ = [
    "blueprint",
    "change_views",
    "correction_views",
    "layer_views",
    "list_views",
    "make_up_views",
    "segment_views",
    "start_views",
]
