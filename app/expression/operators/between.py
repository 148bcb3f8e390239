"""`between`: within two bounds, both included."""

from typing import Any

from app.expression.comparing import Ordering
from app.expression.offering import NUMERIC, TIMES, Offer, operand, rule, value
from app.expression.proving import Prover, Term
from app.expression.speaker import Speaker
from app.expression.tree import Apply
from app.words import Words


class Between(Ordering):
    key = "between"
    label = Words("介于", "is between")
    order = 8
    fewest = 3
    middle = 0
    symbol = "<="
    opposite = ">"
    threshold = dates = Words("{0}在 {1} 到 {2} 之间", "{0} is between {1} and {2}")

    def offers(self) -> tuple[Offer, ...]:
        return (
            rule(
                operand(*NUMERIC, *TIMES),
                value(zh="从", en="from"),
                value(zh="到", en="to"),
                negated=Words("不介于", "is not between"),
            ),
        )

    def compared(self, names: tuple[str, ...]) -> str:
        value, low, high = names
        return f"{low} <= {value} <= {high}"

    def chained(self, node: Apply, columns: list[Any]) -> Any:
        value, low, high = columns
        return super().chained(node, [low, value, high])

    def holds(self, values: list[Term], prove: Prover) -> Term:
        value, low, high = values
        return super().holds([low, value, high], prove)

    def phrase(self, node: Apply, say: Speaker) -> Words:
        value, low, high = node.arguments
        parts = [say.words(value), say.beside(low, value), say.beside(high, value)]
        return Words(
            self.threshold.zh.format(*(part.zh for part in parts)),
            self.threshold.en.format(*(part.en for part in parts)),
        )
