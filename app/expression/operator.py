"""What every operator says of itself: types, Python, SQL and its sentence."""

from abc import abstractmethod
from typing import Any, ClassVar, Self

from jsonlogic.core import Operator as JSONLogicOperator

from app.expression.checker import Call, Checker
from app.expression.coder import Coder, Metric
from app.expression.offering import Offer
from app.expression.proving import Amount, Prover, Truth
from app.expression.speaker import Speaker, unit_of_type
from app.expression.translator import Column, Translator
from app.expression.tree import Apply, Quantifier, RankCut, Rollup, Transform, Typed
from app.words import Words


class Operator(JSONLogicOperator):
    """A kind of operation. It has no state: what it is applied to stands in the typed tree."""

    key: ClassVar[str]
    label: ClassVar[Words]
    fewest: ClassVar[int] = 1
    most: ClassVar[int | None] = None
    set_wise: ClassVar[bool] = True
    """Whether it may stand in a condition over many members at once."""
    sentence: ClassVar[Words]
    """Its words, with {0}, {1} … for what its arguments say."""

    def __init__(self) -> None:
        super().__init__(operator=self.key)

    @classmethod
    def from_expression(cls, operator: str, arguments: list[Any]) -> Self:  # noqa: ARG003
        # The library hands them over; ours are typed by `check` instead.
        return cls()

    def evaluate(self, context: Any) -> Any:
        """Refuse: values come from generated code, which only a checked tree is turned into."""
        raise TypeError(f"{self.key} is evaluated through app.expression.python.to_python.")

    @abstractmethod
    def check(self, call: Call, checker: Checker) -> Typed:
        """Type the operator where it stands, or note what is wrong."""

    def offers(self) -> tuple[Offer, ...]:
        """Say in which ways an editor offers it; with none, it is written as JSON only."""
        return ()

    def python(self, node: Apply, code: Coder) -> str:
        raise TypeError(f"{self.key} is no {type(node).__name__}.")

    def python_true(self, node: Apply, code: Coder) -> str:
        return self.python(node, code)

    def python_false(self, node: Apply, code: Coder) -> str:
        return code.value_is_false(node)

    def python_over(self, node: Quantifier | Transform, code: Coder) -> str:
        raise TypeError(f"{self.key} reads no rows.")

    def metric(self, node: Rollup | RankCut, code: Coder) -> Metric:
        raise TypeError(f"{self.key} is no metric.")

    def sql(self, node: Apply, translate: Translator) -> Column:
        raise TypeError(f"{self.key} has no SQL meaning.")

    def sql_true(self, node: Apply, translate: Translator) -> Column:
        return self.sql(node, translate)

    def sql_over(self, node: Quantifier, translate: Translator) -> Column:
        raise TypeError(f"{self.key} has no SQL meaning.")

    def sql_metric(self, node: Rollup, translate: Translator) -> Column:
        raise TypeError(f"{self.key} is no metric.")

    def truth(self, node: Apply, prove: Prover) -> Truth:
        """Say to a prover when it is true and when it is false."""
        return prove.free_truth(node)

    def amount(self, node: Apply, prove: Prover) -> Amount:
        """Say to a prover what it comes to."""
        return prove.free(node)

    def truth_over(self, node: Quantifier, prove: Prover) -> Truth:
        return prove.free_truth(node)

    def phrase(self, node: Apply, say: Speaker) -> Words:
        """Say the operation aloud."""
        return say.filled(self.sentence, node.arguments)

    def unit(self, node: Apply | Rollup) -> str:
        """Say what its value counts: money, count, day, … or the name of its type."""
        return unit_of_type(node.type)

    def phrase_over(self, node: Quantifier | Transform, say: Speaker) -> Words:
        raise TypeError(f"{self.key} reads no rows.")

    def phrase_metric(self, node: Rollup | RankCut, say: Speaker) -> Words:
        raise TypeError(f"{self.key} is no metric.")
