"""What a member has of growth value and points, as their page shows it."""

from dataclasses import dataclass

from app.access import Can
from app.program.objects import ENTRY
from app.runtime.ledger import Holding, holdings
from app.runtime.releases import Live
from app.storage.space import Space
from app.web.frame import Here
from app.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldingShown:
    label: Words
    balance: int
    earned: int
    available: int | None
    """What can be spent now, where that is not simply the balance."""
    owed: int
    pending: int = 0
    """What can be spent on a later day."""
    held: int = 0


def holdings_shown(
    space: Space, live: Live, member_id: int, *, now: int
) -> tuple[HoldingShown, ...]:
    """Give the currencies of which the member ever had anything."""
    if ENTRY not in live.catalogue.records:
        return ()
    found = holdings(space, live, member_id, now=now)
    return tuple(_shown(each) for each in found if _has_any(each))


def correct_url(here: Here, live: Live, member_id: int) -> str | None:
    """Say where entries are put right, for whom may."""
    if ENTRY not in live.catalogue.records or not here.visitor.may(Can.GIVE):
        return None
    return here.url("records.correct_ledger", member_id=member_id)


def _has_any(holding: Holding) -> bool:
    total = holding.total
    return any((total.amount, total.earned, total.open, total.owed))


def _shown(holding: Holding) -> HoldingShown:
    total = holding.total
    differs = holding.currency.spendable and total.spendable != total.amount
    return HoldingShown(
        label=holding.currency.label,
        balance=total.amount,
        earned=total.earned,
        available=total.spendable if differs else None,
        owed=total.owed,
        pending=total.pending if holding.currency.spendable else 0,
        held=total.held,
    )
