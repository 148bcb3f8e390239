"""`starts_with`: a text begins with another."""

from sqlalchemy import func, literal

from app.expression.affixes import Affix
from app.expression.translator import Column
from app.words import Words


class StartsWith(Affix):
    key = "starts_with"
    label = Words("开头是", "starts with")
    negated = Words("开头不是", "does not start with")
    sentence = Words("{0}以{1}开头", "{0} starts with {1}")
    method = "startswith"

    def found(self, text: Column, part: Column) -> Column:
        return func.substr(text, literal(1), func.length(part)).bool_op("=")(part)
