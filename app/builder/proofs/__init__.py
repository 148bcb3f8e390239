"""Proofs about conditions: what an SMT solver says, where one is installed (`rungs[proofs]`)."""

from collections.abc import Iterator
from contextlib import AbstractContextManager
from importlib import import_module
from typing import Protocol, cast

from app.builder.proofs.asking import LadderProof
from app.program.checked import CheckedProgram

SOLVER = "z3"
MODULE = "app.builder.proofs.theory"


class Solver(Protocol):
    """The module that knows the solver; it is loaded where there is one, and nowhere else."""

    def proofs(
        self, checked: CheckedProgram
    ) -> AbstractContextManager[Iterator[tuple[str, LadderProof]]]:
        """Give each ladder whose conditions are right with its place, for as long as it is held."""


def find_solver() -> Solver | None:
    """Load the solver; None where it is not installed."""
    try:
        return cast(Solver, import_module(MODULE))
    except ModuleNotFoundError as missing:
        if missing.name != SOLVER:
            raise
        return None
