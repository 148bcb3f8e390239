"""Pages where programmes begin: the gallery, an empty one, a file; and the file of one there is."""

from app.web.gallery.views import blueprint

__all__ = ["blueprint"]
