"""The page of benefits: what each tier gives, and the designs of coupons with their counts."""

from collections.abc import Iterator, Mapping

from app.access import Can
from app.analytics.incentives import Subject
from app.program.benefit import TierBenefit
from app.program.benefit_words import (
    benefit_value,
    cost_of,
    coupon_label,
    pack_words,
    recurring_words,
    terms,
)
from app.program.benefits import BENEFIT_KINDS
from app.program.benefits.base import CATEGORIES
from app.program.coupons import COUPON_KINDS
from app.program.ladder import Ladder, Tier
from app.program.program import Program
from app.storage import coupons, issues
from app.storage.coupons import State
from app.storage.issues import Issue
from app.web.analytics.links import effect_url
from app.web.benefits.model import (
    BenefitsPage,
    DesignShown,
    Group,
    IssueShown,
    LadderMatrix,
    Row,
)
from app.web.benefits.offers import budgets_shown
from app.web.budget_marks import marks_shown
from app.web.frame import Here
from app.web.records.showing import tier_shown
from app.words import Words

LATEST = 6
ISSUED = Words("发放", "Given out")
PACK = Words("晋升礼包", "Pack on reaching it")
RECURRING = Words("周期权益", "Again and again")
ONCE, EACH_TIME = Words("一生一次", "once"), Words("每次晋升", "each promotion")


def benefits_page(here: Here) -> BenefitsPage:
    program = here.standing.live or here.standing.draft
    released = here.standing.live is not None
    counts = coupons.counts(here.space, here.program_id) if released else {}
    recent = issues.recent(here.space, here.program_id, limit=LATEST * 4) if released else []
    shown = () if program is None else tuple(_issues(here, program, recent))
    return BenefitsPage(
        ladders=()
        if program is None
        else tuple(_matrix(here, program, each) for each in program.ladders),
        designs=() if program is None else tuple(_designs(here, program, counts)),
        issues=shown[:LATEST],
        released=released,
        counter_url=_if(here, Can.REDEEM, "benefits.counter"),
        draft_url=_if(here, Can.EDIT_DRAFT, "designs.designs"),
        budgets=budgets_shown(here),
        marks=marks_shown(here),
    )


def _if(here: Here, ability: Can, endpoint: str) -> str | None:
    return here.url(endpoint) if here.visitor.may(ability) else None


def _effect(here: Here, subject: Subject, key: str) -> str | None:
    """Lead to before and after, once it is live."""
    return None if here.standing.live is None else effect_url(here, subject, key)


def _matrix(here: Here, program: Program, ladder: Ladder) -> LadderMatrix:
    shown = [tier_shown(ladder, each.key) for each in ladder.tiers]
    return LadderMatrix(
        label=ladder.label,
        tiers=tuple(each for each in shown if each is not None),
        groups=tuple(_groups(here, program, ladder)),
    )


def _groups(here: Here, program: Program, ladder: Ladder) -> Iterator[Group]:
    used = {given.benefit for tier in ladder.tiers for given in tier.benefits}
    for category, label in CATEGORIES.items():
        rows = tuple(
            Row(
                label=each.label,
                kind=BENEFIT_KINDS[each.kind].label,
                cells=tuple(_cell(program, tier, each.key) for tier in ladder.tiers),
                effect_url=_effect(here, Subject.BENEFIT, each.key),
            )
            for each in program.benefits
            if each.key in used
            and each.kind in BENEFIT_KINDS
            and BENEFIT_KINDS[each.kind].category is category
        )
        if rows:
            yield Group(label=label, rows=rows)
    if given := tuple(_given(program, ladder)):
        yield Group(label=ISSUED, rows=given)


def _cell(program: Program, tier: Tier, key: str) -> Words | None:
    given: TierBenefit | None = next((each for each in tier.benefits if each.benefit == key), None)
    return None if given is None else benefit_value(program, given)


def _given(program: Program, ladder: Ladder) -> Iterator[Row]:
    packs = tuple(_pack(program, each) for each in ladder.tiers)
    if any(each is not None for each in packs):
        again = any(each.pack is not None and each.pack.again for each in ladder.tiers)
        yield Row(label=PACK, kind=EACH_TIME if again else ONCE, cells=packs)
    recurring = tuple(_recurring(program, each) for each in ladder.tiers)
    if any(each is not None for each in recurring):
        yield Row(label=RECURRING, kind=Words("按期发放", "by the calendar"), cells=recurring)


def _pack(program: Program, tier: Tier) -> Words | None:
    if tier.pack is None or tier.pack.is_empty:
        return None
    return pack_words(program, tier.pack)


def _recurring(program: Program, tier: Tier) -> Words | None:
    said = [recurring_words(program, each) for each in tier.recurring]
    if not said:
        return None
    return Words("、".join(each.zh for each in said), ", ".join(each.en for each in said))


def _designs(
    here: Here, program: Program, counts: Mapping[tuple[str, State], int]
) -> Iterator[DesignShown]:
    for each in program.coupons:
        kind = COUPON_KINDS[each.kind].label if each.kind in COUPON_KINDS else Words("", "")
        yield DesignShown(
            label=each.label,
            kind=kind,
            terms=terms(program, each),
            most_each=each.most_each,
            transferable=each.transferable,
            cost=cost_of(each),
            counts=_counts(counts, each.key),
            effect_url=_effect(here, Subject.COUPON, each.key),
        )
    known = {each.key for each in program.coupons}
    for key in sorted({design for design, _ in counts} - known):
        label, nothing = Words(key, key), Words("", "")
        yield DesignShown(
            label=label,
            kind=nothing,
            terms=nothing,
            most_each=None,
            transferable=False,
            cost=None,
            counts=_counts(counts, key),
            retired=True,
        )


def _counts(counts: Mapping[tuple[str, State], int], key: str) -> tuple[tuple[State, int], ...]:
    return tuple((state, counts.get((key, state), 0)) for state in State)


def _issues(here: Here, program: Program, recent: list[Issue]) -> Iterator[IssueShown]:
    ladders = {each: key for key, each in issues.ladder_ids(here.space, here.program_id).items()}
    for each in recent:
        ladder = next(
            (one for one in program.ladders if one.key == ladders.get(each.ladder_id)), None
        )
        tier = next((one for one in ladder.tiers if one.key == each.tier), None) if ladder else None
        rule = next((one for one in tier.recurring if one.key == each.key), None) if tier else None
        if tier is not None and rule is not None and (each.issued or each.finished_at is None):
            yield IssueShown(
                day=each.day,
                tier=tier.label,
                coupon=coupon_label(program, rule.coupon),
                issued=each.issued,
                finished=each.finished_at is not None,
            )
