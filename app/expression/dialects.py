"""The few SQL constructs that SQLite and PostgreSQL write differently."""

import re
from typing import Any

from sqlalchemy import BigInteger, Boolean, ColumnElement, Double, Text, literal_column
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement


def _parts(element: FunctionElement[Any], compiler: SQLCompiler, **kw: Any) -> list[str]:
    return [compiler.process(each, **kw) for each in element.clauses]


class ByteOrder(FunctionElement[str]):
    """A text that is compared by code point, whatever the database's collation."""

    name = "byte_order"
    inherit_cache = True
    type = Text()


@compiles(ByteOrder)
def _byte_order(element: ByteOrder, compiler: SQLCompiler, **kw: Any) -> str:
    return f"({_parts(element, compiler, **kw)[0]} COLLATE BINARY)"


@compiles(ByteOrder, "postgresql")
def _byte_order_postgresql(element: ByteOrder, compiler: SQLCompiler, **kw: Any) -> str:
    return f'(({_parts(element, compiler, **kw)[0]}) COLLATE "C")'


class Position(FunctionElement[int]):
    """Where a part begins in a text, from 1; 0 where it does not occur."""

    name = "position"
    inherit_cache = True
    type = BigInteger()


@compiles(Position)
def _position(element: Position, compiler: SQLCompiler, **kw: Any) -> str:
    text, part = _parts(element, compiler, **kw)
    return f"instr({text}, {part})"


@compiles(Position, "postgresql")
def _position_postgresql(element: Position, compiler: SQLCompiler, **kw: Any) -> str:
    text, part = _parts(element, compiler, **kw)
    return f"strpos({text}, {part})"


class IsTrue(FunctionElement[bool]):
    """Two-valued: true where the condition is true, false where it is false or unknown."""

    name = "is_true"
    inherit_cache = True
    type = Boolean()


@compiles(IsTrue)
def _is_true(element: IsTrue, compiler: SQLCompiler, **kw: Any) -> str:
    return f"(({_parts(element, compiler, **kw)[0]}) IS TRUE)"


class Not(FunctionElement[bool]):
    """Three-valued negation, always in brackets of its own."""

    name = "negation"
    inherit_cache = True
    type = Boolean()


@compiles(Not)
def _not(element: Not, compiler: SQLCompiler, **kw: Any) -> str:
    return f"(NOT ({_parts(element, compiler, **kw)[0]}))"


class Same(FunctionElement[bool]):
    """Null-safe equality: null equals null and nothing else."""

    name = "same"
    inherit_cache = True
    type = Boolean()


@compiles(Same)
def _same(element: Same, compiler: SQLCompiler, **kw: Any) -> str:
    left, right = _parts(element, compiler, **kw)
    return f"(({left}) IS ({right}))"


@compiles(Same, "postgresql")
def _same_postgresql(element: Same, compiler: SQLCompiler, **kw: Any) -> str:
    left, right = _parts(element, compiler, **kw)
    return f"(({left}) IS NOT DISTINCT FROM ({right}))"


class Infix(FunctionElement[Any]):
    """Operands with a sign between them, in brackets of their own; the first clause is the sign.

    SQLAlchemy takes sums and products for associative and drops brackets; doubles are not.
    """

    name = "infix"
    inherit_cache = True


@compiles(Infix)
def _infix(element: Infix, compiler: SQLCompiler, **kw: Any) -> str:
    sign, *operands = _parts(element, compiler, **kw)
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
    left, right = _parts(element, compiler, **kw)
    return f"(({left}) / ({right}))"


class Wide(FunctionElement[int]):
    """An integer that may be multiplied without overflow before its range is checked."""

    name = "wide"
    inherit_cache = True
    type = BigInteger()


@compiles(Wide)
def _wide(element: Wide, compiler: SQLCompiler, **kw: Any) -> str:
    return f"({_parts(element, compiler, **kw)[0]})"


@compiles(Wide, "postgresql")
def _wide_postgresql(element: Wide, compiler: SQLCompiler, **kw: Any) -> str:
    return f"CAST({_parts(element, compiler, **kw)[0]} AS NUMERIC)"


class Extreme(FunctionElement[Any]):
    """The smallest or largest of some values, null where any of them is null.

    The first clause is the word MIN or MAX.
    """

    name = "extreme"
    inherit_cache = True


@compiles(Extreme)
def _extreme(element: Extreme, compiler: SQLCompiler, **kw: Any) -> str:
    word, *parts = _parts(element, compiler, **kw)
    return f"{word}({', '.join(parts)})"


@compiles(Extreme, "postgresql")
def _extreme_postgresql(element: Extreme, compiler: SQLCompiler, **kw: Any) -> str:
    word, *parts = _parts(element, compiler, **kw)
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
        day = _parts(element, compiler, **kw)[0]
        return f"CAST(strftime('{strftime}', ({day}) * 86400, 'unixepoch') AS INTEGER)"

    @compiles(kind, "postgresql")
    def _postgresql(element: FunctionElement[int], compiler: SQLCompiler, **kw: Any) -> str:
        day = _parts(element, compiler, **kw)[0]
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
    return f"CAST({_parts(element, compiler, **kw)[0]} AS REAL)"


@compiles(AsNumber, "postgresql")
def _as_number_postgresql(element: AsNumber, compiler: SQLCompiler, **kw: Any) -> str:
    return f"CAST({_parts(element, compiler, **kw)[0]} AS DOUBLE PRECISION)"


