"""Rules and records as JSON: words for types, values in and out."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from app.clock import from_instant
from app.days import from_day
from app.errors import Finding, Invalid
from app.expression.literals import Unfit, coerce
from app.expression.parse import Malformed, primitive
from app.expression.types import (
    WHOLE,
    Boolean,
    Choice,
    Date,
    Decimal,
    Instant,
    Integer,
    ListOf,
    Null,
    Number,
    Reference,
    Relation,
    Scope,
    Text,
    Type,
    with_null,
)
from app.words import Words

_PLAIN: dict[str, Type] = {
    "text": Text(),
    "integer": Integer(-WHOLE, WHOLE),
    "number": Number(),
    "money": Decimal(2),
    "percent": Number(),
    "boolean": Boolean(),
    "date": Date(),
    "datetime": Instant(),
    "reference": Reference(),
    "null": Null(),
}
_LIST = re.compile(r"list<(.+)>")
_CHOICE = re.compile(r"choice\((.*)\)")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}[T ].*([+-]\d{2}:?\d{2}|Z)", re.ASCII)


class Unreadable(Invalid):
    """A record or its types that cannot be read; `path` says where."""

    def __init__(self, path: str, words: Words) -> None:
        super().__init__(words.zh, words.en, (Finding(path=path, message=words),))
        self.path = path


def type_of(word: Any, path: str) -> Type:
    """Read a type such as `money`, `list<text>`, `choice(a,b)` or `integer!`."""
    if not isinstance(word, str):
        raise Unreadable(path, Words("类型必须是文本。", "A type is written as a text."))
    nullable = not word.endswith("!")
    name = word.rstrip("!").strip()
    if name in _PLAIN:
        return with_null(_PLAIN[name], nullable=nullable)
    if found := _LIST.fullmatch(name):
        return ListOf(type_of(found[1], path), nullable)
    if found := _CHOICE.fullmatch(name):
        options = tuple(each.strip() for each in found[1].split(",") if each.strip())
        return Choice(options, nullable)
    known = " ".join([*_PLAIN, "list<text>", "choice(a,b)"])
    raise Unreadable(
        path,
        Words(f"没有类型“{word[:40]}”，可用：{known}。", f"No type {word[:40]!r}; known: {known}."),
    )


def scope_of(types: Mapping[str, Any], data: Mapping[str, Any]) -> Scope:
    """Say what a rule may see of a record: as declared, and as its values look."""
    variables: dict[str, Type] = {}
    references: dict[str, Scope] = {}
    relations: dict[str, Relation] = {}
    for key in [*types, *(key for key in data if key not in types)]:
        path, declared, value = f"/types/{key}", types.get(key), data.get(key)
        rows = isinstance(value, list) and value and all(isinstance(r, dict) for r in value)
        if isinstance(declared, dict) and isinstance(value, dict):
            references[key] = scope_of(declared, value)
        elif isinstance(declared, dict):
            relations[key] = relation_of({k: type_of(t, path) for k, t in declared.items()})
        elif declared is not None:
            variables[key] = type_of(declared, path)
        elif isinstance(value, dict):
            references[key] = scope_of({}, value)
        elif rows:
            relations[key] = relation_of(_fields_of(value or []))
        else:
            variables[key] = inferred(value)
    return Scope(variables=variables, references=references, relations=relations)


def relation_of(fields: dict[str, Type]) -> Relation:
    """Windows go by the first date or date-time field; without one, every row counts as today."""
    dated = [key for key, kind in fields.items() if isinstance(kind, Date | Instant)]
    return Relation(fields, dated[0] if dated else "")


def _fields_of(rows: list[dict[str, Any]]) -> dict[str, Type]:
    fields: dict[str, Type] = {}
    for row in rows:
        for key, value in row.items():
            if value is not None or key not in fields:
                fields[key] = inferred(value)
    return fields


def inferred(value: Any) -> Type:
    """Say what type a value looks like."""
    match value:
        case None | dict():
            return Null()
        case bool():
            return Boolean()
        case int():
            return Integer(-WHOLE, WHOLE)
        case float():
            return Number(1e150, 1e-150)
        case str():
            if _DATE.fullmatch(value):
                return Date()
            return Instant() if _MOMENT.fullmatch(value) else Text()
        case list():
            return ListOf(inferred(value[0]) if value else Text())
        case _:
            return Null()


def values_of(data: Mapping[str, Any], scope: Scope, path: str = "/data") -> dict[str, Any]:
    """Turn a record's JSON into values as they are kept."""
    found: dict[str, Any] = {}
    for key, kind in scope.variables.items():
        found[key] = value_of(data.get(key), kind, f"{path}/{key}")
    for key, inner in scope.references.items():
        nested = data.get(key)
        found[key] = None if nested is None else values_of(nested, inner, f"{path}/{key}")
    for key, relation in scope.relations.items():
        found[key] = _rows_of(data.get(key), relation, f"{path}/{key}")
    found["start:joined"] = found.get("joined")
    return found


def _rows_of(rows: Any, relation: Relation, path: str) -> list[dict[str, Any]]:
    if rows is None:
        return []
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise Unreadable(path, Words("这里需要一组记录。", "This must be a list of records."))
    inner = Scope(variables=relation.fields)
    return [values_of(row, inner, f"{path}/{index}") for index, row in enumerate(rows)]


def value_of(value: Any, kind: Type, path: str) -> Any:
    """Turn one JSON value into the form in which values of its type are kept."""
    if isinstance(value, list) and isinstance(kind, ListOf):
        return [value_of(each, kind.item, f"{path}/{i}") for i, each in enumerate(value)]
    try:
        primitive(value, path)
        kept, found = coerce(value, kind)
    except Malformed as malformed:
        raise Unreadable(malformed.path, malformed.words) from malformed
    except Unfit as unfit:
        raise Unreadable(path, unfit.message) from unfit
    if kept is None:
        if not kind.nullable:
            raise Unreadable(path, Words("这里不能为空。", "This may not be null."))
        return None
    if isinstance(kind, Number):
        return float(kept)  # type: ignore[arg-type]  # `coerce` gives a number for a number.
    if isinstance(kind, Integer) and not isinstance(found, Integer):
        raise Unreadable(path, Words(f"{value} 不是整数。", f"{value} is not a whole number."))
    return kept


def json_of(value: Any, kind: Type) -> Any:
    """Write a value for JSON: money as a decimal of the main unit, dates and ids as text."""
    if value is None:
        return None
    match kind:
        case Decimal(scale=scale):
            whole, part = divmod(int(value), 10**scale)
            return int(value) / 10**scale if part else whole
        case Integer():
            return int(value)
        case Number():
            return float(value)
        case Boolean():
            return bool(value)
        case Date():
            return from_day(int(value)).isoformat()
        case Instant():
            return moment_text(from_instant(int(value)))
        case Reference():
            return str(value)
        case ListOf(item=item):
            return [json_of(each, item) for each in value]
        case _:
            return value


def moment_text(moment: datetime) -> str:
    return moment.isoformat().replace("+00:00", "Z")
