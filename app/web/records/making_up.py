"""The page on which staff sell a member what is missing to the next tier."""

from dataclasses import dataclass
from typing import Any

from flask_wtf import FlaskForm
from wtforms import HiddenField, StringField
from wtforms.validators import ValidationError

from app.access import Can
from app.errors import NotFound
from app.program.ladder import Ladder
from app.runtime import make_up, making_up
from app.runtime.make_up import NoQuote, Quote
from app.runtime.making_up import LONGEST_REFERENCE, Payment
from app.runtime.naming import number_of
from app.runtime.records import Outcome, Status
from app.runtime.releases import Live
from app.storage import audit, records
from app.web.frame import Here
from app.web.records.correcting import live_with_ledger
from app.web.records.model import TierShown
from app.web.records.showing import name_of, tier_shown
from app.words import Words


def _a_reference(_form: Any, field: Any) -> None:
    if not 0 < len((field.data or "").strip()) <= LONGEST_REFERENCE:
        raise ValidationError(
            Words(
                "请写付款的编号，例如收银小票号；同一笔付款只记一次。",
                "Write the payment's own number, such as that of the receipt; it counts once.",
            )
        )


class MakeUpForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types.
    points = HiddenField()
    """What was quoted: it is confirmed as the member was told it, or not at all."""
    reference = StringField(validators=[_a_reference])

    def paid(self, ladder: str) -> Payment:
        return Payment(
            ladder=ladder,
            points=number_of(self.points.data or "") or 0,
            reference=self.reference.data.strip(),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteShown:
    points: int
    currency: Words
    price: int
    """In smallest units."""
    held: TierShown | None
    next: TierShown | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MakingUpPage:
    name: str
    member_url: str
    url: str
    ledger_url: str
    """Where what was made up is taken back."""
    ladder: Words
    quote: QuoteShown | None
    why_not: Words | None
    """Why there is nothing to buy."""


def make_up_url(here: Here, ladder: Ladder, member_id: int) -> str | None:
    """Say where what is missing is sold, for whom may; None where the ladder sells nothing."""
    if ladder.make_up is None or not here.visitor.may(Can.GIVE):
        return None
    return here.url("records.make_up", member_id=member_id, ladder=ladder.key)


def making_up_page(here: Here, member_id: int, key: str) -> MakingUpPage:
    """Quote what is missing now. Raises `NotFound`."""
    found = live_with_ledger(here)
    rows = records.find_rows(here.space, found.catalogue.members, [member_id])
    if not rows:
        raise NotFound("没有这位会员。", "There is no such member.")
    quoted = make_up.quote(here.space, found, member_id, key, now=here.now)
    here_is = {"member_id": member_id}
    return MakingUpPage(
        name=name_of(rows[member_id], personal=here.visitor.may(Can.READ_PERSONAL)),
        member_url=here.url("records.member", **here_is),
        url=here.url("records.make_up", ladder=key, **here_is),
        ledger_url=here.url("records.correct_ledger", **here_is),
        ladder=found.checked.program.ladder(key).label,
        quote=_shown(quoted) if isinstance(quoted, Quote) else None,
        why_not=quoted.reason if isinstance(quoted, NoQuote) else None,
    )


def _shown(quoted: Quote) -> QuoteShown:
    return QuoteShown(
        points=quoted.points,
        currency=quoted.currency.label,
        price=quoted.price,
        held=tier_shown(quoted.ladder, quoted.held.key),
        next=tier_shown(quoted.ladder, quoted.next.key),
    )


def confirm(here: Here, live: Live, member_id: int, paid: Payment) -> Outcome:
    """Enter what was paid for, in the name of who says so. Raises `Conflict` and `Invalid`."""
    by = here.visitor.user.email
    outcome = making_up.confirm(here.space, live, member_id, paid, now=here.now, cause=f"user:{by}")
    if outcome.status is Status.CREATED:
        audit.note(
            here.space,
            at=here.now,
            actor=by,
            action="make_up.confirmed",
            subject=f"member:{member_id}",
            detail={
                "ladder": paid.ladder,
                "points": paid.points,
                "reference": paid.reference,
                "entry": str(outcome.record_id),
            },
        )
    return outcome
