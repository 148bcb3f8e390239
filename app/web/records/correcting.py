"""The page on which somebody puts a member's growth value or points right."""

import secrets
from dataclasses import dataclass
from typing import Any

from flask_wtf import FlaskForm
from wtforms import HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import ValidationError

from app.access import Can
from app.errors import NotFound
from app.program.dates import day_of
from app.program.fields.integer import LARGEST
from app.program.objects import ENTRY
from app.runtime import ledger
from app.runtime.corrections import Correction, TakingBack, correct
from app.runtime.naming import number_of
from app.runtime.records import Outcome, Status
from app.runtime.releases import Live, live
from app.runtime.reversing import REVERSIBLE
from app.runtime.timeline import Happened
from app.storage import records
from app.web.frame import Here
from app.web.language import t, w
from app.web.records.events import event
from app.web.records.holdings import HoldingShown, holdings_shown
from app.web.records.layer_forms import a_day_or_nothing, a_reason, one_of_them
from app.web.records.model import Event
from app.web.records.showing import name_of
from app.words import Words

MOST = 20
"""How many of the latest entries may be taken back here; older ones are put right by an entry."""
LONGEST_ONCE = 40


def a_number(_form: Any, field: Any) -> None:
    number = number_of((field.data or "").strip().replace(",", ""))
    if number is None or not 0 < number <= LARGEST:
        raise ValidationError(
            Words(
                "请写大于 0 的整数，例如 200；增加还是扣减在上面选。",
                "A whole number above 0, such as 200; add or take is chosen above.",
            )
        )


class CorrectionForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types.
    once = HiddenField()
    currency = SelectField(validators=[one_of_them], validate_choice=False)
    how = RadioField(validators=[one_of_them], validate_choice=False)
    amount = StringField(validators=[a_number])
    expires = StringField(validators=[a_day_or_nothing])
    reason = TextAreaField(validators=[a_reason])

    def wanted(self, member_id: int) -> Correction:
        number = int(self.amount.data.strip().replace(",", ""))
        adds = self.how.data == "add"
        return Correction(
            member_id=member_id,
            once=_once(self.once.data),
            currency=self.currency.data,
            amount=number if adds else -number,
            reason=self.reason.data.strip(),
            expires_on=day_of(self.expires.data or "") if adds else None,
        )


class TakeBackForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types.
    of = HiddenField()
    reason = TextAreaField(validators=[a_reason])

    def wanted(self, member_id: int) -> TakingBack:
        # All that is left is taken, so that an entry is taken back by one form alone.
        return TakingBack(
            member_id=member_id,
            once=secrets.token_hex(8),
            of=self.of.data or "",
            reason=self.reason.data.strip(),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryShown:
    event: Event
    cause: str
    takes_back: bool
    """Whether entries of this kind can be taken back at all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectingPage:
    name: str
    member_url: str
    url: str
    back_url: str
    """Where an entry is taken back."""
    today: str
    holdings: tuple[HoldingShown, ...]
    entries: tuple[EntryShown, ...]


def correcting_page(here: Here, member_id: int) -> CorrectingPage:
    """Show what there is and what was entered last. Raises `NotFound`."""
    found = live_with_ledger(here)
    rows = records.find_rows(here.space, found.catalogue.members, [member_id])
    if not rows:
        raise NotFound("没有这位会员。", "There is no such member.")
    personal = here.visitor.may(Can.READ_PERSONAL)
    return CorrectingPage(
        name=name_of(rows[member_id], personal=personal),
        member_url=here.url("records.member", member_id=member_id),
        url=here.url("records.correct_ledger", member_id=member_id),
        back_url=here.url("records.take_back", member_id=member_id),
        today=here.formats.day_of(here.now),
        holdings=holdings_shown(here.space, found, member_id, now=here.now),
        entries=_entries(here, found, member_id, personal=personal),
    )


def live_with_ledger(here: Here) -> Live:
    """Give what is live. Raises `NotFound` where it keeps no ledger."""
    if here.standing.number is not None:
        found = live(here.space, here.program_id)
        if ENTRY in found.catalogue.records:
            return found
    raise NotFound("这里还没有账本。", "There is no ledger here yet.")


def _entries(here: Here, found: Live, member_id: int, *, personal: bool) -> tuple[EntryShown, ...]:
    designed = ledger.entries_of(found).object
    rows = ledger.latest(here.space, found, member_id, limit=MOST)
    return tuple(
        EntryShown(
            event=event(
                Happened(object=designed, at=each["occurred_at"], values=each),
                here.formats,
                personal=personal,
            ),
            cause=each["external_id"],
            takes_back=each["kind"] in REVERSIBLE,
        )
        for each in rows
    )


def offered(here: Here, form: CorrectionForm) -> CorrectionForm:
    """Fill in what may be chosen, and a name for the form that was opened."""
    currencies = live_with_ledger(here).checked.program.currencies
    form.currency.choices = [(each.key, t(each.label)) for each in currencies]
    form.how.choices = [("add", w("增加", "Add")), ("take", w("扣减", "Take"))]
    form.once.data = _once(form.once.data)
    return form


def _once(text: str | None) -> str:
    return (text or secrets.token_hex(8))[:LONGEST_ONCE]


def corrected(here: Here, wanted: Correction | TakingBack) -> Outcome:
    """Enter what was asked for, in the name of who asks."""
    by = here.visitor.user.email
    return correct(here.space, live_with_ledger(here), wanted, now=here.now, by=by)


def why_not(outcome: Outcome) -> Words | None:
    """Say why nothing was entered; None: it was."""
    return outcome.findings[0].message if outcome.status is Status.REFUSED else None
