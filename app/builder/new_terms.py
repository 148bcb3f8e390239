"""What another period, or other reviews, mean for the members who hold a tier already."""

from collections.abc import Iterator

from app.errors import Finding, Severity
from app.program.checked import check_program
from app.program.ladder import Demotion, Ladder, Promoted
from app.program.program import Program
from app.words import Words


def new_terms(live: Program, new: Program) -> Iterator[Finding]:
    """Say of each ladder that is live what publishing the new one begins anew."""
    before = {each.key: each for each in live.ladders}
    for n, ladder in enumerate(new.ladders):
        old = before.get(ladder.key)
        if old is not None:
            counts = old.period != ladder.period and _counts_by_period(live, old)
            yield from _ladder(old, ladder, f"/ladders/{n}", counts=counts)


def _counts_by_period(program: Program, ladder: Ladder) -> bool:
    """Whether some rule of a ladder reads what counts in its period."""
    found = check_program(program).ladders[ladder.key]
    return any(
        rollup.window.needs == "period" for each in found.everything for rollup in each.rollups
    )


def _ladder(old: Ladder, new: Ladder, path: str, *, counts: bool) -> Iterator[Finding]:
    if old.period != new.period and counts:
        yield _counted_anew(new, f"{path}/period")
    if old.review.dated and not new.review.dated:
        if new.review.demotion is not Demotion.NEVER:
            yield _protected_no_more(f"{path}/review/due")
    elif new.review.dated and not old.review.dated:
        yield _held_until_a_review(f"{path}/review/due")
    elif new.review.dated and _days_hang_on(old) != _days_hang_on(new):
        yield _new_days(f"{path}/review/due")


def _days_hang_on(ladder: Ladder) -> tuple[object, ...]:
    """Give what each member's day of review follows from."""
    review = ladder.review
    by_review = ladder.promoted is Promoted.REVIEW
    return ladder.period, review.due, review.validity, ladder.own_periods, by_review


def _counted_anew(new: Ladder, path: str) -> Finding:
    when = Words("下一次核算", "the next evaluation")
    if new.review.dated:
        when = Words("下一次考核", "the next review")
    now = new.period.words
    return _note(
        path,
        f"发布后，本考核期的消费和次数按“{now.zh}”重新计算：会员看到的进度会变，等级到{when.zh}时随之变化。",
        f"Once published, what counts in the qualification period is counted {now.en}: members see"
        f" other progress, and tiers follow at {when.en}.",
    )


def _held_until_a_review(path: str) -> Finding:
    return _note(
        path,
        "发布后，每位会员的等级从当天起算有效期，到考核日之前不会降级。",
        "Once published, the tier each member holds counts as reached on that day: nobody falls"
        " before the first review.",
    )


def _new_days(path: str) -> Finding:
    return _note(
        path,
        "发布后，所有会员的考核日从当天起重新计算，正在宽限期的会员也一样。",
        "Once published, every member's day of review is set anew from that day on, also of those"
        " in grace.",
    )


def _protected_no_more(path: str) -> Finding:
    return Finding(
        path=path,
        message=Words(
            "发布后不再等到考核日：不满足条件的会员，在下一次每日核算时就会降级。",
            "Once published, nothing waits for a day of review: members who do not meet the"
            " condition fall at the next daily evaluation.",
        ),
        severity=Severity.WARNING,
        fix=Words(
            "发布前看一看影响预览：谁会降级。", "Look at the impact before publishing: who falls."
        ),
    )


def _note(path: str, zh: str, en: str) -> Finding:
    return Finding(path=path, message=Words(zh, en), severity=Severity.NOTE)
