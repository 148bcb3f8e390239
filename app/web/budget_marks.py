"""Budgets that have passed their mark, as pages tell of them until somebody has seen it."""

from collections.abc import Iterator
from dataclasses import dataclass

from app.access import Can
from app.program.budget_words import quantity_words
from app.program.program import Program
from app.runtime.budget_marks import Filling, Mark, marked
from app.web.frame import Here
from app.words import Words

PERCENT = 100
MARKS = {
    (Mark.USED_UP, True): Words("已用完，不再发放", "Used up: nothing more is given"),
    (Mark.USED_UP, False): Words("已超出，仍在发放", "Used up, and still giving"),
    (Mark.LOW, True): Words("已用 80% 以上", "More than 80 % is used"),
    (Mark.LOW, False): Words("已用 80% 以上", "More than 80 % is used"),
}
"""What is said of a budget at its mark, by whether it stops."""
TONES = {Mark.USED_UP: "bad", Mark.LOW: "warn"}


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkShown:
    """One budget that has passed its mark."""

    label: Words
    note: Words
    said: Words
    tone: str
    is_news: bool
    seen_url: str | None
    """Where one says to have seen it; None where it is no news, or not this visitor's to say."""


def marks_shown(here: Here) -> tuple[MarkShown, ...]:
    """Tell of the budgets of what is live that have passed a mark, those that are news first."""
    program = here.standing.live
    if program is None:
        return ()
    found = marked(here.space, here.program_id, program, now=here.now)
    return tuple(_shown(here, program, found))


def _shown(here: Here, program: Program, found: list[Filling]) -> Iterator[MarkShown]:
    may = here.visitor.may(Can.EDIT_DRAFT)
    for each in sorted(found, key=lambda each: not each.is_news):
        assert each.mark is not None
        key = each.budget.key
        yield MarkShown(
            label=each.budget.label,
            note=MARKS[each.mark, each.budget.stops],
            said=_said(here, program, each),
            tone=TONES[each.mark],
            is_news=each.is_news,
            seen_url=here.url("benefits.see_budget", budget=key) if may and each.is_news else None,
        )


def _said(here: Here, program: Program, found: Filling) -> Words:
    """Say how much of how much, since when, and what was not given."""
    used = here.formats.number(found.use.used)
    if found.budget.in_money:
        used = here.formats.money(found.use.used)
    limit = quantity_words(program, found.budget, found.budget.limit)
    share = int(found.share * PERCENT)
    zh, en = f"已用 {used} / {limit.zh}（{share}%）", f"{used} of {limit.en} ({share} %)"
    if found.since is not None:
        day = here.formats.day(found.since)
        zh, en = f"{zh}，本期自 {day}", f"{en} since {day}"
    if found.use.refused:
        more = quantity_words(program, found.budget, found.use.refused)
        zh, en = f"{zh}，没有发出 {more.zh}", f"{en}, {more.en} not given"
    return Words(zh, en)
