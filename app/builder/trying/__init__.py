"""What is being designed, tried on the members there are; nothing is written."""

from app.builder.trying.condition import Asked, Clause, ask, clauses
from app.builder.trying.counting import Met, how_many
from app.builder.trying.flow import LAST, RunTried, Wish, moment_in, try_flow
from app.builder.trying.one import Stood, stands

__all__ = [
    "LAST",
    "Asked",
    "Clause",
    "Met",
    "RunTried",
    "Stood",
    "Wish",
    "ask",
    "clauses",
    "how_many",
    "moment_in",
    "stands",
    "try_flow",
]
