"""`!`: the opposite; of a value that is no yes or no, whether it is empty."""

from app.expression.checker import Call, Checker
from app.expression.coder import Coder
from app.expression.dialects import Not
from app.expression.offering import Offer, Role
from app.expression.operator import Operator
from app.expression.proving import Prover, Truth
from app.expression.speaker import Speaker
from app.expression.translator import Column, Translator
from app.expression.tree import Apply, Typed
from app.expression.truth import proof_empty, python_empty, sql_empty
from app.expression.types import Boolean, Null
from app.words import Words


class Negation(Operator):
    key = "!"
    label = Words("非", "not")
    most = 1
    sentence = Words("并非（{0}）", "not ({0})")
    empty = Words("{0}为空", "{0} is empty")

    def offers(self) -> tuple[Offer, ...]:
        no = Words("都不满足", "None of these")
        return (Offer(role=Role.GROUP, label=no),)

    def check(self, call: Call, checker: Checker) -> Typed:
        value = checker.argument(call, 0, Boolean() if _asks(call) else None)
        nullable = isinstance(value.type, Boolean) and value.type.nullable
        return Apply(
            path=call.path, type=Boolean(nullable), operator=call.operator, arguments=(value,)
        )

    def python(self, node: Apply, code: Coder) -> str:
        (value,) = node.arguments
        if not isinstance(value.type, Boolean):
            return python_empty(value, code)
        return code.otherwise_null((value,), lambda name: f"not {name}")

    def python_true(self, node: Apply, code: Coder) -> str:
        (value,) = node.arguments
        return code.false(value) if isinstance(value.type, Boolean) else self.python(node, code)

    def python_false(self, node: Apply, code: Coder) -> str:
        (value,) = node.arguments
        if isinstance(value.type, Boolean):
            return code.true(value)
        return f"(not {self.python(node, code)})"

    def sql(self, node: Apply, translate: Translator) -> Column:
        (value,) = node.arguments
        if isinstance(value.type, Boolean):
            return Not(translate.value(value))
        return sql_empty(value, translate)

    def truth(self, node: Apply, prove: Prover) -> Truth:
        (value,) = node.arguments
        if not isinstance(value.type, Boolean):
            return prove.decided(proof_empty(value, prove))
        found = prove.truth(value)
        return Truth(found.false, found.true)

    def phrase(self, node: Apply, say: Speaker) -> Words:
        (value,) = node.arguments
        if isinstance(value.type, Boolean | Null):
            return say.filled(self.sentence, (value,))
        return say.filled(self.empty, (value,))


def _asks(call: Call) -> bool:
    """Say whether the argument is asked for as yes or no, as `missing` is."""
    return not isinstance(call.arguments[0], list | str | int | float | None)
