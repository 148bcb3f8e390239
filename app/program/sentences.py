"""Rules read aloud, also those that are not right yet."""

from app.expression.check import Checked
from app.expression.describe import describe
from app.expression.operators import OPERATORS
from app.expression.speaker import Speaker
from app.expression.types import Scope
from app.words import Words

NOT_RIGHT = Words("（规则有误）", "(a rule that is not right yet)")


def sentence(checked: Checked, scope: Scope) -> Words:
    """Say a rule in both languages; a wrong one is only named as such."""
    if checked.errors:
        return NOT_RIGHT
    return Words(describe(checked, scope, "zh"), describe(checked, scope, "en"))


def clause(checked: Checked, scope: Scope) -> Words:
    """Say a rule as the part of a longer sentence, which begins with no capital."""
    return NOT_RIGHT if checked.errors else Speaker(scope, OPERATORS).words(checked.tree)
