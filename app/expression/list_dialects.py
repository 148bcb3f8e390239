"""What is asked of lists of texts, as SQLite and PostgreSQL write it."""

from typing import Any

from sqlalchemy import BigInteger, Boolean
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from app.expression.dialects import parts_of


class ListHas(FunctionElement[bool]):
    """Whether a list of texts has an item; false for null on either side."""

    name = "list_has"
    inherit_cache = True
    type = Boolean()


@compiles(ListHas)
def _list_has(element: ListHas, compiler: SQLCompiler, **kw: Any) -> str:
    items, item = parts_of(element, compiler, **kw)
    return f"EXISTS (SELECT 1 FROM json_each({items}) AS listed WHERE listed.value = ({item}))"  # noqa: S608  # Only compiled SQL.


@compiles(ListHas, "postgresql")
def _list_has_postgresql(element: ListHas, compiler: SQLCompiler, **kw: Any) -> str:
    items, item = parts_of(element, compiler, **kw)
    return f"COALESCE(jsonb_exists({items}, {item}), FALSE)"


class ListLength(FunctionElement[int]):
    """How many items a list has."""

    name = "list_length"
    inherit_cache = True
    type = BigInteger()


@compiles(ListLength)
def _list_length(element: ListLength, compiler: SQLCompiler, **kw: Any) -> str:
    items = parts_of(element, compiler, **kw)[0]
    return f"(CASE WHEN json_type({items}) = 'array' THEN json_array_length({items}) END)"


@compiles(ListLength, "postgresql")
def _list_length_postgresql(element: ListLength, compiler: SQLCompiler, **kw: Any) -> str:
    items = parts_of(element, compiler, **kw)[0]
    # A JSON null is no list; PostgreSQL would raise for it.
    return f"(CASE WHEN jsonb_typeof({items}) = 'array' THEN jsonb_array_length({items}) END)"


class ListSome(FunctionElement[bool]):
    """Whether an item of a list of texts meets a condition; clauses: alias, list, condition."""

    name = "list_some"
    inherit_cache = True
    type = Boolean()


@compiles(ListSome)
def _list_some(element: ListSome, compiler: SQLCompiler, **kw: Any) -> str:
    alias, items, condition = parts_of(element, compiler, **kw)
    return f"EXISTS (SELECT 1 FROM json_each({items}) AS {alias} WHERE {condition})"  # noqa: S608  # Only compiled SQL.


@compiles(ListSome, "postgresql")
def _list_some_postgresql(element: ListSome, compiler: SQLCompiler, **kw: Any) -> str:
    alias, items, condition = parts_of(element, compiler, **kw)
    array = f"CASE WHEN jsonb_typeof({items}) = 'array' THEN {items} END"
    rows = f"jsonb_array_elements_text({array}) AS {alias}(value)"
    return f"EXISTS (SELECT 1 FROM {rows} WHERE {condition})"  # noqa: S608  # Only compiled SQL.