class Whole(FunctionElement[int]):
    """A number that is known to be whole and in range, as an integer."""

    name = "whole"
    inherit_cache = True
    type = BigInteger()


@compiles(Whole)
def _whole(element: Whole, compiler: SQLCompiler, **kw: Any) -> str:
    return f"CAST({_parts(element, compiler, **kw)[0]} AS INTEGER)"


@compiles(Whole, "postgresql")
def _whole_postgresql(element: Whole, compiler: SQLCompiler, **kw: Any) -> str:
    return f"CAST({_parts(element, compiler, **kw)[0]} AS BIGINT)"


class Floor(FunctionElement[float]):
    """The whole part of a double that is not negative and below 2^53, as a double."""

    name = "whole_part"
    inherit_cache = True
    type = Double()


@compiles(Floor)
def _floor(element: Floor, compiler: SQLCompiler, **kw: Any) -> str:
    return f"CAST(CAST({_parts(element, compiler, **kw)[0]} AS INTEGER) AS REAL)"


@compiles(Floor, "postgresql")
def _floor_postgresql(element: Floor, compiler: SQLCompiler, **kw: Any) -> str:
    return f"FLOOR({_parts(element, compiler, **kw)[0]})"


class ListHas(FunctionElement[bool]):
    """Whether a list of texts has an item; false for null on either side."""

    name = "list_has"
    inherit_cache = True
    type = Boolean()


@compiles(ListHas)
def _list_has(element: ListHas, compiler: SQLCompiler, **kw: Any) -> str:
    items, item = _parts(element, compiler, **kw)
    return f"EXISTS (SELECT 1 FROM json_each({items}) AS listed WHERE listed.value = ({item}))"  # noqa: S608  # Only compiled SQL.


@compiles(ListHas, "postgresql")
def _list_has_postgresql(element: ListHas, compiler: SQLCompiler, **kw: Any) -> str:
    items, item = _parts(element, compiler, **kw)
    return f"COALESCE(jsonb_exists({items}, {item}), FALSE)"


class ListLength(FunctionElement[int]):
    """How many items a list has."""

    name = "list_length"
    inherit_cache = True
    type = BigInteger()


@compiles(ListLength)
def _list_length(element: ListLength, compiler: SQLCompiler, **kw: Any) -> str:
    items = _parts(element, compiler, **kw)[0]
    return f"(CASE WHEN json_type({items}) = 'array' THEN json_array_length({items}) END)"


@compiles(ListLength, "postgresql")
def _list_length_postgresql(element: ListLength, compiler: SQLCompiler, **kw: Any) -> str:
    items = _parts(element, compiler, **kw)[0]
    # A JSON null is no list; PostgreSQL would raise for it.
    return f"(CASE WHEN jsonb_typeof({items}) = 'array' THEN jsonb_array_length({items}) END)"


class ListSome(FunctionElement[bool]):
    """Whether an item of a list of texts meets a condition; clauses: alias, list, condition."""

    name = "list_some"
    inherit_cache = True
    type = Boolean()


@compiles(ListSome)
def _list_some(element: ListSome, compiler: SQLCompiler, **kw: Any) -> str:
    alias, items, condition = _parts(element, compiler, **kw)
    return f"EXISTS (SELECT 1 FROM json_each({items}) AS {alias} WHERE {condition})"  # noqa: S608  # Only compiled SQL.


@compiles(ListSome, "postgresql")
def _list_some_postgresql(element: ListSome, compiler: SQLCompiler, **kw: Any) -> str:
    alias, items, condition = _parts(element, compiler, **kw)
    array = f"CASE WHEN jsonb_typeof({items}) = 'array' THEN {items} END"
    rows = f"jsonb_array_elements_text({array}) AS {alias}(value)"
    return f"EXISTS (SELECT 1 FROM {rows} WHERE {condition})"  # noqa: S608  # Only compiled SQL.


class Staged(FunctionElement[Any]):
    """A deep expression computed in steps, as SQLite's parser takes no deep nesting.

    Clauses: name, expression, name, expression, …, and the last expression, which is the value.
    Steps that need nothing of each other are columns of one level; a level has the columns of
    those before it, so that nothing is ever joined. Levels are materialised: a planner that
    put expressions in the place of their names would compute them over and over.
    """

    name = "staged"
    inherit_cache = True


_STEP = re.compile(r"\bstage_[0-9]+\b")


@compiles(Staged)
def _staged(element: Staged, compiler: SQLCompiler, **kw: Any) -> str:
    *steps, last = _parts(element, compiler, **kw)
    depth: dict[str, int] = {}
    levels: list[list[str]] = []
    for name, text in zip(steps[0::2], steps[1::2], strict=True):
        needed = [depth[used] for used in _STEP.findall(text) if used in depth]
        depth[name] = max(needed, default=-1) + 1
        if depth[name] == len(levels):
            levels.append([])
        levels[depth[name]].append(f"{text} AS {name}")
    tables: list[str] = []
    source = ""
    for number, columns in enumerate(levels):
        table = f"{steps[0]}_{number}"
        before = [f"{source}.*"] if source else []
        listed = ", ".join([*before, *columns])
        reads = f" FROM {source}" if source else ""
        tables.append(f"{table} AS MATERIALIZED (SELECT {listed}{reads})")
        source = table
    return f"(WITH {', '.join(tables)} SELECT {last} FROM {source})"  # noqa: S608  # Only compiled SQL.
