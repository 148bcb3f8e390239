"""How typed nodes become column expressions; what each operator means stands in its own file."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import count
from typing import Any, Protocol

from sqlalchemy import (
    JSON,
    BigInteger,
    Double,
    String,
    and_,
    case,
    cast,
    func,
    literal,
    literal_column,
    null,
    or_,
)
from sqlalchemy import Boolean as SQLBoolean
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.sql.elements import BindParameter, ColumnClause, ColumnElement
from sqlalchemy.types import TypeEngine

from app.days import Moment
from app.expression.dialects import AsNumber, Quotient, Whole, Wide
from app.expression.ranges import fits, scale_of
from app.expression.source import Source
from app.expression.staging import Staged
from app.expression.tree import (
    Apply,
    Constant,
    Convert,
    Guard,
    Listing,
    Quantifier,
    RankCut,
    Rollup,
    Transform,
    Typed,
    Variable,
)
from app.expression.types import (
    LARGEST,
    SMALLEST,
    Boolean,
    Choice,
    Decimal,
    ListOf,
    Null,
    Number,
    Text,
    Type,
)

Column = ColumnElement[Any]

DEEPEST = 6
"""Levels of nodes written into one SQL expression; SQLite's parser overflows beyond ten."""


class SQLMeaning(Protocol):
    """What the translator asks of an operator."""

    def sql(self, node: Apply, translate: "Translator") -> Column: ...

    def sql_true(self, node: Apply, translate: "Translator") -> Column: ...

    def sql_over(self, node: Quantifier, translate: "Translator") -> Column: ...

    def sql_metric(self, node: Rollup, translate: "Translator") -> Column: ...


class Meanings(Protocol):
    def __getitem__(self, key: str) -> SQLMeaning: ...


@dataclass(slots=True)
class Translator:
    """Translates one expression over one source; rows of a relation get one of their own."""

    source: Source
    moment: Moment
    operators: Meanings
    numbers: Iterator[int] = field(default_factory=count)
    item: Column | None = None
    """The current item, inside all, some and none over a list."""
    stages: list[Column] = field(default_factory=list)
    _deepest: int = 0

    def inside(self, source: Source, item: Column | None = None) -> "Translator":
        return Translator(source, self.moment, self.operators, self.numbers, item)

    def whole(self, node: Typed) -> Column:
        """Translate a node by itself, its stages included."""
        return self.finish(self.value(node))

    def whole_true(self, node: Typed) -> Column:
        """Translate a condition for a place where unknown is as good as false."""
        return self.finish(self.true(node))

    def finish(self, element: Column) -> Column:
        if not self.stages:
            return element
        staged = Staged(*self.stages, element)
        staged.type = element.type
        self.stages = []
        return staged

    def value(self, node: Typed) -> Column:
        """Translate to a value; conditions are three-valued, null being unknown."""
        return self._levelled(node, self._value)

    def true(self, node: Typed) -> Column:
        """Translate to something true exactly where the node is true, null or false elsewhere."""
        if isinstance(node, Apply):
            return self._levelled(
                node, lambda _: self.operators[node.operator].sql_true(node, self)
            )
        return self.value(node)

    def _levelled(self, node: Typed, translate: Callable[[Typed], Column]) -> Column:
        outer, self._deepest = self._deepest, 0
        element = translate(node)
        depth = self._deepest + 1
        if depth >= DEEPEST:
            element, depth = self._stage(element), 0
        self._deepest = max(outer, depth)
        return element

    def once(self, element: Column) -> Column:
        """Give an element that may be mentioned several times at the cost of one."""
        if isinstance(element, BindParameter | ColumnClause):
            return element
        if hasattr(element, "table") and not hasattr(element, "clauses"):
            return element
        return self._stage(element)

    def _stage(self, element: Column) -> Column:
        name = f"stage_{next(self.numbers)}"
        self.stages += [literal_column(name), element]
        return literal_column(name, element.type)

    def _value(self, node: Typed) -> Column:
        match node:
            case Constant():
                return constant(node)
            case Variable(name=name):
                return self._variable(name)
            case Convert():
                return self._convert(node)
            case Guard():
                return self._guard(node)
            case Apply(operator=operator):
                return self.operators[operator].sql(node, self)
            case Quantifier(operator=operator):
                return self.operators[operator].sql_over(node, self)
            case Rollup():
                return self._rollup(node)
            case RankCut():
                return self._rank(node)
            case Listing() | Transform():
                raise TypeError(f"A list as a value has no SQL meaning: {node.path}.")

    def _variable(self, name: str) -> Column:
        if name:
            return self.source.variable(name)
        assert self.item is not None
        return self.item

    def _convert(self, node: Convert) -> Column:
        value, scale = self.value(node.value), scale_of(node.value.type)
        if isinstance(node.type, Decimal):
            factor = literal(10 ** (node.type.scale - scale), BigInteger())
            return (value if fits(node.type) else Wide(value)) * factor
        number = AsNumber(value)
        return Quotient(number, literal(10.0**scale, Double())) if scale else number

    def _guard(self, node: Guard) -> Column:
        value = self.once(self.value(node.value))
        match node.type:
            case Number():
                size = func.abs(value)
                near = size.between(literal(SMALLEST, Double()), literal(LARGEST, Double()))
                return case((or_(value == literal(0.0, Double()), near), value))
            case _:
                lo, hi = node.type.lo, node.type.hi  # type: ignore[union-attr]  # Only numbers.
                within = value.between(literal(lo, BigInteger()), literal(hi, BigInteger()))
                return case((within, Whole(value)))

    def _rollup(self, node: Rollup) -> Column:
        kept = self.source.rollup(node)
        if kept is None or node.mode == "current":
            return self.operators[node.function].sql_metric(node, self)
        return kept

    def _rank(self, node: RankCut) -> Column:
        cut = self.source.cut(node)
        if cut is None:
            return literal(None, SQLBoolean())
        metric = self.once(self.value(node.metric))
        near = metric < cut if node.negated else metric >= cut
        return case((metric > literal(0, BigInteger()), near))


def sql_type(kind: Type) -> TypeEngine[Any]:
    """Say in which column type values are kept."""
    match kind:
        case Boolean():
            return SQLBoolean()
        case Number():
            return Double()
        case Text() | Choice():
            return String()
        case ListOf():
            return JSON().with_variant(JSONB(), "postgresql")
        case _:
            return BigInteger()


def constant(node: Constant) -> Column:
    if node.value is None:
        # PostgreSQL takes a null of no type for a text where nothing beside it says otherwise.
        return null() if isinstance(node.type, Null) else cast(null(), sql_type(node.type))
    return literal(node.value, sql_type(node.type))


def bound(value: int) -> Column:
    """Bind a day, a moment or another whole number."""
    return literal(value, BigInteger())


def known(columns: list[Column]) -> Column:
    return and_(*(column.is_not(None) for column in columns))
