"""The few SQL constructs that SQLite and PostgreSQL write differently."""

from typing import Any

from sqlalchemy import BigInteger, Boolean, ColumnElement, Double, Text, literal_column
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement


def parts_of(element: FunctionElement[Any], compiler: SQLCompiler, **kw: Any) -> list[str]:
    return [compiler.process(each, **kw) for each in element.clauses]


class ByteOrder(FunctionElement[str]):
    """A text that is compared by code point, whatever the database's collation."""

    name = "byte_order"
    inherit_cache = True
    type = Text()


@compiles(ByteOrder)
def _byte_order(element: ByteOrder, compiler: SQLCompiler, **kw: Any) -> str:
    return f"({parts_of(element, compiler, **kw)[0]} COLLATE BINARY)"


@compiles(ByteOrder, "postgresql")
def _byte_order_postgresql(element: ByteOrder, compiler: SQLCompiler, **kw: Any) -> str:
    return f'(({parts_of(element, compiler, **kw)[0]}) COLLATE "C")'


class Position(FunctionElement[int]):
    """Where a part begins in a text, from 1; 0 where it does not occur."""

    name = "position"
    inherit_cache = True
    type = BigInteger()


@compiles(Position)
def _position(element: Position, compiler: SQLCompiler, **kw: Any) -> str:
    text, part = parts_of(element, compiler, **kw)
    return f"instr({text}, {part})"


@compiles(Position, "postgresql")
def _position_postgresql(element: Position, compiler: SQLCompiler, **kw: Any) -> str:
    text, part = parts_of(element, compiler, **kw)
    return f"strpos({text}, {part})"


class IsTrue(FunctionElement[bool]):
    """Two-valued: true where the condition is true, false where it is false or unknown."""

    name = "is_true"
    inherit_cache = True
    type = Boolean()


@compiles(IsTrue)
def _is_true(element: IsTrue, compiler: SQLCompiler, **kw: Any) -> str:
    return f"(({parts_of(element, compiler, **kw)[0]}) IS TRUE)"


class Not(FunctionElement[bool]):
    """Three-valued negation, always in brackets of its own."""

    name = "negation"
    inherit_cache = True
    type = Boolean()


@compiles(Not)
def _not(element: Not, compiler: SQLCompiler, **kw: Any) -> str:
    return f"(NOT ({parts_of(element, compiler, **kw)[0]}))"


class Same(FunctionElement[bool]):
    """Null-safe equality: null equals null and nothing else."""

    name = "same"
    inherit_cache = True
    type = Boolean()


@compiles(Same)
def _same(element: Same, compiler: SQLCompiler, **kw: Any) -> str:
    left, right = parts_of(element, compiler, **kw)
    return f"(({left}) IS ({right}))"


@compiles(Same, "postgresql")
def _same_postgresql(element: Same, compiler: SQLCompiler, **kw: Any) -> str:
    left, right = parts_of(element, compiler, **kw)
    return f"(({left}) IS NOT DISTINCT FROM ({right}))"


class Infix(FunctionElement[Any]):
    """Operands with a sign between them, in brackets of their own; the first clause is the sign.

    SQLAlchemy takes sums and products for associative and drops brackets; doubles are not.
    """

    name = "infix"
    inherit_cache = True


@compiles(Infix)
def _infix(element: Infix, compiler: SQLCompiler, **kw: Any) -> str:
    sign, *operands = parts_of(element, compiler, **kw)
    return f"({f' {sign} '.join(_bracketed(each) for each in operands)})"


def _bracketed(operand: str) -> str:
    return f"({operand})" if " " in operand else operand


def infix(sign: str, *operands: ColumnElement[Any]) -> Infix:
    found = Infix(literal_column(sign), *operands)
    found.type = operands[0].type
    return found


class Quotient(FunctionElement[float]):
    """One double divided by another, always in brackets of its own."""

    name = "quotient"
    inherit_cache = True
    type = Double()


@compiles(Quotient)
def _quotient(element: Quotient, compiler: SQLCompiler, **kw: Any) -> str:
    left, right = parts_of(element, compiler, **kw)
    return f"(({left}) / ({right}))"


class Wide(FunctionElement[int]):
    """An integer that may be multiplied without overflow before its range is checked."""

    name = "wide"
    inherit_cache = True
    type = BigInteger()


@compiles(Wide)
def _wide(element: Wide, compiler: SQLCompiler, **kw: Any) -> str:
    return f"({parts_of(element, compiler, **kw)[0]})"


