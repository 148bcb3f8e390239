"""What `missing` and `missing_some` share: names of fields that are null or blank."""

from collections.abc import Iterable

from sqlalchemy import Text as SQLText
from sqlalchemy import literal, or_

from app.expression.checker import Call, Checker
from app.expression.offering import Offer
from app.expression.operator import Operator
from app.expression.proving import Prover, Term
from app.expression.reading import read
from app.expression.translator import Column, Translator
from app.expression.tree import Apply, Typed, Variable
from app.expression.types import is_textual

BLANK = (None, "")


class Absence(Operator):
    def offers(self) -> tuple[Offer, ...]:
        return ()

    def fields(self, names: object, path: str, checker: Checker) -> tuple[Typed, ...] | None:
        """Type the named fields; None where the names are not fixed texts."""
        if isinstance(names, list) and all(isinstance(each, str) for each in names):
            return tuple(
                read(str(each), f"{path}/{index}", checker) for index, each in enumerate(names)
            )
        checker.wrong(
            path,
            "这里需要固定的字段名列表。",
            "This must be a list of field names that is written down.",
        )
        return None

    def listed(self, call: Call, checker: Checker) -> tuple[object, str]:
        """Give the names, whether written as arguments or as one list."""
        first = checker.plain(call.arguments[0]) if call.arguments else []
        if len(call.arguments) == 1 and not isinstance(first, str):
            return first, call.at(0)
        return call.arguments, call.path + f"/{call.operator}"


def names_of(node: Apply) -> tuple[str, ...]:
    return tuple(each.name for each in node.arguments if isinstance(each, Variable))


def blank(node: Typed, translate: Translator) -> Column:
    column = translate.value(node)
    if not is_textual(node.type):
        return column.is_(None)
    column = translate.once(column)
    return or_(column.is_(None), column.bool_op("=")(literal("", SQLText()))).self_group()


def proof_blank(node: Typed, prove: Prover) -> Term:
    found = prove.amount(node)
    unknown = prove.opposite(found.known)
    if not is_textual(node.type):
        return unknown
    return prove.some([unknown, found.value == prove.text("")])


def lacking(names: tuple[str, ...], values: Iterable[object]) -> list[str]:
    return [name for name, value in zip(names, values, strict=True) if value in BLANK]
