"""Reviews fit the qualification period: it ends, and nothing takes longer than it does."""

from collections.abc import Iterator

from app.builder.checks.base import Check, warning
from app.errors import Finding
from app.program.checked import CheckedProgram
from app.program.ladder import Demotion, Due, Ladder
from app.program.period import LIFETIME, Period, Span
from app.words import Words

SHORTEST = {
    Span.MONTH: 28,
    Span.QUARTER: 90,
    Span.HALF_YEAR: 181,
    Span.YEAR: 365,
    Span.JOINED: 365,
    Span.TIER: 365,
}
"""Days that a period has at least."""
A_MONTH, A_YEAR, MONTHS = 28, 365, 12
AT_THE_END = frozenset({Due.PERIOD, Due.NEXT_PERIOD})


class FittingReviews(Check):
    key = "fitting_reviews"
    label = Words("考核与考核周期相配", "Reviews fit the qualification period")

    def check(self, checked: CheckedProgram) -> Iterator[Finding]:
        for n, ladder in enumerate(checked.program.ladders):
            path = f"/ladders/{n}"
            yield from _period(ladder, path)
            yield from _length(ladder, "grace_days", ladder.review.grace_days, path)
            yield from _length(ladder, "notice_days", ladder.review.notice_days, path)
            yield from _falls(ladder, path)


def _period(ladder: Ladder, path: str) -> Iterator[Finding]:
    review, period = ladder.review, ladder.period
    if review.due in AT_THE_END and period == LIFETIME:
        yield Finding(
            path=f"{path}/review/due",
            message=Words(
                f"“{ladder.label.to('zh')}”不分周期，没有周期结束可以考核。",
                f"{ladder.label.to('en')} has no period, so none ends to be reviewed at.",
            ),
            fix=Words(
                "给它一个考核周期，如 year；或写有效期，如 12mo。",
                "Give it a period such as year, or a validity such as 12mo.",
            ),
        )
    elif review.due in AT_THE_END and period.counted:
        yield warning(
            f"{path}/review/due",
            f"{period.words.zh}每天都在移动，没有结束的一天；会按取得或保住等级之后满这么久来考核。",
            f"A period of {period.words.en} moves on every day and never ends: the review is so"
            " long after the tier was reached or kept.",
            fix=Words(f"写明有效期：{period}。", f"Say it as a validity: {period}."),
        )
    if period.by_member and not review.dated and _needs_an_end(ladder):
        yield Finding(
            path=f"{path}/review/due",
            message=Words(
                f"周期“{period.words.zh}”只在考核日重新开始，这里却没有考核日。",
                f"A period that is {period.words.en} begins anew at a review, and there is no day"
                " of review here.",
            ),
            fix=Words("把 due 写成 period。", "Let due be period."),
        )


def _needs_an_end(ladder: Ladder) -> bool:
    """Say whether members would fall, or count too much, for want of a review."""
    return ladder.period.span is Span.JOINED or ladder.review.demotion is not Demotion.NEVER


def _length(ladder: Ladder, key: str, days: int, path: str) -> Iterator[Finding]:
    if not days:
        return
    grace = key == "grace_days"
    what = Words("宽限", "Grace") if grace else Words("提醒", "Notice")
    shortest = _shortest(ladder)
    if not ladder.review.dated:
        yield warning(
            f"{path}/review/{key}",
            f"没有考核日，{what.zh} {days} 天不起作用。",
            f"There is no day of review, so {what.en.lower()} of {days} days does nothing.",
        )
    elif shortest is not None and days >= shortest:
        yield Finding.of(
            f"{path}/review/{key}",
            f"{what.zh} {days} 天不比一个周期短（最短 {shortest} 天），会与下一次考核重叠。",
            f"{what.en} of {days} days is no shorter than a period, which may have only {shortest}:"
            " it would run into the next review.",
        )


def _shortest(ladder: Ladder) -> int | None:
    measured = ladder.review.validity or ladder.period
    return SHORTEST.get(measured.span, _counted(measured))


def _counted(period: Period) -> int | None:
    if period.span is Span.MONTHS:
        return A_YEAR * (period.count // MONTHS) + A_MONTH * (period.count % MONTHS)
    return period.count or None


def _falls(ladder: Ladder, path: str) -> Iterator[Finding]:
    review = ladder.review
    if review.demotion is Demotion.ONE_DOWN and not review.dated and len(ladder.tiers) > 1:
        yield warning(
            f"{path}/review/demotion",
            "每天都考核，又一次降一级：不再达标的会员会一天掉一级，直到最低。",
            "Reviewed every day and one down each time: who no longer qualifies falls a tier a"
            " day, to the lowest.",
            fix=Words(
                "给它考核日，如 due 写 period；或改用 requalify。",
                "Give it a day of review, such as due: period, or use requalify.",
            ),
        )
    if review.demotion is not Demotion.NEVER:
        return
    for m, tier in enumerate(ladder.tiers):
        if tier.retention is not None:
            yield warning(
                f"{path}/tiers/{m}/retention",
                f"这个体系从不降级，“{tier.label.to('zh')}”的保级条件不起作用。",
                f"Nobody falls on this ladder, so what it takes to stay on {tier.label.to('en')}"
                " makes no difference.",
            )
