"""`goal`: one main goal, towards which other conditions count when they are met."""

from dataclasses import dataclass

from sqlalchemy import case

from app.expression.arithmetic import Arithmetic, level_all, nothing
from app.expression.checker import Call, Checker
from app.expression.coder import Coder
from app.expression.dialects import infix
from app.expression.offering import NUMERIC, Offer, Shape, Slot, number, operand, rule, value
from app.expression.parse import Node
from app.expression.proving import Prover, Truth
from app.expression.speaker import Speaker, measured
from app.expression.translator import Column, Translator, constant
from app.expression.tree import Apply, Constant, Typed
from app.expression.types import Boolean, Number
from app.words import Words

MOST = 1e9
"""The largest bonus, and one over the smallest."""
BOTH = "\n"
"""Between the Chinese and the English name of an accelerator."""
CONDITION, BONUS, CALLED = range(3)
"""What an accelerator is written as, in this order; what it is called may be left out."""
LANGUAGES = 2
"""A name is one text, or one in each language."""
METRIC, TARGET, FIRST = 0, 1, 2
"""Where metric, target and the first accelerator stand; of each two, a condition and a bonus."""


@dataclass(frozen=True, slots=True)
class Accelerator:
    """A condition that counts towards a goal."""

    condition: Typed
    bonus: Constant
    label: Words | None
    """What it is called; None where its own words are used."""


def accelerators_of(node: Apply) -> list[Accelerator]:
    pairs = zip(node.arguments[FIRST::2], node.arguments[FIRST + 1 :: 2], node.words, strict=True)
    return [Accelerator(each, _bonus(bonus), _called(label)) for each, bonus, label in pairs]


def _called(label: str) -> Words | None:
    zh, _, en = label.partition(BOTH)
    return Words(zh, en or zh) if label else None


def _bonus(node: Typed) -> Constant:
    assert isinstance(node, Constant)
    return node


