"""`changed`: the change at hand gave a field another value."""

from app.expression.changing import Changing
from app.expression.checker import Call, Checker
from app.expression.coder import Coder
from app.expression.dialects import Not, Same
from app.expression.offering import NAME, Offer, rule
from app.expression.translator import Column, Translator
from app.expression.tree import Apply, Constant, Typed, Variable
from app.expression.types import Boolean
from app.words import Words


class Changed(Changing):
    key = "changed"
    label = Words("有变化", "has changed")
    sentence = Words("{0}有变化", "{0} has changed")

    def offers(self) -> tuple[Offer, ...]:
        return (rule(NAME, of_change=True, negated=Words("没有变化", "has not changed")),)

    def check(self, call: Call, checker: Checker) -> Typed:
        field = self.field(call, checker)
        if field is None:
            return Constant(path=call.path, type=Boolean(), value=None)
        return Apply(
            path=call.path,
            type=Boolean(nullable=False),
            operator=self.key,
            arguments=(field,),
        )

    def python(self, node: Apply, code: Coder) -> str:
        field = _field(node)
        earlier = code.constant(f"before:{field.name}")
        return f"({code.value(field)} != values.get({earlier}))"

    def sql(self, node: Apply, translate: Translator) -> Column:
        field = _field(node)
        return Not(Same(translate.value(field), translate.source.before(field.name)))


def _field(node: Apply) -> Variable:
    (field,) = node.arguments
    assert isinstance(field, Variable)
    return field
