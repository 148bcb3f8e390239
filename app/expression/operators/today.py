"""`today`: the programme's local day of the evaluation."""

from app.expression.checker import Call, Checker
from app.expression.coder import Coder
from app.expression.offering import Kind, Offer, Section, always, computed
from app.expression.operator import Operator
from app.expression.proving import Amount, Prover
from app.expression.translator import Column, Translator, bound
from app.expression.tree import Apply, Typed
from app.expression.types import Date
from app.words import Words


class Today(Operator):
    key = "today"
    label = Words("今天", "today")
    fewest = most = 0
    sentence = Words("今天", "today")

    def offers(self) -> tuple[Offer, ...]:
        return (computed(Section.DATE, always(Kind.DATE)),)

    def check(self, call: Call, checker: Checker) -> Typed:
        return Apply(path=call.path, type=Date(nullable=False), operator=self.key)

    def python(self, node: Apply, code: Coder) -> str:
        return "moment.today"

    def sql(self, node: Apply, translate: Translator) -> Column:
        return bound(translate.moment.today)

    def amount(self, node: Apply, prove: Prover) -> Amount:
        return Amount(prove.today, prove.every([]))
