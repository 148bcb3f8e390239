"""What `all`, `some` and `none` share: a condition over rows or items; two-valued."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, ClassVar

from sqlalchemy import ColumnElement, Select, and_, exists, literal_column, select
from sqlalchemy import Text as SQLText

from app.expression.checker import Call, Checker
from app.expression.coder import Coder
from app.expression.dialects import IsTrue, Not
from app.expression.list_dialects import ListSome
from app.expression.offering import NEEDED, RECORDS, Offer, rule
from app.expression.operator import Operator
from app.expression.rowsource import RowSource
from app.expression.scoping import items_of, list_argument, relation_named, rows_of
from app.expression.speaker import Speaker
from app.expression.translator import Column, Translator
from app.expression.tree import Constant, Quantifier, Transform, Typed
from app.expression.types import Boolean, ListOf, is_textual
from app.words import Words

Over = Callable[[Iterable[object], Callable[..., object], object], bool]


class Quantifying(Operator):
    fewest = most = 2
    over: ClassVar[Over]
    order: ClassVar[int] = 50
    """Where an editor offers it among its like."""

    def offers(self) -> tuple[Offer, ...]:
        return (rule(RECORDS, NEEDED, order=self.order),)

    def check(self, call: Call, checker: Checker) -> Typed:
        relation = relation_named(checker.plain(call.arguments[0]), checker)
        items = None
        if relation is None:
            items = list_argument(call, checker)
            if items is None:
                return Constant(path=call.path, type=Boolean(), value=None)
            assert isinstance(items.type, ListOf)
            if checker.set_wise and not is_textual(items.type.item):
                return checker.wrong(
                    call.at(0),
                    "成批条件只能遍历文本列表或记录。",
                    "A condition over many goes through lists of texts or through records.",
                )
            inner = items_of(items.type.item, checker)
        else:
            inner = rows_of(relation, checker)
        return Quantifier(
            path=call.path,
            type=Boolean(nullable=False),
            operator=call.operator,
            relation=relation,
            items=items,
            condition=inner.condition(call.arguments[1], call.at(1)),
        )

    def python_over(self, node: Quantifier | Transform, code: Coder) -> str:
        assert isinstance(node, Quantifier)
        condition = code.function(node.condition, Coder.true)
        function = code.constant(type(self).over)
        if node.items is not None:
            return f"{function}({code.value(node.items)} or (), {condition}, moment)"
        rows = code.constant(rows_in)
        return f"{function}({rows}(values, {code.constant(node.relation)}), {condition}, moment)"

    def any_row(self, node: Quantifier, translate: Translator, *, negated: bool) -> Column:
        """Say in SQL whether there is a row or item that meets (or fails) the condition."""
        if node.items is not None:
            return self._any_item(node, translate, negated=negated)
        assert node.relation is not None
        rows = translate.source.rows(node.relation)
        inner = translate.inside(RowSource(rows))
        condition = _met(inner, node.condition, negated=negated)
        found: Select[Any] = select(literal_column("1")).select_from(rows.table)
        return exists(found.where(and_(rows.belongs, condition)).correlate_except(rows.table))

    def _any_item(self, node: Quantifier, translate: Translator, *, negated: bool) -> Column:
        assert node.items is not None
        alias = f"item_{next(translate.numbers)}"
        inner = translate.inside(translate.source, literal_column(f"{alias}.value", SQLText()))
        condition = _met(inner, node.condition, negated=negated)
        return ListSome(literal_column(alias), translate.value(node.items), condition)

    def any_at_all(self, node: Quantifier, translate: Translator) -> Column:
        always = Quantifier(
            path=node.path,
            type=node.type,
            operator=node.operator,
            relation=node.relation,
            items=node.items,
            condition=Constant(path=node.path, type=Boolean(nullable=False), value=True),
        )
        return self.any_row(always, translate, negated=False)

    def phrase_over(self, node: Quantifier | Transform, say: Speaker) -> Words:
        assert isinstance(node, Quantifier)
        inner = say.inside(node.relation)
        condition = inner.words(node.condition)
        whole = say.words(node.items) if node.items is not None else say.label(node.relation or "")
        return Words(
            self.sentence.zh.format(whole.zh, condition.zh),
            self.sentence.en.format(whole.en, condition.en),
        )


def _met(inner: Translator, condition: Typed, *, negated: bool) -> ColumnElement[bool]:
    found = inner.whole_true(condition)
    if not negated:
        return found
    return Not(IsTrue(found))


def rows_in(values: Mapping[str, object], relation: str) -> object:
    return values.get(relation) or ()