class Goal(Arithmetic):
    key = "goal"
    label = Words("主要目标", "goal")
    fewest = 2
    most = 3

    def offers(self) -> tuple[Offer, ...]:
        speeding = Slot(
            shape=Shape.PARTS,
            label=Words("加速条件", "accelerators"),
            optional=True,
            slots=(
                Slot(shape=Shape.CONDITION, label=Words("满足", "if")),
                number("可抵", "counts as", least=0, most=MOST, usual=1),
                Slot(shape=Shape.TITLE, label=Words("名称", "called"), optional=True),
            ),
        )
        return (rule(operand(*NUMERIC), value(zh="目标", en="target"), speeding),)

    def check(self, call: Call, checker: Checker) -> Typed:
        rows = self._rows(call, checker)
        if rows is None:
            return nothing(call)
        places = [f"{call.at(2)}/{n}" for n in range(len(rows))]
        conditions = [
            checker.condition(row[CONDITION], f"{place}/{CONDITION}")
            for row, place in zip(rows, places, strict=True)
        ]
        numbers = checker.alike(
            [*call.arguments[:FIRST], *(checker.plain(row[BONUS]) for row in rows)],
            [call.at(0), call.at(1), *(f"{place}/{BONUS}" for place in places)],
            None,
        )
        if self.numeric(numbers, checker) is None:
            return nothing(call)
        metric, target, *bonuses = level_all(numbers, checker)
        pairs = zip(conditions, bonuses, strict=True)
        return Apply(
            path=call.path,
            type=Boolean(metric.type.nullable or target.type.nullable),
            operator=self.key,
            arguments=(metric, target, *(part for pair in pairs for part in pair)),
            words=tuple(_label(row) for row in rows),
        )

    def _rows(self, call: Call, checker: Checker) -> list[list[Node]] | None:
        """Read the accelerators; None where one of them is not written as it should be."""
        given = checker.plain(call.arguments[FIRST]) if len(call.arguments) > FIRST else []
        rows = given if isinstance(given, list) else [given]
        wrong = next((n for n, row in enumerate(rows) if not _is_row(row, checker)), None)
        if wrong is None:
            return [row for row in rows if isinstance(row, list)]
        checker.wrong(
            f"{call.at(2)}/{wrong}" if isinstance(given, list) else call.at(2),
            "加速条件写作 [条件, 抵多少, 名称]：抵的数为正数，名称可省略，或写 [中文, 英文]。",
            "An accelerator is [condition, bonus, label]: the bonus above 0, the label a text,"
            " [Chinese, English] or nothing.",
        )
        return None

    def _compared(self, node: Apply, code: Coder, *names: str) -> str:
        parts = [
            f"({code.constant(each.bonus.value)} if {code.true(each.condition)} else 0)"
            for each in accelerators_of(node)
        ]
        return f"({' + '.join([names[METRIC], *parts])}) >= {names[TARGET]}"

    def python(self, node: Apply, code: Coder) -> str:
        return code.otherwise_null(
            node.arguments[:FIRST], lambda *names: self._compared(node, code, *names)
        )

    def python_true(self, node: Apply, code: Coder) -> str:
        test, names = code.strict(node.arguments[:FIRST])
        compared = self._compared(node, code, *names)
        return f"({test} and {compared})" if test else f"({compared})"

    def sql(self, node: Apply, translate: Translator) -> Column:
        metric, target = (translate.value(each) for each in node.arguments[:FIRST])
        parts = [
            case((translate.true(each.condition), constant(each.bonus)), else_=_nothing(each.bonus))
            for each in accelerators_of(node)
        ]
        reached = infix("+", metric, *parts) if parts else metric
        return reached.bool_op(">=")(target)

    def truth(self, node: Apply, prove: Prover) -> Truth:
        if isinstance(node.arguments[METRIC].type, Number):
            return prove.free_truth(node)  # Doubles are rounded; numbers that prove are not.
        (reached, target), known = prove.strict(node.arguments[:FIRST])
        for each in accelerators_of(node):
            met, bonus = prove.truth(each.condition).true, prove.amount(each.bonus).value
            reached += prove.choose(met, bonus, 0)
        holds = reached >= target
        return Truth(prove.every([known, holds]), prove.every([known, prove.opposite(holds)]))

    def phrase(self, node: Apply, say: Speaker) -> Words:
        metric, target = node.arguments[:FIRST]
        main, wanted = say.words(metric), say.beside(target, metric)
        said = Words(f"{main.zh}满 {wanted.zh}", f"{main.en} is at least {wanted.en}")
        listed = [self._said(each, metric, say) for each in accelerators_of(node)]
        if not listed:
            return said
        zh = "、".join(each.zh for each in listed)
        en = ", ".join(each.en for each in listed)
        return Words(f"{said.zh}（{zh}）", f"{said.en} ({en})")

    def _said(self, each: Accelerator, metric: Typed, say: Speaker) -> Words:
        shown = measured(each.bonus.value, each.bonus.type, say.unit(metric))
        what = each.label or say.words(each.condition)
        return Words(f"{what.zh}可抵 {shown.zh}", f"{what.en} counts as {shown.en}")


def _is_row(row: Node, checker: Checker) -> bool:
    if not isinstance(row, list) or not CALLED <= len(row) <= CALLED + 1:
        return False
    bonus, named = checker.plain(row[BONUS]), _named(row)
    names = named if isinstance(named, list) and len(named) == LANGUAGES else [named]
    number = isinstance(bonus, int | float) and not isinstance(bonus, bool)
    return number and 1 / MOST <= bonus <= MOST and all(map(_is_name, names))  # type: ignore[operator]  # A number.


def _is_name(node: Node) -> bool:
    return isinstance(node, str) and BOTH not in node


def _named(row: list[Node]) -> Node:
    return row[CALLED] if len(row) > CALLED else ""


def _label(row: list[Node]) -> str:
    """Write what a row is called, by one name or one for each language, as a single text."""
    named = _named(row)
    return BOTH.join(map(str, named)) if isinstance(named, list) else str(named)


def _nothing(bonus: Constant) -> Column:
    """Give a bonus of nothing, in the same unit."""
    nothing_at_all = 0.0 if isinstance(bonus.type, Number) else 0
    return constant(Constant(path=bonus.path, type=bonus.type, value=nothing_at_all))
