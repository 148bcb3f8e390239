"""How statements of Z3 are put together, whatever they are about."""

from dataclasses import dataclass
from fractions import Fraction

import z3

from app.expression.proving import Term, Truth


@dataclass(slots=True)
class Logic:
    """Builds statements of one context; those of two cannot meet."""

    context: z3.Context

    def every(self, statements: list[Term]) -> Term:
        return z3.And(*statements, self.context) if statements else z3.BoolVal(True, self.context)  # noqa: FBT003  # Z3's own signature.

    def some(self, statements: list[Term]) -> Term:
        return z3.Or(*statements, self.context) if statements else z3.BoolVal(False, self.context)  # noqa: FBT003  # Z3's own signature.

    def opposite(self, statement: Term) -> Term:
        return z3.Not(statement)

    def choose(self, test: Term, one: Term, other: Term) -> Term:
        if isinstance(one, int) and isinstance(other, int):
            one = z3.IntVal(one, self.context)
        return z3.If(test, one, other)

    def decided(self, statement: Term) -> Truth:
        return Truth(statement, self.opposite(statement))

    def number(self, exact: Fraction) -> Term:
        return z3.Q(exact.numerator, exact.denominator, self.context)
