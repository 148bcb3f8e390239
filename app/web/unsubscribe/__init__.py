"""The public page where members say what they want to be told."""

from app.web.unsubscribe.views import blueprint

__all__ = ["blueprint"]
