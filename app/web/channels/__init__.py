"""Pages about the accounts by which messages leave."""

from app.web.channels.views import blueprint

__all__ = ["blueprint"]
