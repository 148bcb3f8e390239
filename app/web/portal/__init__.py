"""Public pages: what people outside see, without signing in and without scripts."""

from app.web.portal.views import blueprint

__all__ = ["blueprint"]
