"""What `min` and `max` share: null where any operand is null."""

from typing import ClassVar

from app.expression.arithmetic import Arithmetic, any_null, common, level_all, nothing
from app.expression.checker import Call, Checker
from app.expression.coder import Coder
from app.expression.dialects import extreme
from app.expression.offering import NUMERIC, Offer, Section, alike, computed, operand, value
from app.expression.proving import Amount, Prover
from app.expression.translator import Column, Translator
from app.expression.tree import Apply, Typed
from app.expression.types import Date, Decimal, Instant, Integer, Null, Type, is_numeric, with_null


class Extremum(Arithmetic):
    """The least or the greatest of numbers, amounts, dates or moments."""

    word: ClassVar[str]
    function: ClassVar[str]

    def offers(self) -> tuple[Offer, ...]:
        return (
            computed(
                Section.CALCULATION, alike(NUMERIC), operand(*NUMERIC), value(zh="与", en="and")
            ),
        )

    def check(self, call: Call, checker: Checker) -> Typed:
        nodes = checker.together(call, range(len(call.arguments)))
        for node in nodes:
            if isinstance(node.type, Null):
                return nothing(call)
            if not (is_numeric(node.type) or isinstance(node.type, Date | Instant)):
                self.refuse(node, checker)
                return nothing(call)
        level = level_all(nodes, checker)
        kind = self.reach(common(level), level)
        return Apply(path=call.path, type=kind, operator=call.operator, arguments=level)

    def reach(self, kind: Type, nodes: tuple[Typed, ...]) -> Type:
        choose = min if self.word == "MIN" else max
        ends = [n.type for n in nodes if isinstance(n.type, Integer | Decimal)]
        nullable = any_null(nodes)
        match kind:
            case Integer():
                return Integer(choose(e.lo for e in ends), choose(e.hi for e in ends), nullable)
            case Decimal(scale=scale):
                return Decimal(
                    scale, choose(e.lo for e in ends), choose(e.hi for e in ends), nullable
                )
            case _:
                return with_null(kind, nullable=nullable)

    def python(self, node: Apply, code: Coder) -> str:
        if len(node.arguments) == 1:
            return code.value(node.arguments[0])
        return code.otherwise_null(
            node.arguments, lambda *names: f"{self.function}({', '.join(names)})"
        )

    def sql(self, node: Apply, translate: Translator) -> Column:
        if len(node.arguments) == 1:
            return translate.value(node.arguments[0])
        columns = [translate.once(translate.value(each)) for each in node.arguments]
        return extreme(self.word, columns)

    def amount(self, node: Apply, prove: Prover) -> Amount:
        (value, *others), known = prove.strict(node.arguments)
        for each in others:
            beyond = each < value if self.word == "MIN" else each > value
            value = prove.choose(beyond, each, value)
        return Amount(value, known)
