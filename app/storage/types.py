"""Column types that mean the same on SQLite and PostgreSQL."""

from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, BigInteger, Boolean, Double, String, Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.types import TypeEngine

BIG = BigInteger()
WORD = String(200).with_variant(String(200, collation="C"), "postgresql")
TEXT = Text().with_variant(Text(collation="C"), "postgresql")
DOCUMENT = JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")


class Stored(StrEnum):
    """How a field's values lie in a column; the value of a member is what the catalogue keeps."""

    INTEGER = "integer"
    DOUBLE = "double"
    TEXT = "text"
    BOOLEAN = "boolean"
    LIST = "list"


COLUMN_TYPES: dict[Stored, TypeEngine[Any]] = {
    Stored.INTEGER: BIG,
    Stored.DOUBLE: Double(),
    Stored.TEXT: TEXT,
    Stored.BOOLEAN: Boolean(),
    Stored.LIST: DOCUMENT,
}
