"""Column types that mean the same on SQLite and PostgreSQL."""

from typing import Any

from sqlalchemy import JSON, BigInteger, Boolean, Double, Integer, String, Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.types import TypeEngine

from app.program.fields.base import Stored

BIG = BigInteger()
ROW_ID = BigInteger().with_variant(Integer(), "sqlite")
"""A key under which SQLite finds a row without an index: there, INTEGER is the row's own number."""
WORD = String(200).with_variant(String(200, collation="C"), "postgresql")
TEXT = Text().with_variant(Text(collation="C"), "postgresql")
DOCUMENT = JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")
CONTENT = JSON(none_as_null=True)
"""For documents that must come back byte for byte; PostgreSQL's JSON keeps the order of keys."""

COLUMN_TYPES: dict[Stored, TypeEngine[Any]] = {
    Stored.INTEGER: BIG,
    Stored.DOUBLE: Double(),
    Stored.TEXT: TEXT,
    Stored.BOOLEAN: Boolean(),
    Stored.LIST: DOCUMENT,
}
