"""`missing`: the fields that are not filled in; as a condition: whether any is not."""

from sqlalchemy import or_

from app.expression.absence import BLANK, Absence, blank, lacking, names_of, proof_blank
from app.expression.checker import Call, Checker
from app.expression.coder import Coder
from app.expression.containing import FALSE
from app.expression.proving import Prover, Truth
from app.expression.speaker import Speaker
from app.expression.translator import Column, Translator
from app.expression.tree import Apply, Constant, Typed
from app.expression.types import Boolean, ListOf, Null, Text
from app.words import Words


class Missing(Absence):
    key = "missing"
    label = Words("缺少", "is missing")
    fewest = 0

    def check(self, call: Call, checker: Checker) -> Typed:
        names, path = self.listed(call, checker)
        fields = self.fields(names, path, checker)
        if fields is None:
            return Constant(path=call.path, type=Null(), value=None)
        return Apply(
            path=call.path,
            type=ListOf(Text(nullable=False), nullable=False),
            operator=self.key,
            arguments=fields,
        )

    def python(self, node: Apply, code: Coder) -> str:
        values = [code.value(each) for each in node.arguments]
        if isinstance(node.type, Boolean):
            empty = code.constant(BLANK)
            found = " or ".join(f"({value}) in {empty}" for value in values)
            return f"({found})" if found else code.no()
        listed = "".join(f"{value}, " for value in values)
        return f"{code.constant(lacking)}({code.constant(names_of(node))}, ({listed}))"

    def sql(self, node: Apply, translate: Translator) -> Column:
        found = [blank(each, translate) for each in node.arguments]
        return or_(*found).self_group() if found else FALSE

    def truth(self, node: Apply, prove: Prover) -> Truth:
        return prove.decided(prove.some([proof_blank(each, prove) for each in node.arguments]))

    def phrase(self, node: Apply, say: Speaker) -> Words:
        items = say.listed([say.words(each) for each in node.arguments])
        return Words(f"{items.zh}有缺失", f"one of {items.en} is missing")
