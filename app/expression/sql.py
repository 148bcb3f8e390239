"""The SQL meaning of a rule: a column expression built from the checked tree."""

from typing import Any

from sqlalchemy import ColumnElement

from app.days import Moment
from app.expression.check import Checked
from app.expression.dialects import IsTrue
from app.expression.operators import OPERATORS
from app.expression.source import Rows, Source
from app.expression.translator import Translator

__all__ = ["Rows", "Source", "met", "to_sql"]


def to_sql(checked: Checked, source: Source, moment: Moment) -> ColumnElement[Any]:
    """Give a rule's value for each record of the source; conditions are three-valued."""
    return Translator(source, moment, OPERATORS).whole(checked.tree)


def met(checked: Checked, source: Source, moment: Moment) -> ColumnElement[bool]:
    """Give a two-valued condition: true where the rule is met, false elsewhere."""
    translator = Translator(source, moment, OPERATORS)
    return IsTrue(translator.whole_true(checked.tree))
