"""A form that was filled in becomes records, once, with what follows from them."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from app.days import Moment
from app.errors import Conflict, Finding, Invalid, NotFound
from app.program.checked_forms import CheckedForm
from app.program.dates import instant_of
from app.program.fields.base import Reading
from app.program.form_answers import Answers, Circumstances, Settled, as_sent, settle
from app.program.forms import Access, Consent, PerMember
from app.runtime import consents
from app.runtime.changes import NoSuchRecord
from app.runtime.form_records import Filed, Filing
from app.runtime.releases import Live
from app.runtime.tiers import Moved
from app.storage import forms, identities, records
from app.storage.forms import NOBODY, Submission
from app.storage.held import held
from app.storage.identities import Owner
from app.storage.space import Space
from app.words import Language

LONGEST_KEY = 128


class KnownBy(StrEnum):
    """How sure it is who filled in a form."""

    ANSWER = "answer"
    """They said so: a phone number that anybody may know."""
    LINK = "link"
    """They came by a link of their own."""
    API = "api"
    """A system of ours says so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sending:
    """A form as an entrance hands it over."""

    form: str
    answers: Answers
    key: str
    """The same key is the same submission, however often it comes."""
    cause: str
    language: Language = "zh"
    member_id: int | None = None
    """Who it is, where that is sure."""
    known_by: KnownBy = KnownBy.ANSWER
    consent: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Submitted:
    """What became of it."""

    submission: Submission
    known: bool = False
    """It had been sent before; nothing was done."""
    moved: tuple[Moved, ...] = ()


class NoSuchForm(NotFound):
    def __init__(self) -> None:
        super().__init__("没有这份表单，或者它还没有发布。", "There is no such form, or not yet.")


class NotOpen(Conflict):
    """The form is not open at this moment; `opens` is when it will be."""

    def __init__(self, opens: int | None = None) -> None:
        if opens is None:
            super().__init__("这份表单已经截止。", "This form is closed.")
        else:
            super().__init__("这份表单还没有开放。", "This form is not open yet.")
        self.opens = opens


class Full(Conflict):
    def __init__(self) -> None:
        super().__init__("名额已满，感谢关注。", "All places are taken. Thank you for coming by.")


class SentBefore(Conflict):
    """The member has sent it as often as the form takes it."""

    def __init__(self, often: PerMember) -> None:
        if often is PerMember.DAILY:
            super().__init__(
                "今天已经填过了，明天再来吧。", "You have sent it today: come back tomorrow."
            )
        else:
            super().__init__("你已经填过这份表单了，谢谢。", "You have sent this form: thank you.")


