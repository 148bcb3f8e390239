"""Whether a message may go to a member now, later, or not at all."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from app.clock import from_instant, to_instant
from app.days import Calendar, local_day, start_of_day
from app.program.message_template import CHANNELS, Capped, Caps, Messaging, Purpose
from app.runtime.consents import Agreements, agreements
from app.runtime.releases import Live
from app.storage import message_reads, records
from app.storage.outbox import Outgoing
from app.storage.space import Space
from app.words import Words

WEEK = 7
SENDING = "sending"
SEND_AT_MOST = 50
"""Rounds of looking for a moment at which everything allows a message."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What becomes of a message."""

    send: bool
    later: int | None = None
    """Not before this moment; None with `send` false: not at all."""
    why: Words | None = None


GO = Verdict(send=True)


def allowed(
    space: Space, current: Live, sent: Sequence[Outgoing], *, now: int
) -> dict[int, Verdict]:
    """Say which messages may go, by the id of each; two to one member count for each other."""
    program_id = current.catalogue.program_id
    messaging = current.checked.program.messages
    ids = sorted({each.member_id for each in sent})
    capped = messaging.caps.any or any(each.caps.any for each in messaging.channels.values())
    asked = any(each.purpose == Purpose.MARKETING for each in sent)
    held = any(messaging.holds_back(each.purpose) for each in sent)
    rows: Mapping[int, Mapping[str, Any]] = {}
    if held and messaging.timezone_field:
        rows = records.find_rows(space, current.catalogue.members, ids)
    got: Mapping[int, Sequence[Any]] = {}
    if capped and held:
        since = now - (WEEK + 2) * 24 * 3600 * 1_000_000
        got = message_reads.got_since(space, program_id, ids, since=since)
    judging = Judging(
        messaging=messaging,
        calendar=current.checked.program.settings.calendar,
        agreed=agreements(space, program_id, ids) if asked else Agreements(),
        rows=rows,
        got=got,
        own={each.id for each in sent},
        now=now,
    )
    return {each.id: judging.of(each) for each in sorted(sent, key=lambda each: each.id)}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Got:
    """A message that a member has got, or gets with this batch."""

    channel: str
    purpose: str
    at: int


