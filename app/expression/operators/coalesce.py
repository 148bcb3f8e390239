"""`coalesce`: the first of its values that is not null."""

from sqlalchemy import func

from app.expression.checker import Call, Checker
from app.expression.choosing import first_set
from app.expression.coder import Coder
from app.expression.offering import SINGLE, Offer, Section, alike, computed, operand, value
from app.expression.operator import Operator
from app.expression.proving import Amount, Prover, Truth
from app.expression.speaker import Speaker
from app.expression.translator import Column, Translator
from app.expression.tree import Apply, Typed
from app.expression.types import ListOf
from app.words import Words


class Coalesce(Operator):
    key = "coalesce"
    label = Words("取第一个有值的", "the first that is set")

    def offers(self) -> tuple[Offer, ...]:
        return (
            computed(
                Section.CALCULATION,
                alike(SINGLE),
                operand(*SINGLE),
                value(zh="没有时算作", en="or else"),
                label=Words("没有时换成", "or else"),
            ),
        )

    def check(self, call: Call, checker: Checker) -> Typed:
        nodes = checker.together(call, range(len(call.arguments)))
        return first_set(call.path, nodes, checker)

    def python(self, node: Apply, code: Coder) -> str:
        *earlier, last = node.arguments
        written = code.value(last)
        for each in reversed(earlier):
            name = code.fresh()
            written = f"{name} if ({name} := {code.value(each)}) is not None else {written}"
        return f"({written})"

    def sql(self, node: Apply, translate: Translator) -> Column:
        columns = [translate.value(each) for each in node.arguments]
        return func.coalesce(*columns) if len(columns) > 1 else columns[0]

    def truth(self, node: Apply, prove: Prover) -> Truth:
        *earlier, last = (prove.truth(each) for each in node.arguments)
        found = last
        for each in reversed(earlier):
            known = prove.some([each.true, each.false])
            found = Truth(
                prove.choose(known, each.true, found.true),
                prove.choose(known, each.false, found.false),
            )
        return found

    def amount(self, node: Apply, prove: Prover) -> Amount:
        if isinstance(node.type, ListOf):
            return prove.free(node)
        *earlier, last = (prove.amount(each) for each in node.arguments)
        value = last.value
        for each in reversed(earlier):
            value = prove.choose(each.known, each.value, value)
        return Amount(value, prove.some([each.known for each in (*earlier, last)]))

    def phrase(self, node: Apply, say: Speaker) -> Words:
        first, *others = node.arguments
        said = say.words(first)
        for each in others:
            default = say.beside(each, first)
            said = Words(
                f"{said.zh}（无数据时取 {default.zh}）", f"{said.en} (or {default.en} if not set)"
            )
        return said
