"""What a rule says to a prover: when it is true, when it is false, and which values there can be.

The terms are the prover's own. Operators put them together by the signs of Python and by what is
asked here, so that no operator knows which prover there is, or whether there is one.
"""

from dataclasses import dataclass
from typing import Any, Protocol, TypeAlias

from app.expression.tree import Quantifier, Typed

Term: TypeAlias = Any
"""A value or a statement of the prover; only the prover that made it knows what it is."""


@dataclass(frozen=True, slots=True)
class Truth:
    """When a condition is true and when it is false; where it is neither, it is unknown."""

    true: Term
    false: Term


@dataclass(frozen=True, slots=True)
class Amount:
    """What a node comes to, and when it comes to anything at all."""

    value: Term
    known: Term


class Prover(Protocol):
    """What operators ask of a prover."""

    @property
    def today(self) -> Term: ...

    @property
    def now(self) -> Term: ...

    def truth(self, node: Typed) -> Truth: ...

    def amount(self, node: Typed) -> Amount:
        """Give what a node comes to; texts are numbers in the order of the texts."""

    def day(self, node: Typed) -> Amount:
        """Give a date, or the local day of a moment."""

    def strict(self, nodes: tuple[Typed, ...]) -> tuple[list[Term], Term]:
        """Give what nodes come to, and that all of them are known."""

    def every(self, statements: list[Term]) -> Term: ...

    def some(self, statements: list[Term]) -> Term: ...

    def opposite(self, statement: Term) -> Term: ...

    def choose(self, test: Term, one: Term, other: Term) -> Term: ...

    def decided(self, statement: Term) -> Truth:
        """Give a condition that is either true or false."""

    def free_truth(self, node: Typed) -> Truth:
        """Say nothing about a condition, but that it is the same wherever it is written."""

    def free(
        self, node: Typed, *, known: Term = None, lo: float | None = None, hi: float | None = None
    ) -> Amount:
        """Say nothing about a value but its type and bounds; equal nodes have equal values."""

    def has(self, node: Typed, item: object) -> Term:
        """Say that a list has a text."""

    def filled(self, node: Typed) -> Term:
        """Say that a list has anything."""

    def text(self, value: str) -> Term: ...

    def between_ends(self, value: Term, node: Typed) -> Term:
        """Say that a value lies in the range of a node's type."""

    def any_row(self, node: Quantifier) -> Term:
        """Say that a row or an item meets the condition of a quantifier."""
