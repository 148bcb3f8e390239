"""Sets of identifiers as one bound value, so that a statement is the same whatever their number."""

from collections.abc import Sequence
from typing import Any

import orjson
from sqlalchemy import ARRAY, BigInteger, ColumnElement, String, bindparam, cast, func, select
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


def pairs(dialect: str) -> Select[Any]:
    """Give a SELECT (`a`, `b`) over pairs of numbers; bind what `bound_pairs` gives."""
    if dialect == "sqlite":
        rows = func.json_each(bindparam("pairs", type_=String())).table_valued("value")
        first, second = (func.json_extract(rows.c.value, f"$[{n}]") for n in (0, 1))
        return select(first.label("a"), second.label("b"))
    columns = [bindparam(name, type_=ARRAY(BigInteger)) for name in ("pairs_a", "pairs_b")]
    both = func.unnest(*columns).table_valued("a", "b").render_derived()
    return select(both.c.a, both.c.b)


def bound_pairs(dialect: str, values: Sequence[tuple[int, int]]) -> dict[str, Any]:
    if dialect == "sqlite":
        return {"pairs": orjson.dumps(values).decode()}
    return {"pairs_a": [each[0] for each in values], "pairs_b": [each[1] for each in values]}


def rows_given(dialect: str, names: Sequence[str]) -> Select[Any]:
    """Give a SELECT of whole numbers under these names; bind what `bound_rows` gives."""
    if dialect == "sqlite":
        rows = func.json_each(bindparam("rows", type_=String())).table_valued("value")
        found = [func.json_extract(rows.c.value, f"$[{n}]") for n in range(len(names))]
        return select(*(each.label(name) for each, name in zip(found, names, strict=True)))
    columns = [bindparam(f"rows_{name}", type_=ARRAY(BigInteger)) for name in names]
    given = func.unnest(*columns).table_valued(*names).render_derived()
    return select(*(given.c[name] for name in names))


def bound_rows(
    dialect: str, names: Sequence[str], rows: Sequence[tuple[int | None, ...]]
) -> dict[str, Any]:
    if dialect == "sqlite":
        return {"rows": orjson.dumps(rows).decode()}
    return {f"rows_{name}": [row[n] for row in rows] for n, name in enumerate(names)}


def as_given(dialect: str, values: Sequence[int]) -> Select[Any]:
    """Give a one-column SELECT (`id`) over numbers that are part of the statement itself."""
    if dialect == "sqlite":
        rows = func.json_each(orjson.dumps(list(values)).decode()).table_valued("value")
        return select(rows.c.value.label("id"))
    column: ColumnElement[Any] = func.unnest(cast(list(values), ARRAY(BigInteger))).label("id")
    return select(column)
