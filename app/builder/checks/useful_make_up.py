"""What can be made up counts towards some tier (E-13)."""

from collections.abc import Iterator

from app.builder.checks.base import Check, warning
from app.days import Moment
from app.errors import Finding
from app.expression.check import Checked
from app.program.asked import asked, counts, made_up
from app.program.checked import CheckedLadder, CheckedProgram
from app.words import Words


class UsefulMakeUp(Check):
    key = "useful_make_up"
    label = Words("补差补的是晋升条件看的", "What can be made up is asked for by a tier")

    def check(self, checked: CheckedProgram) -> Iterator[Finding]:
        program = checked.program
        moment = Moment.of(0, program.settings.calendar)
        for n, designed in enumerate(program.ladders):
            ladder = checked.ladders[designed.key]
            make_up = designed.make_up
            currency = None if make_up is None else program.find_currency(make_up.currency)
            if currency is None or _is_asked_for(ladder, currency.key, moment):
                continue
            label = currency.label
            yield warning(
                f"/ladders/{n}/make_up/currency",
                f"没有哪一级的晋升条件看获得的{label.to('zh')}，补差不会让任何人升级。",
                f"No tier asks for {label.to('en')} earned, so making it up promotes nobody.",
            )


def _is_asked_for(ladder: CheckedLadder, currency: str, moment: Moment) -> bool:
    return any(_asks(each, currency, moment) for each in ladder.conditions.values())


def _asks(condition: Checked, currency: str, moment: Moment) -> bool:
    """Say whether a condition compares a metric that counts what is made up.

    A condition that is not right yet is left to those who say so.
    """
    if condition.errors:
        return True
    entry, joined = made_up(currency, 1, moment), {"joined_at.day": moment.today}
    return any(counts(each.rollup, entry, joined, moment) for each in asked(condition))
