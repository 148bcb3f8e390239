"""The diagnosis of a ladder as a page."""

from flask import request

from app.access import Can
from app.analytics.asking import MOST_DAYS, read
from app.analytics.diagnosis import LEAST_DAYS, Asked, Diagnosis, TierDiagnosis, diagnose
from app.analytics.periods import LAST_YEAR_ROLLING
from app.analytics.progression import Progression
from app.analytics.proposals import PER_CENT, Wanted
from app.analytics.rates import Verdict
from app.errors import Invalid
from app.runtime.releases import Live, live
from app.web.analytics.model import (
    DiagnosisPage,
    FateShown,
    Form,
    ProgressionShown,
    RiseShown,
    TierCard,
)
from app.web.analytics.showing import axis_of, proposal_shown, rate_shown, stuck_shown, wanted_shown
from app.web.frame import Here
from app.web.records.model import Chip
from app.web.records.showing import tier_shown
from app.words import Words

YEAR = Words("近 12 个月", "Last 12 months")
DATES = Words("自选日期", "The days chosen")
PERIODS = {
    "this_quarter": Words("本季度", "This quarter"),
    "last_quarter": Words("上季度", "Last quarter"),
    "this_year": Words("今年", "This year"),
    "last_year": Words("去年", "Last year"),
    "90d": Words("近 90 天", "Last 90 days"),
}


def diagnosis_page(here: Here) -> DiagnosisPage | None:
    """Diagnose the ladder that is asked for; None where the programme has none."""
    found = live(here.space, here.program_id)
    ladders = found.checked.ladders
    wish = request.args.get("ladder", "")
    key = wish if wish in ladders else next(iter(ladders), None)
    if key is None:
        return None
    form = _form(here, key)
    asked, problem = _asked(here, found, form)
    seen = diagnose(here.space, found, key, asked, now=here.now)
    if problem is not None:
        form = _form(here, key, problem)
    return _page(here, found, seen, form)


def _form(here: Here, ladder: str, problem: Words | None = None) -> Form:
    given = request.args
    by_days = not given.get("period") and bool(given.get("from") or given.get("until"))
    # What is chosen here goes before days that still stand in the form.
    first = {"": DATES, LAST_YEAR_ROLLING: YEAR} if by_days else {"": YEAR}
    return Form(
        url=here.url("analytics.diagnosis"),
        ladder=ladder,
        period=given.get("period", ""),
        periods=first | PERIODS,
        days=given.get("days", "") or str(LEAST_DAYS),
        wanted=given.get("wanted", "") or "10-15",
        first=given.get("from", ""),
        until=given.get("until", ""),
        problem=problem,
    )


def _asked(here: Here, found: Live, form: Form) -> tuple[Asked, Words | None]:
    """Read what the form asks; what cannot be read is told, and the usual is shown."""
    try:
        asked = read(
            today=found.moment(here.now).today,
            word=form.period,
            first=form.first,
            until=form.until,
            least_days=_days(form.days),
            aim=form.wanted,
        )
    except Invalid as refused:
        return Asked(), refused.words
    return asked, None


def _days(text: str) -> int:
    if text.isascii() and text.isdecimal() and int(text) <= MOST_DAYS:
        return int(text)
    raise Invalid(
        f"“{text[:20]}”不是天数：0 到 {MOST_DAYS}。",
        f"{text[:20]!r} is no number of days: 0 to {MOST_DAYS}.",
    )


def _page(here: Here, found: Live, seen: Diagnosis, form: Form) -> DiagnosisPage:
    ladders = found.checked.ladders.values()
    axis = axis_of(each.rate for each in seen.tiers)
    sampled = [
        len(each.stuck.crowd.seen)
        for each in seen.tiers
        if each.stuck is not None and each.stuck.crowd.estimated
    ]
    return DiagnosisPage(
        label=seen.ladder.label,
        first=seen.span.first,
        last=seen.span.until - 1,
        shortened=seen.shortened,
        begins=seen.begins,
        least_days=seen.asked.least_days,
        wanted=wanted_shown(seen.asked.wanted),
        form=form,
        chips=tuple(
            Chip(
                label=each.ladder.label,
                url=here.url("analytics.diagnosis", ladder=each.ladder.key),
                current=each.ladder.key == seen.ladder.key,
            )
            for each in ladders
        )
        if len(ladders) > 1
        else (),
        tiers=tuple(_card(here, seen, each, axis) for each in seen.tiers),
        progression=_progression(seen),
        ladder_url=here.url("builder.ladder"),
        may_edit=here.visitor.may(Can.EDIT_DRAFT),
        looked_at=max(sampled, default=None),
    )


def _card(here: Here, seen: Diagnosis, found: TierDiagnosis, axis: int) -> TierCard:
    shown = tier_shown(seen.ladder, found.tier.key)
    assert shown is not None
    may_look = here.visitor.may(Can.READ_MEMBERS)
    return TierCard(
        tier=shown,
        next=None if found.next is None else tier_shown(seen.ladder, found.next.key),
        members=found.members,
        members_url=here.url("records.members", ladder=seen.ladder.key, tier=found.tier.key)
        if may_look
        else None,
        rate=None if found.rate is None else rate_shown(found.rate, axis),
        fates=_fates(found),
        counted=found.fate.members,
        median_days=found.median_days,
        stuck=None
        if found.stuck is None or not found.stuck.crowd.seen
        else stuck_shown(here, found.stuck),
        proposals=tuple(proposal_shown(each, seen.asked.wanted) for each in found.proposals),
        enough=_is_enough(found, seen.asked.wanted),
    )


def _is_enough(found: TierDiagnosis, aim: Wanted) -> bool:
    rate = found.rate
    return (
        rate is not None
        and rate.verdict is not Verdict.TOO_FEW
        and rate.rose >= aim.low * rate.members
    )


def _fates(found: TierDiagnosis) -> tuple[FateShown, ...]:
    fate = found.fate
    pieces = (
        ("rose", Words("晋升", "promoted"), fate.rose),
        ("kept", Words("留在该级", "stayed"), fate.kept),
        ("fell", Words("降级", "demoted"), fate.fell),
        ("left", Words("离开", "left"), fate.left),
    )
    shown, start = [], 0.0
    for sort, label, members in pieces:
        width = PER_CENT * members / fate.members if fate.members else 0.0
        shown.append(
            FateShown(
                sort=sort,
                label=label,
                members=members,
                start=round(start, 3),
                width=round(width, 3),
            )
        )
        start += width
    return tuple(each for each in shown if each.members)


def _progression(seen: Diagnosis) -> ProgressionShown | None:
    found: Progression | None = seen.progression
    if found is None:
        return None
    rises = []
    for each in found.rises:
        tier = tier_shown(seen.ladder, each.tier)
        assert tier is not None
        rises.append(
            RiseShown(
                tier=tier,
                now=found.threshold.shown(each.now),
                proposed=found.threshold.shown(each.proposed),
                plain=str(found.threshold.to_json(each.proposed)),
                share=round(PER_CENT * each.reach / each.of, 3) if each.of else 0.0,
                reach=each.reach,
                changed=each.proposed != each.now,
            )
        )
    return ProgressionShown(subject=found.subject, rises=tuple(rises))
