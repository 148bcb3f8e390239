"""Rules read aloud, also those that are not right yet."""

from app.expression.check import Checked
from app.expression.describe import describe
from app.expression.types import Scope
from app.words import Words


def sentence(checked: Checked, scope: Scope) -> Words:
    """Say a rule in both languages; a wrong one is only named as such."""
    if checked.errors:
        return Words("（规则有误）", "(a rule that is not right yet)")
    return Words(describe(checked, scope, "zh"), describe(checked, scope, "en"))
