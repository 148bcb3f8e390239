"""The backtest of a draft as a page: month by month, beside what really happened."""

from dataclasses import dataclass

from app.builder import drafts
from app.builder.backtest import LadderBacktest, Month, backtest
from app.builder.releases import NotReady
from app.clock import from_instant
from app.days import from_day
from app.errors import Finding
from app.program.reader import Unreadable
from app.web.frame import Here
from app.web.records.model import TierShown
from app.web.records.showing import tier_shown
from app.words import Words

MONTHS = 12
LOOKED_AT = 500
"""Members looked at while somebody waits for a page."""
WHOLE = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    tier: TierShown
    members: int
    start: int
    """Where its part of the bar begins, in thousandths, and how wide it is."""
    width: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthShown:
    label: str
    shares: tuple[Share, ...]
    month: Month


@dataclass(frozen=True, slots=True, kw_only=True)
class LadderPlayed:
    label: Words
    tiers: tuple[TierShown, ...]
    months: tuple[MonthShown, ...]
    """Newest first."""
    promoted: int
    demoted: int
    really_promoted: int
    really_demoted: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BacktestPage:
    back_url: str
    members: int = 0
    looked_at: int = 0
    estimated: bool = False
    ladders: tuple[LadderPlayed, ...] = ()
    findings: tuple[Finding, ...] = ()
    """What keeps the draft from being played."""


def backtest_page(here: Here) -> BacktestPage:
    back = here.url("builder.check")
    content = drafts.get(here.space, here.program_id).content
    try:
        found = backtest(
            here.space,
            here.program_id,
            content,
            now=from_instant(here.now),
            months=MONTHS,
            most=LOOKED_AT,
        )
    except (NotReady, Unreadable) as refused:
        return BacktestPage(back_url=back, findings=tuple(refused.findings))
    return BacktestPage(
        back_url=back,
        members=found.members,
        looked_at=found.looked_at,
        estimated=found.estimated,
        ladders=tuple(map(_ladder, found.ladders)),
    )


def _ladder(found: LadderBacktest) -> LadderPlayed:
    shown = [tier_shown(found.ladder, each.key) for each in found.ladder.tiers]
    tiers = tuple(each for each in shown if each is not None)
    return LadderPlayed(
        label=found.ladder.label,
        tiers=tiers,
        months=tuple(_month(tiers, each) for each in reversed(found.months)),
        promoted=sum(each.promoted for each in found.months),
        demoted=sum(each.demoted for each in found.months),
        really_promoted=sum(each.really_promoted for each in found.months),
        really_demoted=sum(each.really_demoted for each in found.months),
    )


def _month(tiers: tuple[TierShown, ...], month: Month) -> MonthShown:
    total = sum(month.tiers.values())
    shares, before = [], 0
    for tier, members in zip(tiers, month.tiers.values(), strict=True):
        start, end = (WHOLE * each // max(total, 1) for each in (before, before + members))
        shares.append(Share(tier=tier, members=members, start=start, width=end - start))
        before += members
    label = from_day(month.first).isoformat()[:7]
    return MonthShown(label=label, shares=tuple(shares), month=month)
