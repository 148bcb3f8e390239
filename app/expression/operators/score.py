"""`score`: a weighted score: each value counts up to its cap, for its weight in points."""

from sqlalchemy import Double, case, literal

from app.expression.arithmetic import Arithmetic, as_double, nothing
from app.expression.checker import Call, Checker
from app.expression.coder import Coder
from app.expression.dialects import Quotient, infix
from app.expression.offering import (
    NUMERIC,
    Kind,
    Offer,
    Section,
    Shape,
    Slot,
    always,
    computed,
    number,
    operand,
)
from app.expression.parse import Node
from app.expression.proving import Amount, Prover
from app.expression.ranges import as_number
from app.expression.speaker import Speaker, plain
from app.expression.translator import Column, Translator
from app.expression.tree import Apply, Typed
from app.expression.types import Number, Type
from app.words import Words

SHAPE = 3
MOST = 1e9
WHOLE, NEAR = 100, 1e-9
"""What the weights of a score come to, and how near to it is near enough."""
ROUNDING = 1e-9
"""More than a sum of doubles can be off by."""


class Score(Arithmetic):
    key = "score"
    label = Words("综合评分", "score")

    def offers(self) -> tuple[Offer, ...]:
        parts = Slot(
            shape=Shape.PARTS,
            label=Words("评分项", "parts"),
            spread=True,
            slots=(
                operand(*NUMERIC),
                number("占几分", "points", least=0, most=MOST, usual=50),
                number("封顶于", "cap", least=0, most=MOST, usual=100),
            ),
        )
        return (computed(Section.CALCULATION, always(Kind.NUMBER), parts),)

    def check(self, call: Call, checker: Checker) -> Typed:
        parts: list[Typed] = []
        numbers: list[float] = []
        for index, each in enumerate(_rows(call, checker)):
            path = f"{call.at(index)}"
            if not _is_part(each):
                return checker.wrong(
                    path,
                    "每一项写作 [值, 权重, 封顶值]，权重和封顶值为正数。",
                    "Each part is [value, weight, cap] with a positive weight and cap.",
                )
            assert isinstance(each, list)
            parts.append(checker.typed(each[0], f"{path}/0"))
            numbers += [float(each[1]), float(each[2])]  # type: ignore[arg-type]
        if self.numeric(tuple(parts), checker) is None:
            return nothing(call)
        if abs(sum(numbers[0::2]) - WHOLE) > NEAR:
            whole = plain(sum(numbers[0::2]), Number())
            checker.warn(
                call.path,
                f"权重合计为 {whole}，应为 100，评分才能按百分制理解。",
                f"The weights come to {whole}; make it 100, so that the score is out of a hundred.",
            )
        nodes = tuple(as_double(part, checker) for part in parts)
        scored = Apply(
            path=call.path,
            type=_type(nodes, numbers),
            operator=self.key,
            arguments=nodes,
            words=tuple(repr(number) for number in numbers),
        )
        return checker.guard(scored)

    def python(self, node: Apply, code: Coder) -> str:
        function, parts = code.constant(share), _parts(node)

        def write(*names: str) -> str:
            shares = [
                f"{function}({name}, {weight!r}, {cap!r})"
                for name, (weight, cap) in zip(names, parts, strict=True)
            ]
            return f"({' + '.join(shares)})"

        return code.otherwise_null(node.arguments, write)

    def sql(self, node: Apply, translate: Translator) -> Column:
        shares = [
            _sql_share(translate.once(translate.value(each)), weight, cap)
            for each, (weight, cap) in zip(node.arguments, _parts(node), strict=True)
        ]
        return infix("+", *shares) if len(shares) > 1 else shares[0]

    def amount(self, node: Apply, prove: Prover) -> Amount:
        _, known = prove.strict(node.arguments)
        most = sum(weight for weight, _ in _parts(node))
        return prove.free(node, known=known, lo=0, hi=most * (1 + ROUNDING))

    def phrase(self, node: Apply, say: Speaker) -> Words:
        said = []
        for each, (weight, cap) in zip(node.arguments, _parts(node), strict=True):
            value, shown, top = say.words(each), plain(weight, node.type), plain(cap, node.type)
            said.append(
                Words(f"{value.zh}占 {shown} 分（封顶 {top}）", f"{value.en}: {shown} (cap {top})")
            )
        listed = say.listed(said)
        return Words(f"综合评分（{listed.zh}）", f"score ({listed.en})")


def _type(nodes: tuple[Typed, ...], numbers: list[float]) -> Type:
    weights, caps = numbers[0::2], numbers[1::2]
    shares = [
        weight * as_number(node.type).smallest / cap
        for node, weight, cap in zip(nodes, weights, caps, strict=True)
    ]
    nullable = any(node.type.nullable for node in nodes)
    return Number(sum(weights) * 2, min(*shares, *weights) / 2, nullable)


def _rows(call: Call, checker: Checker) -> list[Node]:
    """Give the parts, whether written as arguments or as one list of lists."""
    first = checker.plain(call.arguments[0])
    if (
        len(call.arguments) == 1
        and isinstance(first, list)
        and first
        and isinstance(first[0], list)
    ):
        return first
    return call.arguments


def _is_part(node: Node) -> bool:
    if not isinstance(node, list) or len(node) != SHAPE:
        return False
    return all(
        isinstance(each, int | float) and not isinstance(each, bool) and 1 / MOST <= each <= MOST
        for each in node[1:]
    )


def _parts(node: Apply) -> list[tuple[float, float]]:
    numbers = [float(word) for word in node.words]
    return list(zip(numbers[0::2], numbers[1::2], strict=True))


def share(value: float, weight: float, cap: float) -> float:
    if value <= 0:
        return 0.0
    return weight if value >= cap else weight * value / cap


def _sql_share(value: Column, weight: float, cap: float) -> Column:
    zero: Column = literal(0.0, Double())
    full: Column = literal(weight, Double())
    part = Quotient(full * value, literal(cap, Double()))
    return case((value <= zero, zero), (value >= literal(cap, Double()), full), else_=part)
