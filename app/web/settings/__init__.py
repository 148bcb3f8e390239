"""Pages of what holds for a whole programme: its settings, its currencies, its parameters."""

from app.web.settings import currency_views, parameter_views, views
from app.web.settings.views import blueprint

__all__ = ["blueprint", "currency_views", "parameter_views", "views"]
