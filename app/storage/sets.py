"""Sets of identifiers as one bound value, so that a statement is the same whatever their number."""

from collections.abc import Sequence
from typing import Any

import orjson
from sqlalchemy import ARRAY, BigInteger, ColumnElement, String, bindparam, func, select
from sqlalchemy.sql.selectable import Select

from app.storage.types import TEXT


def numbers(dialect: str, name: str = "ids") -> Select[Any]:
    """Give a one-column SELECT (`id`) over the numbers bound to `name`; see `bound`."""
    if dialect == "sqlite":
        rows = func.json_each(bindparam(name, type_=String())).table_valued("value")
        return select(rows.c.value.label("id"))
    column: ColumnElement[Any] = func.unnest(bindparam(name, type_=ARRAY(BigInteger))).label("id")
    return select(column)


def texts(dialect: str, name: str = "values") -> Select[Any]:
    """Give a one-column SELECT (`value`) over the texts bound to `name`; see `bound`."""
    if dialect == "sqlite":
        rows = func.json_each(bindparam(name, type_=String())).table_valued("value")
        return select(rows.c.value.label("value"))
    column: ColumnElement[Any] = func.unnest(bindparam(name, type_=ARRAY(TEXT))).label("value")
    return select(column)


def bound(dialect: str, values: Sequence[int] | Sequence[str]) -> Any:
    """Give what to bind to the parameter of `numbers` or `texts`."""
    return orjson.dumps(list(values)).decode() if dialect == "sqlite" else list(values)
