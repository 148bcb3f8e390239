"""Rates, obstacles and proposals as the page of a diagnosis draws them."""

from collections.abc import Iterable

from app.access import Can
from app.analytics.blocking import Block, Close, Lack, Stuck
from app.analytics.proposals import PER_CENT, Proposal, Wanted, why_none
from app.analytics.rates import LINE, VERDICTS, Rate
from app.runtime.releases import live
from app.storage.records import find_rows
from app.web.analytics.model import (
    BlockShown,
    CloseShown,
    LackShown,
    ProposalShown,
    RateShown,
    StuckShown,
)
from app.web.frame import Here
from app.web.records.showing import initial_of_member, name_of

AXES = (20, 40, 60, 80, 100)
TENTH = 10


def wanted_shown(wanted: Wanted) -> str:
    low, high = (f"{float(each * PER_CENT):g}" for each in (wanted.low, wanted.high))
    return f"{low}%" if low == high else f"{low}–{high}%"


def axis_of(rates: Iterable[Rate | None]) -> int:
    """Choose one axis for all tiers, so that their bars can be compared: to 20 … 100 per cent."""
    highs = [each.interval.high for each in rates if each is not None and each.interval is not None]
    most = PER_CENT * max(highs, default=0.0)
    return next((each for each in AXES if most <= each), AXES[-1])


def rate_shown(rate: Rate, axis: int) -> RateShown:
    between, share = rate.interval, rate.share or 0.0
    low, high = (0.0, 0.0) if between is None else (between.low, between.high)
    across = PER_CENT * PER_CENT / axis
    return RateShown(
        verdict=rate.verdict.value,
        words=VERDICTS[rate.verdict],
        share=PER_CENT * share,
        between=(PER_CENT * low, PER_CENT * high),
        low=round(across * low, 3),
        width=round(across * (high - low), 3),
        at=round(across * share, 3),
        line=PER_CENT * LINE / axis,
        axis=axis,
        rose=rate.rose,
        members=rate.members,
    )


def stuck_shown(here: Here, found: Stuck) -> StuckShown:
    members = found.crowd.members
    return StuckShown(
        about="≈" if found.crowd.estimated else "",
        members=members,
        any_will_do=found.joint == "or",
        blocks=tuple(_block(each, members) for each in found.blocks),
        ready=found.ready,
        near=found.near,
        stalled=found.stalled,
        stalled_days=found.stalled_days,
        examples=_examples(here, found.examples),
    )


def _block(found: Block, members: int) -> BlockShown:
    return BlockShown(
        sentence=found.part.words,
        unmet=found.unmet,
        alone=found.alone,
        unmet_width=_width(found.unmet, members),
        alone_width=_width(found.alone, members),
        lacks=tuple(_lack(each, many=len(found.part.tests) > 1) for each in found.lacks),
    )


def _width(part: int, whole: int) -> float:
    return round(PER_CENT * part / whole, 3) if whole else 0.0


def _lack(found: Lack, *, many: bool) -> LackShown:
    gaps = found.quartiles
    shown = found.threshold.shown
    return LackShown(
        subject=found.threshold.subject,
        quartiles=None if gaps is None else (shown(gaps[0]), shown(gaps[1]), shown(gaps[2])),
        close=found.within[TENTH],
        unknown=found.unknown,
        many=many,
    )


def _examples(here: Here, found: tuple[Close, ...]) -> tuple[CloseShown, ...]:
    """Name the members for whom may read them; names and phones only for whom may read those."""
    if not here.visitor.may(Can.READ_MEMBERS):
        return ()
    members = live(here.space, here.program_id).catalogue.members
    rows = find_rows(here.space, members, [each.member_id for each in found])
    personal = here.visitor.may(Can.READ_PERSONAL)
    shown = []
    for each in found:
        threshold = each.test.threshold
        if each.member_id not in rows or threshold is None:
            continue
        name = name_of(rows[each.member_id], personal=personal)
        shown.append(
            CloseShown(
                name=name,
                initial=initial_of_member(name),
                url=here.url("records.member", member_id=each.member_id),
                subject=threshold.subject,
                missing=each.missing,
                days=each.days,
            )
        )
    return tuple(shown)


def proposal_shown(found: Proposal, wanted: Wanted) -> ProposalShown:
    said, share = found.threshold, found.share
    there = found.value is not None
    return ProposalShown(
        subject=said.subject,
        now=said.shown(said.value),
        proposed=said.shown(found.value) if there else None,
        plain=str(said.to_json(found.value)) if there else "",
        share=None if share is None else PER_CENT * share,
        would=found.would,
        tied=found.tied,
        why_none=None if there else why_none(found, wanted),
        parameter=found.parameter,
        fits=share is not None and float(wanted.low) <= share <= float(wanted.high),
    )
