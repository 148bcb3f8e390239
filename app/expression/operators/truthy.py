"""`!!`: two-valued truth: a condition that is met, a value that is set and not 0 or empty."""

from app.expression.checker import Call, Checker
from app.expression.coder import Coder
from app.expression.dialects import IsTrue, Not
from app.expression.offering import NUMERIC, Kind, Offer, operand, rule
from app.expression.operator import Operator
from app.expression.proving import Prover, Truth
from app.expression.speaker import Speaker
from app.expression.translator import Column, Translator
from app.expression.tree import Apply, Typed
from app.expression.truth import proof_empty, python_empty, sql_empty
from app.expression.types import Boolean, Null
from app.words import Words


class Truthy(Operator):
    key = "!!"
    label = Words("有值", "is set and not zero")
    most = 1
    sentence = Words("{0}", "{0}")
    filled = Words("{0}有值", "{0} is set and not zero")

    def offers(self) -> tuple[Offer, ...]:
        filled = operand(*NUMERIC, Kind.TEXT, Kind.LIST)
        return (rule(filled, negated=Words("没有值或为 0", "is not set or zero")),)

    def check(self, call: Call, checker: Checker) -> Typed:
        literal = isinstance(call.arguments[0], list | str | int | float | None)
        value = checker.argument(call, 0, None if literal else Boolean())
        return Apply(
            path=call.path,
            type=Boolean(nullable=False),
            operator=call.operator,
            arguments=(value,),
        )

    def python(self, node: Apply, code: Coder) -> str:
        (value,) = node.arguments
        if isinstance(value.type, Boolean):
            return f"bool({code.true(value)})"
        return f"(not {python_empty(value, code)})"

    def python_true(self, node: Apply, code: Coder) -> str:
        (value,) = node.arguments
        return code.true(value) if isinstance(value.type, Boolean) else self.python(node, code)

    def python_false(self, node: Apply, code: Coder) -> str:
        return f"(not {self.python_true(node, code)})"

    def sql(self, node: Apply, translate: Translator) -> Column:
        (value,) = node.arguments
        if isinstance(value.type, Boolean):
            return IsTrue(translate.value(value))
        return Not(sql_empty(value, translate))

    def truth(self, node: Apply, prove: Prover) -> Truth:
        (value,) = node.arguments
        if isinstance(value.type, Boolean):
            return prove.decided(prove.truth(value).true)
        return prove.decided(prove.opposite(proof_empty(value, prove)))

    def phrase(self, node: Apply, say: Speaker) -> Words:
        (value,) = node.arguments
        if isinstance(value.type, Boolean | Null):
            return say.words(value)
        return say.filled(self.filled, (value,))