class NotTaken(Invalid):
    """Answers that will not do; the findings are below `/item`."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        super().__init__(
            f"有 {len(findings)} 处需要修改。",
            f"{len(findings)} answers need another look.",
            findings,
        )


def form_of(live: Live, key: str) -> CheckedForm:
    """Find a form of the live release. Raises `NoSuchForm`."""
    found = live.checked.forms.get(key)
    if found is None:
        raise NoSuchForm
    return found


def circumstances(live: Live, moment: Moment, member: Mapping[str, Any] | None) -> Circumstances:
    settings = live.checked.program.settings
    reading = Reading(zone=settings.calendar.zone, currency=settings.currency)
    return Circumstances(moment=moment, reading=reading, member=member)


def look(
    space: Space,
    live: Live,
    form: CheckedForm,
    answers: Answers,
    *,
    now: int,
    member_id: int | None,
) -> Settled:
    """Decide about answers as they are, without keeping anything."""
    known = _member(space, live, member_id)
    return settle(form, answers, circumstances(live, live.moment(now), known))


def refuse_unless_open(live: Live, access: Access, *, now: int) -> None:
    """Raise `NotOpen` outside of the window of a form."""
    zone = live.checked.program.settings.calendar.zone
    opens = None if access.opens is None else instant_of(access.opens, zone)
    closes = None if access.closes is None else instant_of(access.closes, zone)
    if closes is not None and now >= closes:
        raise NotOpen
    if opens is not None and now < opens:
        raise NotOpen(opens)


def refuse_if_full(space: Space, live: Live, form: CheckedForm) -> None:
    """Raise `Full` once a form has as many submissions as it takes."""
    limit = form.form.access.limit
    if (
        limit is not None
        and forms.count_of(space, live.catalogue.program_id, form.form.key) >= limit
    ):
        raise Full


def refuse_if_sent(
    space: Space, live: Live, form: CheckedForm, member_id: int, *, now: int
) -> None:
    """Raise `SentBefore` where a member may not send a form (again)."""
    often = form.form.access.per_member
    if often is PerMember.UNLIMITED or member_id == NOBODY:
        return
    last = forms.last_day(space, live.catalogue.program_id, form.form.key, member_id)
    if last is not None and (often is PerMember.ONCE or last >= live.moment(now).today):
        raise SentBefore(often)


def consent_version(consent: Consent) -> str:
    """Name the text of a consent: what was agreed to can be proved by it."""
    return consents.version_of(consent.text)


def submit(space: Space, live: Live, sending: Sending, *, now: int) -> Submitted:
    """Keep a form that was filled in, in the transaction of the caller, who undoes it on errors.

    Raises `NoSuchForm`, `NoSuchRecord`, `NotOpen`, `Full`, `SentBefore` and `NotTaken`.
    """
    form = form_of(live, sending.form)
    submission_id = space.new_id()
    before = _claim(space, live, sending, submission_id)
    if before is not None:
        return Submitted(submission=before, known=True)
    refuse_unless_open(live, form.form.access, now=now)
    if form.form.access.limit is not None:
        forms.queue(space, live.catalogue.program_id, form.form.key)
    refuse_if_full(space, live, form)
    known = _member(space, live, sending.member_id)
    settled = settle(form, sending.answers, circumstances(live, live.moment(now), known))
    findings = (*settled.findings, *_not_agreed(form, sending))
    if findings:
        raise NotTaken(findings)
    cause = f"form:{submission_id}"
    filing = Filing(
        space=space,
        live=live,
        form=form,
        settled=settled,
        now=now,
        cause=cause,
        sure=sending.member_id,
    )
    owner = filing.find_member()
    if owner is not None and form.form.access.per_member is not PerMember.UNLIMITED:
        # Two submissions of one member at once wait for each other here.
        records.lock(space, live.catalogue.members, [owner])
    refuse_if_sent(space, live, form, owner or NOBODY, now=now)
    filed = filing.file()
    if filed.findings:
        raise NotTaken(filed.findings)
    submission = _keep(space, live, sending, _Kept(form, settled, filed, submission_id, now))
    return Submitted(submission=submission, moved=filed.moved)


def find_sent(space: Space, live: Live, form: str, key: str) -> Submission | None:
    """Find what was sent under a key."""
    program_id = live.catalogue.program_id
    found = identities.find(space, program_id, f"form:{form}", [key[:LONGEST_KEY]])
    return next((forms.get(space, program_id, each.record_id) for each in found.values()), None)


def _claim(space: Space, live: Live, sending: Sending, submission_id: int) -> Submission | None:
    """Take the key; give what was sent under it before."""
    program_id, kind = live.catalogue.program_id, f"form:{sending.form}"
    owner = Owner(NOBODY, submission_id)
    key = sending.key[:LONGEST_KEY]
    taken = identities.claim(space, program_id, kind, {key: owner})
    return forms.get(space, program_id, taken[key].record_id) if key in taken else None


def _member(space: Space, live: Live, member_id: int | None) -> Mapping[str, Any] | None:
    if member_id is None:
        return None
    found = records.find_rows(space, live.catalogue.members, [member_id]).get(member_id)
    if found is None:
        raise NoSuchRecord
    return found


def _not_agreed(form: CheckedForm, sending: Sending) -> tuple[Finding, ...]:
    consent = form.form.consent
    if consent is None or not consent.required or sending.consent:
        return ()
    return (
        Finding.of(
            "/consent", "请先阅读并勾选同意。", "Please read this and tick the box to agree."
        ),
    )


@dataclass(frozen=True, slots=True)
class _Kept:
    form: CheckedForm
    settled: Settled
    filed: Filed
    submission_id: int
    now: int


def _keep(space: Space, live: Live, sending: Sending, kept: _Kept) -> Submission:
    form, filed = kept.form, kept.filed
    consent = form.form.consent if sending.consent else None
    submission = Submission(
        id=kept.submission_id,
        member_id=filed.member_id or NOBODY,
        form=form.form.key,
        release_id=live.catalogue.release_id,
        sent_at=kept.now,
        day=live.moment(kept.now).today,
        known_by=sending.known_by.value,
        language=sending.language,
        answers=as_sent(form, sending.answers, kept.settled),
        consent=None if consent is None else consent_version(consent),
        record_id=filed.record_id,
        cause=sending.cause,
        outcome=_outcome(space, live, filed),
    )
    forms.add(space, live.catalogue.program_id, submission)
    if consent is not None and filed.member_id is not None:
        consents.agreed_by_form(space, live.catalogue.program_id, submission, consent.purpose.value)
    return submission


def _outcome(space: Space, live: Live, filed: Filed) -> dict[str, Any]:
    """Say what is worth telling: who joined, which tiers were reached, and where they stand."""
    members = [] if filed.member_id is None else [filed.member_id]
    on = held(space, live.catalogue.members, members).get(filed.member_id or NOBODY, {})
    return {
        "joined": filed.joined,
        "moved": [
            {"ladder": each.ladder, "from": each.old, "to": each.new} for each in filed.moved
        ],
        "tiers": {key: each.tier for key, each in on.items()},
    }