@dataclass(slots=True, kw_only=True)
class Judging:
    """One batch that is judged; what is let through counts for what follows."""

    messaging: Messaging
    calendar: Calendar
    agreed: Agreements
    rows: Mapping[int, Mapping[str, Any]]
    got: Mapping[int, Sequence[Any]]
    own: set[int]
    now: int
    passed: dict[int, list[_Got]] = field(default_factory=dict)

    def of(self, each: Outgoing) -> Verdict:
        if each.purpose == Purpose.MARKETING and not self.agreed.reaches(
            each.member_id, each.channel, self.messaging
        ):
            return Verdict(send=False, why=self._not_agreed(each))
        if not self.messaging.holds_back(each.purpose):
            return GO
        verdict = self._held_back(each)
        if verdict.send:
            got = _Got(channel=each.channel, purpose=each.purpose, at=self.now)
            self.passed.setdefault(each.member_id, []).append(got)
        return verdict

    def _not_agreed(self, each: Outgoing) -> Words:
        channel = CHANNELS.get(each.channel, Words(each.channel, each.channel))
        last = self.agreed.last(each.member_id, each.channel)
        if last is not None and not last.given:
            return Words(
                f"会员退订了{channel.zh}的营销信息。",
                f"The member has ended advertising by {channel.en}.",
            )
        return Words(
            f"会员没有同意在{channel.zh}接收营销信息。",
            f"The member has not agreed to advertising by {channel.en}.",
        )

    def _held_back(self, each: Outgoing) -> Verdict:
        """Find the first moment at which hours and caps allow a message; now, if it is that."""
        zone, at, why = self._zone(each.member_id), self.now, None
        for _ in range(SEND_AT_MOST):
            full = self._full(each, at, zone)
            if full is not None and self.messaging.capped is Capped.SKIP:
                return Verdict(send=False, why=full[1])
            wakes = self._wakes(at, zone)
            if full is None and wakes is None:
                break
            if full is not None:
                at, why = full[0], why or full[1]
            elif wakes is not None:
                at, why = wakes, why or Words("免打扰时段。", "It is quiet now.")
        else:
            never = Words("上限不允许再发。", "The caps do not allow another one.")
            return Verdict(send=False, why=never)
        return GO if at == self.now else Verdict(send=False, later=at, why=why)

    def _zone(self, member_id: int) -> ZoneInfo:
        """Give the time zone of a member; one that there is not is the programme's."""
        name = self.messaging.timezone_field
        said = self.rows.get(member_id, {}).get(name) if name else None
        known = isinstance(said, str) and said in available_timezones()
        return ZoneInfo(str(said)) if known else self.calendar.zone

    def _wakes(self, at: int, zone: ZoneInfo) -> int | None:
        """Say when the quiet hours end that a moment falls into."""
        quiet = self.messaging.quiet
        there = from_instant(at).astimezone(zone)
        if quiet is None or not quiet.covers(there.hour * 60 + there.minute):
            return None
        end = there.replace(
            hour=quiet.end // 60, minute=quiet.end % 60, second=0, microsecond=0, fold=0
        )
        if end <= there:
            tomorrow = there.date() + timedelta(days=1)
            end = datetime.combine(tomorrow, end.time(), tzinfo=zone)
        # Where clocks are set forward, the hour may not be there: the next one is.
        return max(to_instant(end), at + 1)

    def _full(self, each: Outgoing, at: int, zone: ZoneInfo) -> tuple[int, Words] | None:
        """Say from when on a cap allows another message, if one does not at a moment."""
        messaging = self.messaging
        mine = self._counted(each)
        today = local_day(at, zone)
        monday = Calendar(timezone=zone.key, week_starts=self.calendar.week_starts).start_of_week(
            today
        )
        channel = CHANNELS.get(each.channel, Words(each.channel, each.channel))
        for caps, got, on in (
            (messaging.caps, mine, Words("", "")),
            (
                messaging.rule(each.channel).caps,
                [one for one in mine if one.channel == each.channel],
                Words(channel.zh, f" by {channel.en}"),
            ),
        ):
            days = [local_day(one.at, zone) for one in got]
            found = _over(caps, days, today, monday, on)
            if found is not None:
                day, why = found
                return start_of_day(day, zone), why
        return None

    def _counted(self, each: Outgoing) -> list[_Got]:
        """Give what counts against the caps of a message: what came, and what comes before it."""
        found = [
            _Got(channel=row.channel, purpose=row.purpose, at=max(row.at, 0))
            for row in self.got.get(each.member_id, ())
            if row.id not in self.own
            # Of two that leave at once, one counts for the other and not the other way round.
            and (row.state != SENDING or row.id < each.id)
        ]
        found += self.passed.get(each.member_id, [])
        return [one for one in found if self.messaging.holds_back(one.purpose)]


def _over(
    caps: Caps, days: Sequence[int], today: int, monday: int, on: Words
) -> tuple[int, Words] | None:
    """Give the next day on which there is room, and why there is none on this one."""
    if caps.per_week is not None and sum(monday <= day < monday + WEEK for day in days) >= (
        caps.per_week
    ):
        return monday + WEEK, Words(
            f"{on.zh}这一周的上限 {caps.per_week} 条已满。",
            f"There are {caps.per_week} messages{on.en} this week already: the cap.",
        )
    if caps.per_day is not None and days.count(today) >= caps.per_day:
        return today + 1, Words(
            f"{on.zh}这一天的上限 {caps.per_day} 条已满。",
            f"There are {caps.per_day} messages{on.en} today already: the cap.",
        )
    return None