@compiles(Wide, "postgresql")
def _wide_postgresql(element: Wide, compiler: SQLCompiler, **kw: Any) -> str:
    return f"CAST({parts_of(element, compiler, **kw)[0]} AS NUMERIC)"


class Extreme(FunctionElement[Any]):
    """The smallest or largest of some values, null where any of them is null.

    The first clause is the word MIN or MAX.
    """

    name = "extreme"
    inherit_cache = True


@compiles(Extreme)
def _extreme(element: Extreme, compiler: SQLCompiler, **kw: Any) -> str:
    word, *parts = parts_of(element, compiler, **kw)
    return f"{word}({', '.join(parts)})"


@compiles(Extreme, "postgresql")
def _extreme_postgresql(element: Extreme, compiler: SQLCompiler, **kw: Any) -> str:
    word, *parts = parts_of(element, compiler, **kw)
    # PostgreSQL leaves nulls out; here one null makes the result null.
    function = "LEAST" if word == "MIN" else "GREATEST"
    listed = ", ".join(parts)
    return f"(CASE WHEN num_nulls({listed}) = 0 THEN {function}({listed}) END)"


def extreme(word: str, parts: list[ColumnElement[Any]]) -> Extreme:
    found = Extreme(literal_column(word), *parts)
    found.type = parts[0].type
    return found


class Year(FunctionElement[int]):
    """The calendar year of a day."""

    name = "year_of"
    inherit_cache = True
    type = BigInteger()


class Month(FunctionElement[int]):
    """The calendar month of a day."""

    name = "month_of"
    inherit_cache = True
    type = BigInteger()


class DayOfMonth(FunctionElement[int]):
    """The day of the month of a day."""

    name = "day_of_month"
    inherit_cache = True
    type = BigInteger()


def _part_of_day(strftime: str, field: str, kind: type[FunctionElement[int]]) -> None:
    @compiles(kind)
    def _sqlite(element: FunctionElement[int], compiler: SQLCompiler, **kw: Any) -> str:
        day = parts_of(element, compiler, **kw)[0]
        return f"CAST(strftime('{strftime}', ({day}) * 86400, 'unixepoch') AS INTEGER)"

    @compiles(kind, "postgresql")
    def _postgresql(element: FunctionElement[int], compiler: SQLCompiler, **kw: Any) -> str:
        day = parts_of(element, compiler, **kw)[0]
        since = f"(DATE '1970-01-01' + CAST({day} AS INTEGER))"
        return f"CAST(EXTRACT({field} FROM {since}) AS BIGINT)"


_part_of_day("%Y", "YEAR", Year)
_part_of_day("%m", "MONTH", Month)
_part_of_day("%d", "DAY", DayOfMonth)


class AsNumber(FunctionElement[float]):
    """An integer as a double."""

    name = "as_number"
    inherit_cache = True
    type = Double()


@compiles(AsNumber)
def _as_number(element: AsNumber, compiler: SQLCompiler, **kw: Any) -> str:
    return f"CAST({parts_of(element, compiler, **kw)[0]} AS REAL)"


@compiles(AsNumber, "postgresql")
def _as_number_postgresql(element: AsNumber, compiler: SQLCompiler, **kw: Any) -> str:
    return f"CAST({parts_of(element, compiler, **kw)[0]} AS DOUBLE PRECISION)"


class Whole(FunctionElement[int]):
    """A number that is known to be whole and in range, as an integer."""

    name = "whole"
    inherit_cache = True
    type = BigInteger()


@compiles(Whole)
def _whole(element: Whole, compiler: SQLCompiler, **kw: Any) -> str:
    return f"CAST({parts_of(element, compiler, **kw)[0]} AS INTEGER)"


@compiles(Whole, "postgresql")
def _whole_postgresql(element: Whole, compiler: SQLCompiler, **kw: Any) -> str:
    return f"CAST({parts_of(element, compiler, **kw)[0]} AS BIGINT)"


class Floor(FunctionElement[float]):
    """The whole part of a double that is not negative and below 2^53, as a double."""

    name = "whole_part"
    inherit_cache = True
    type = Double()


@compiles(Floor)
def _floor(element: Floor, compiler: SQLCompiler, **kw: Any) -> str:
    return f"CAST(CAST({parts_of(element, compiler, **kw)[0]} AS INTEGER) AS REAL)"


@compiles(Floor, "postgresql")
def _floor_postgresql(element: Floor, compiler: SQLCompiler, **kw: Any) -> str:
    return f"FLOOR({parts_of(element, compiler, **kw)[0]})"
