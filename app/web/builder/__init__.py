"""Pages of a programme being designed: the ladder and its releases."""

from app.web.builder.views import blueprint

__all__ = ["blueprint"]
