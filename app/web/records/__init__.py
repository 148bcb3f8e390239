"""Pages about members: the programme's home, the list, one member."""

from app.web.records import layer_views
from app.web.records.views import blueprint

__all__ = ["blueprint", "layer_views"]
