"""`ends_with`: a text ends with another."""

from sqlalchemy import Integer, and_, cast, func, literal

from app.expression.affixes import Affix
from app.expression.translator import Column
from app.words import Words


class EndsWith(Affix):
    key = "ends_with"
    label = Words("结尾是", "ends with")
    negated = Words("结尾不是", "does not end with")
    sentence = Words("{0}以{1}结尾", "{0} ends with {1}")
    method = "endswith"

    def found(self, text: Column, part: Column) -> Column:
        start = func.length(text) - func.length(part) + literal(1)
        # A start before the text means something else in each database.
        fits = func.length(part) <= func.length(text)
        return and_(fits, func.substr(text, cast(start, Integer())).bool_op("=")(part)).self_group()
