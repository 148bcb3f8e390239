"""Pages about members: the programme's home, the list, one member."""

from app.web.records.views import blueprint

__all__ = ["blueprint"]
