"""What a member wants to be told: found by a signed link, without signing in."""

from dataclasses import dataclass

from flask import g

from app.clock import to_instant
from app.errors import NotFound
from app.program.message_template import CHANNELS
from app.runtime import consents, releases
from app.runtime.consents import How, Saying
from app.runtime.message_links import Reader, reader_of
from app.runtime.releases import Live
from app.runtime.rendering import language_of
from app.storage import departures, records
from app.storage.consents import EVERY_CHANNEL
from app.storage.space import Space
from app.web.database import connection
from app.web.formats import Formats
from app.web.language import language
from app.web.services import services
from app.words import LANGUAGES, Words


class NoSuchReader(NotFound):
    def __init__(self) -> None:
        super().__init__(
            "这个链接无效。请使用消息里的完整链接。",
            "This link is not valid: use the whole link of the message.",
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What can be ended or wanted again: one channel, or all of them."""

    channel: str
    label: Words
    wanted: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """The page that somebody has in front of them."""

    reader: Reader
    space: Space
    live: Live
    now: int
    here: bool
    """Whether the member is still there."""
    embed: bool = False

    @property
    def club(self) -> Words:
        return self.live.checked.program.label

    def choices(self) -> tuple[Choice, ...]:
        messaging = self.live.checked.program.messages
        member_id, program_id = self.reader.member_id, self.reader.program_id
        agreed = consents.agreements(self.space, program_id, [member_id])
        own = self.reader.channel
        each = [channel for channel in CHANNELS if agreed.reaches(member_id, channel, messaging)]
        return (
            Choice(channel=own, label=CHANNELS.get(own, Words(own, own)), wanted=own in each),
            Choice(channel=EVERY_CHANNEL, label=consents.ALL_CHANNELS, wanted=bool(each)),
        )


def open_page(token: str, chosen: str = "") -> Opened:
    """Find who a link was sent to. Raises `NoSuchReader` and `NothingLive`."""
    reader = reader_of(token)
    if reader is None:
        raise NoSuchReader
    space = Space(connection(), reader.workspace_id, services().spaces.ids)
    live = releases.live(space, reader.program_id)
    there = departures.survivor_of(space, reader.program_id, reader.member_id)
    row = records.find_rows(space, live.catalogue.members, [there]).get(there)
    program = live.checked.program
    if chosen in LANGUAGES:
        g.language = chosen
    elif row is not None:
        g.language = language_of(program, row)
    now = to_instant(services().clock())
    settings = program.settings
    g.formats = Formats(
        language=language(), now=now, zone=settings.calendar.zone, currency=settings.currency
    )
    return Opened(
        reader=Reader(
            workspace_id=reader.workspace_id,
            program_id=reader.program_id,
            member_id=there,
            channel=reader.channel,
        ),
        space=space,
        live=live,
        now=now,
        here=row is not None,
    )


def say(opened: Opened, channel: str, *, given: bool, how: How) -> None:
    """Write down what somebody wants; what they want already is not written twice."""
    if not opened.here:
        return
    wanted = {each.channel: each.wanted for each in opened.choices()}
    if wanted.get(channel) is given:
        return
    reader = opened.reader
    saying = Saying(
        member_id=reader.member_id,
        given=given,
        how=how,
        at=opened.now,
        channel=channel,
        cause=f"link:{reader.channel}",
    )
    consents.record(opened.space, reader.program_id, [saying], now=opened.now)
