"""What one member agreed to, as their page shows it; colleagues write down what they are told."""

from dataclasses import dataclass

from app.access import Can
from app.program.message_template import CHANNELS
from app.runtime import consents
from app.runtime.consents import ALL_CHANNELS, PURPOSES, How, Saying
from app.runtime.naming import find_member
from app.runtime.releases import Live, live
from app.storage import consents as rows
from app.storage.consents import EVERY_CHANNEL, Consent
from app.web.frame import Here
from app.words import Words

SHOWN = 6
LONGEST_NOTE = 200
CHOICES = {EVERY_CHANNEL: ALL_CHANNELS, **CHANNELS}


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentShown:
    given: bool
    what: Words
    how: Words
    at: int
    note: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentsShown:
    reached: tuple[Words, ...]
    """The channels on which advertising may reach the member now."""
    history: tuple[ConsentShown, ...]
    add_url: str | None


def consents_shown(here: Here, found: Live, member_id: int) -> ConsentsShown:
    program_id = here.program_id
    agreed = consents.agreements(here.space, program_id, [member_id])
    messaging = found.checked.program.messages
    history = rows.of_member(here.space, program_id, member_id)
    may = here.visitor.may(Can.EDIT_MEMBERS)
    reached = tuple(
        label for key, label in CHANNELS.items() if agreed.reaches(member_id, key, messaging)
    )
    return ConsentsShown(
        reached=reached if len(reached) < len(CHANNELS) else (ALL_CHANNELS,),
        history=tuple(_shown(here, each) for each in history[:SHOWN]),
        add_url=here.url("messages.add_consent", member_id=member_id) if may else None,
    )


def _shown(here: Here, each: Consent) -> ConsentShown:
    purpose = PURPOSES.get(each.purpose, Words(each.purpose, each.purpose))
    channel = CHOICES.get(each.channel, Words(each.channel, each.channel))
    known = each.how in list(How)
    may = here.visitor.may(Can.READ_PERSONAL)
    return ConsentShown(
        given=each.given,
        what=Words(f"{purpose.zh} · {channel.zh}", f"{purpose.en} · {channel.en}"),
        how=How(each.how).label if known else Words(each.how, each.how),
        at=each.at,
        note=each.note if may else None,
    )


def add(here: Here, member_id: int, channel: str, note: str, *, given: bool) -> None:
    """Write down what a member told a colleague. Raises `NotFound`, `NothingLive`, `Invalid`."""
    found = live(here.space, here.program_id)
    saying = Saying(
        member_id=find_member(here.space, found, str(member_id)),
        given=given,
        how=How.STAFF,
        at=here.now,
        channel=channel,
        by=here.visitor.user.email,
        note=note.strip()[:LONGEST_NOTE] or None,
    )
    consents.record(here.space, here.program_id, [saying], now=here.now)
