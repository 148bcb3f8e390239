"""What a value of any type means where yes or no is asked: set, and not 0, "" or empty."""

from sqlalchemy import Text as SQLText
from sqlalchemy import func, literal

from app.expression.coder import Coder
from app.expression.list_dialects import ListLength
from app.expression.proving import Prover, Term
from app.expression.translator import Column, Translator, bound
from app.expression.tree import Typed
from app.expression.types import (
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
    Text,
)


def python_empty(node: Typed, code: Coder) -> str:
    """Write whether a value is null, 0, "" or an empty list; a day or a moment is never empty."""
    value = code.value(node)
    if isinstance(node.type, Date | Instant | Reference):
        return f"(({value}) is None)"
    return f"(not ({value}))"


def sql_empty(node: Typed, translate: Translator) -> Column:
    value = translate.value(node)
    match node.type:
        case Integer() | Decimal():
            return func.coalesce(value, bound(0)).bool_op("=")(bound(0))
        case Number():
            return func.coalesce(value, literal(0.0)).bool_op("=")(literal(0.0))
        case Text() | Choice():
            empty = literal("", SQLText())
            return func.coalesce(value, empty).bool_op("=")(empty)
        case ListOf():
            return func.coalesce(ListLength(value), bound(0)).bool_op("=")(bound(0))
        case Date() | Instant() | Reference() | Boolean() | Null():
            return value.is_(None)


def proof_empty(node: Typed, prove: Prover) -> Term:
    if isinstance(node.type, ListOf):
        return prove.opposite(prove.filled(node))
    found = prove.amount(node)
    unknown = prove.opposite(found.known)
    match node.type:
        case Integer() | Decimal() | Number():
            return prove.some([unknown, found.value == 0])
        case Text() | Choice():
            return prove.some([unknown, found.value == prove.text("")])
        case Date() | Instant() | Reference() | Boolean() | Null():
            return unknown
