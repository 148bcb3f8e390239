"""`all_of`: a list has every one of some items."""

from sqlalchemy import and_, literal

from app.expression.coder import Coder
from app.expression.list_dialects import ListHas
from app.expression.listing import AgainstList, items_of
from app.expression.offering import Kind, Offer, operand, rule, values
from app.expression.proving import Prover, Truth
from app.expression.translator import Column, Translator
from app.expression.tree import Apply
from app.words import Words


class AllOf(AgainstList):
    key = "all_of"
    label = Words("包含全部", "has all of")
    phrase_words = Words("{0}包含全部{1}", "{0} has all of {1}")

    def offers(self) -> tuple[Offer, ...]:
        return (
            rule(operand(Kind.LIST), values(items=True), negated=Words("不全包含", "lacks one of")),
        )

    def python(self, node: Apply, code: Coder) -> str:
        items = code.constant(frozenset(items_of(node)))
        test, (name,) = code.strict((node.arguments[0],))
        found = f"{items}.issubset({name})"
        return f"({test} and {found})" if test else f"({found})"

    def sql(self, node: Apply, translate: Translator) -> Column:
        value = translate.once(translate.value(node.arguments[0]))
        found = [ListHas(value, literal(each)) for each in items_of(node)]
        return and_(value.is_not(None), *found).self_group()

    def truth(self, node: Apply, prove: Prover) -> Truth:
        value = node.arguments[0]
        found = [prove.has(value, each) for each in items_of(node)]
        return prove.decided(prove.every([prove.amount(value).known, *found]))
