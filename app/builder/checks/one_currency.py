"""Amounts of several currencies are not added up."""

from collections.abc import Iterator

from babel import Locale

from app.builder.checks.base import Check, warning
from app.errors import Finding
from app.expression.tree import Rollup, Typed, Variable, children
from app.expression.types import Decimal
from app.program.checked import CheckedProgram
from app.program.choices import choices_of
from app.program.field import Field
from app.program.objects import Object
from app.words import Words

CODES = frozenset(Locale("en").currencies)
"""Of ISO 4217, as CNY and USD."""


class OneCurrency(Check):
    key = "one_currency"
    label = Words("不同货币的金额不混在一起", "Amounts of several currencies are kept apart")

    def check(self, checked: CheckedProgram) -> Iterator[Finding]:
        for n, ladder in enumerate(checked.ladders.values()):
            told: set[str] = set()
            for each in ladder.everything:
                for rollup in each.rollups:
                    found = _mixed(checked, rollup)
                    if found is not None and rollup.source not in told:
                        told.add(rollup.source)
                        yield _finding(f"/ladders/{n}", checked, rollup, found)


def _mixed(checked: CheckedProgram, rollup: Rollup) -> Field | None:
    """Find the field that says in which currency each record is, where nothing asks for one."""
    designed = checked.program.find_object(rollup.relation)
    if designed is None or not isinstance(rollup.field_type, Decimal):
        return None
    read = set() if rollup.filter is None else set(_names(rollup.filter))
    return next((each for each in _currencies(designed) if each.key not in read), None)


def _currencies(designed: Object) -> Iterator[Field]:
    for each in designed.of_kind("choice"):
        options = {choice.key.upper() for choice in choices_of(each)}
        if len(options) > 1 and options <= CODES:
            yield each


def _names(condition: Typed) -> Iterator[str]:
    if isinstance(condition, Variable):
        yield condition.name
    for each in children(condition):
        yield from _names(each)


def _finding(path: str, checked: CheckedProgram, rollup: Rollup, by: Field) -> Finding:
    designed, currency = checked.program.object(rollup.relation), checked.program.settings.currency
    what = designed.label
    return warning(
        path,
        f"“{what.to('zh')}”的金额有几种货币（见“{by.label.to('zh')}”），规则却把它们加在一起，"
        f"并当作 {currency}。",
        f"{what.to('en')} has amounts in several currencies (see {by.label.to('en')}), and a rule"
        f" adds them up as {currency}.",
        fix=Words(
            f"在统计里筛选“{by.label.to('zh')}”。", f"Filter the metric by {by.label.to('en')}."
        ),
    )
