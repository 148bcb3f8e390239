"""`is_set`: something is known; blank text and empty lists count as nothing."""

from app.expression.checker import Call, Checker
from app.expression.coder import Coder
from app.expression.dialects import Not
from app.expression.offering import ANY, Offer, operand, rule
from app.expression.operator import Operator
from app.expression.proving import Prover, Truth
from app.expression.translator import Column, Translator
from app.expression.tree import Apply, Typed
from app.expression.truth import proof_empty, sql_empty
from app.expression.types import Boolean, ListOf, is_textual
from app.words import Words


class IsSet(Operator):
    key = "is_set"
    label = Words("已填写", "is set")
    most = 1
    sentence = Words("{0}已填写", "{0} is set")

    def offers(self) -> tuple[Offer, ...]:
        return (rule(operand(*ANY), negated=Words("未填写", "is not set")),)

    def check(self, call: Call, checker: Checker) -> Typed:
        value = checker.argument(call, 0)
        return Apply(
            path=call.path,
            type=Boolean(nullable=False),
            operator=self.key,
            arguments=(value,),
        )

    def python(self, node: Apply, code: Coder) -> str:
        (value,) = node.arguments
        if is_textual(value.type) or isinstance(value.type, ListOf):
            return f"(not not ({code.value(value)}))"
        return f"(({code.value(value)}) is not None)"

    def sql(self, node: Apply, translate: Translator) -> Column:
        (value,) = node.arguments
        if is_textual(value.type) or isinstance(value.type, ListOf):
            return Not(sql_empty(value, translate))
        return translate.value(value).is_not(None)

    def truth(self, node: Apply, prove: Prover) -> Truth:
        (value,) = node.arguments
        if is_textual(value.type) or isinstance(value.type, ListOf):
            return prove.decided(prove.opposite(proof_empty(value, prove)))
        return prove.decided(prove.amount(value).known)
