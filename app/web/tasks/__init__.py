"""Pages about what people are asked to do: their list, and one task."""

from app.web.tasks.views import blueprint

__all__ = ["blueprint"]
