"""A rule as a sentence that can be read aloud, in Chinese or English."""

from app.expression.check import Checked
from app.expression.operators import OPERATORS
from app.expression.speaker import Speaker
from app.expression.tree import Typed
from app.expression.types import Scope
from app.words import Language, Words


def describe(checked: Checked, scope: Scope, language: Language) -> str:
    """Say what a rule asks for."""
    return words_of(checked.tree, scope).to(language)


def words_of(tree: Typed, scope: Scope) -> Words:
    said = Speaker(scope, OPERATORS).words(tree)
    return Words(said.zh, said.en[:1].upper() + said.en[1:])
