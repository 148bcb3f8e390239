"""Pages of the records of any object: listed, looked at, added, changed and deleted."""

from app.web.objects import add_views, removal_views
from app.web.objects.views import blueprint

__all__ = ["add_views", "blueprint", "removal_views"]
