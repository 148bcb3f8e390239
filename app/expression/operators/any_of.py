"""`any_of`: a list has at least one of some items."""

from sqlalchemy import literal, or_

from app.expression.coder import Coder
from app.expression.containing import FALSE
from app.expression.list_dialects import ListHas
from app.expression.listing import AgainstList, items_of
from app.expression.offering import Kind, Offer, operand, rule, values
from app.expression.proving import Prover, Truth
from app.expression.translator import Column, Translator
from app.expression.tree import Apply
from app.words import Words


class AnyOf(AgainstList):
    key = "any_of"
    label = Words("包含任意一项", "has any of")
    phrase_words = Words("{0}包含{1}中任意一项", "{0} has any of {1}")

    def offers(self) -> tuple[Offer, ...]:
        no = Words("一项也不包含", "has none of")
        return (rule(operand(Kind.LIST), values(items=True), negated=no, order=7),)

    def python(self, node: Apply, code: Coder) -> str:
        items = code.constant(frozenset(items_of(node)))
        value = node.arguments[0]
        test, (name,) = code.strict((value,))
        found = f"not {items}.isdisjoint({name})"
        return f"({test} and {found})" if test else f"({found})"

    def sql(self, node: Apply, translate: Translator) -> Column:
        value = translate.once(translate.value(node.arguments[0]))
        found = [ListHas(value, literal(each)) for each in items_of(node)]
        return or_(*found).self_group() if found else FALSE

    def truth(self, node: Apply, prove: Prover) -> Truth:
        value = node.arguments[0]
        found = [prove.has(value, each) for each in items_of(node)]
        return prove.decided(prove.some([*found]))
