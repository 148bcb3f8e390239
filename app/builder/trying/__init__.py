"""A condition that is being written, tried on the members there are; nothing is written."""

from app.builder.trying.condition import Asked, Clause, ask, clauses
from app.builder.trying.counting import Met, how_many
from app.builder.trying.one import Stood, stands

__all__ = ["Asked", "Clause", "Met", "Stood", "ask", "clauses", "how_many", "stands"]
