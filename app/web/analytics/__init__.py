"""Pages of questions over what happened: the diagnosis of a ladder."""

from app.web.analytics.views import blueprint

__all__ = ["blueprint"]
