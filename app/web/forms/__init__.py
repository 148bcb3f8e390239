"""Forms in the back office: their links, what was sent, and trying them."""

from app.web.forms.views import blueprint

__all__ = ["blueprint"]
