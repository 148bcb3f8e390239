"""`length`: how many characters a text has, or how many items a list."""

from sqlalchemy import func

from app.expression.checker import Call, Checker
from app.expression.coder import Coder
from app.expression.list_dialects import ListLength
from app.expression.offering import Kind, Offer, Section, always, computed, operand
from app.expression.operator import Operator
from app.expression.parse import LONGEST_TEXT
from app.expression.translator import Column, Translator
from app.expression.tree import Apply, Constant, Typed
from app.expression.types import Integer, ListOf, Null, is_textual, name_of
from app.words import Words

LONGEST = LONGEST_TEXT * 1000
"""Joined texts can be longer than one that is entered."""


class Length(Operator):
    key = "length"
    label = Words("长度", "length")
    most = 1
    sentence = Words("{0}的长度", "length of {0}")

    def offers(self) -> tuple[Offer, ...]:
        counted = always(Kind.INTEGER, "number")
        return (computed(Section.CALCULATION, counted, operand(Kind.TEXT, Kind.LIST)),)

    def check(self, call: Call, checker: Checker) -> Typed:
        value = checker.argument(call, 0)
        if isinstance(value.type, Null):
            return Constant(path=call.path, type=Null(), value=None)
        if not (is_textual(value.type) or isinstance(value.type, ListOf)):
            kind = name_of(value.type)
            return checker.wrong(value.path, f"{kind.zh}没有长度。", f"A {kind.en} has no length.")
        return Apply(
            path=call.path,
            type=Integer(0, LONGEST, value.type.nullable),
            operator=self.key,
            arguments=(value,),
        )

    def python(self, node: Apply, code: Coder) -> str:
        return code.otherwise_null(node.arguments, lambda name: f"len({name})")

    def sql(self, node: Apply, translate: Translator) -> Column:
        (value,) = node.arguments
        column = translate.value(value)
        return ListLength(column) if isinstance(value.type, ListOf) else func.length(column)
