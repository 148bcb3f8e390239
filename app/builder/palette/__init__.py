"""What an editor of conditions may offer in a place of a programme."""

from app.builder.palette.drawing import palette_of
from app.builder.palette.model import Palette
from app.builder.palette.place import Place, read_place

__all__ = ["Palette", "Place", "palette_of", "read_place"]
