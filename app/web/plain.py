"""Answers as JSON: dataclasses field by field, words in both languages, enumerations by value."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from typing import Any

from app.words import Words


def plain(value: Any) -> Any:
    """Give a value as what JSON has: mappings, lists, texts, numbers, booleans and null."""
    match value:
        case Words():
            return value.to_json()
        case Enum():
            return value.value
        case Mapping():
            return {str(key): plain(each) for key, each in value.items()}
        case list() | tuple() | set() | frozenset():
            return [plain(each) for each in value]
    if is_dataclass(value) and not isinstance(value, type):
        return {each.name: plain(getattr(value, each.name)) for each in fields(value)}
    return value
