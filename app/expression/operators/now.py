"""`now`: the moment of the evaluation."""

from app.expression.checker import Call, Checker
from app.expression.coder import Coder
from app.expression.offering import Kind, Offer, Section, always, computed
from app.expression.operator import Operator
from app.expression.proving import Amount, Prover
from app.expression.translator import Column, Translator, bound
from app.expression.tree import Apply, Typed
from app.expression.types import Instant
from app.words import Words


class Now(Operator):
    key = "now"
    label = Words("现在", "now")
    fewest = most = 0
    sentence = Words("现在", "now")

    def offers(self) -> tuple[Offer, ...]:
        return (computed(Section.DATE, always(Kind.DATETIME)),)

    def check(self, call: Call, checker: Checker) -> Typed:
        return Apply(path=call.path, type=Instant(nullable=False), operator=self.key)

    def python(self, node: Apply, code: Coder) -> str:
        return "moment.now"

    def sql(self, node: Apply, translate: Translator) -> Column:
        return bound(translate.moment.now)

    def amount(self, node: Apply, prove: Prover) -> Amount:
        return Amount(prove.now, prove.every([]))
