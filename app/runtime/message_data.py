"""What messages may mention of members, read for a batch of them in a few statements."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from app.days import Moment, from_day, local_day
from app.expression import gap
from app.program.benefit_words import terms
from app.program.checked import CheckedLadder
from app.program.message_filters import Speech
from app.program.message_variables import UNSUBSCRIBE, may_be_said, nested, said_of
from app.program.objects import MEMBER
from app.runtime import message_links
from app.runtime.knowing import Known, explained, values_of_many, with_cuts
from app.runtime.message_links import Reader
from app.runtime.releases import Live
from app.storage import cuts, form_links, message_reads, records
from app.storage.cuts import Cut
from app.storage.form_links import FormLink
from app.storage.held import Held, held
from app.storage.space import Space
from app.words import Words

Fields = Mapping[str, Any]
NOWHERE = Held(tier=None, since=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """For whom a message is: the member, the channel, and the run that says it."""

    member_id: int
    channel: str
    run_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class Gathered:
    """What is known of these members; each thing is read once, and only where it is mentioned."""

    space: Space
    live: Live
    ids: Sequence[int]
    paths: frozenset[str]
    moment: Moment
    rows: Mapping[int, Fields] = field(default_factory=dict)

    @classmethod
    def of(
        cls, space: Space, live: Live, ids: Sequence[int], paths: frozenset[str], *, now: int
    ) -> "Gathered":
        rows = records.find_rows(space, live.catalogue.members, ids)
        moment = live.moment(now)
        known = list(rows)
        return cls(space=space, live=live, ids=known, paths=paths, moment=moment, rows=rows)

    def data(self, said: Said, speech: Speech) -> dict[str, Any]:
        """Give one member's data in the words of one language."""
        found = dict(self._flat(said, speech))
        return nested({path: value for path, value in found.items() if path in self.paths})

    def _flat(self, said: Said, speech: Speech) -> Iterator[tuple[str, Any]]:
        program = self.live.checked.program
        row = self.rows[said.member_id]
        if self._mentions("member."):
            for each in program.object(MEMBER).in_use:
                if f"member.{each.key}" in self.paths and may_be_said(each):
                    yield f"member.{each.key}", said_of(row.get(each.key), each, speech)
        if self._mentions("tier.", "next.", "ladder."):
            for n, ladder in enumerate(self.live.checked.ladders.values()):
                yield from self._of_ladder(ladder, row, speech, first=n == 0)
        if self._mentions("balance."):
            mine = self._balances.get(said.member_id, {})
            for currency in program.currencies:
                yield f"balance.{currency.key}", mine.get(currency.key, 0)
        if self._mentions("coupon."):
            yield from self._of_coupon(said, speech)
        if UNSUBSCRIBE in self.paths:
            yield UNSUBSCRIBE, message_links.unsubscribe(self.reader(said))
        if self._mentions("form."):
            yield from self._of_forms(said)
        yield "program.label", program.label.to(speech.language)
        yield "program.today", from_day(self.moment.today)

    def reader(self, said: Said) -> Reader:
        return Reader(
            workspace_id=self.space.workspace_id,
            program_id=self.live.catalogue.program_id,
            member_id=said.member_id,
            channel=said.channel,
        )

    def _mentions(self, *beginnings: str) -> bool:
        return any(each.startswith(beginnings) for each in self.paths)

    def _of_ladder(
        self, ladder: CheckedLadder, row: Fields, speech: Speech, *, first: bool
    ) -> Iterator[tuple[str, Any]]:
        tiers, key = ladder.ladder.tiers, ladder.ladder.key
        on = self._held.get(row["id"], {}).get(key, NOWHERE)
        position = ladder.ladder.position(on.tier)
        here = tiers[position] if position >= 0 else None
        above = tiers[position + 1] if position + 1 < len(tiers) else None
        zone = self.moment.calendar.zone
        since = None if on.since is None else from_day(local_day(on.since, zone))
        names = _FIRST if first else {name: f"ladder.{key}.{name}" for name in _FIRST}
        yield names["tier"], None if here is None else here.label.to(speech.language)
        yield names["key"], on.tier
        yield names["since"], since
        yield names["next"], None if above is None else above.label.to(speech.language)
        if names["missing"] in self.paths and above is not None:
            yield names["missing"], self._missing(ladder, above.key, row).to(speech.language)

    def _missing(self, ladder: CheckedLadder, tier: str, row: Fields) -> Words:
        """Say what a tier still takes: 再消费 ¥120，或再下 2 单."""
        mine = ladder.of(row["created_at"])
        known = with_cuts(
            Known(values=self._values[row["id"]], moment=self.moment), mine, self._cuts
        )
        found = explained(mine, mine.conditions.get(tier), known)
        return Words("", "") if found is None else gap.sentence(gap.ways(found)[:2])

    def _of_coupon(self, said: Said, speech: Speech) -> Iterator[tuple[str, Any]]:
        """Give the coupon that the same run issued last."""
        program = self.live.checked.program
        head = f"flow:{said.run_id}:"
        mine = self._coupons.get(said.member_id, ())
        found = next((each for each in mine if each.cause.startswith(head)), None)
        if found is None:
            return
        design = program.find_coupon(found.design)
        label = Words(found.design, found.design) if design is None else design.label
        yield "coupon.label", label.to(speech.language)
        yield "coupon.code", found.code
        yield "coupon.until", None if found.expires_on is None else from_day(found.expires_on - 1)
        yield "coupon.terms", terms(program, design).to(speech.language) if design else None

    def _of_forms(self, said: Said) -> Iterator[tuple[str, Any]]:
        for form in self.live.checked.program.forms:
            link = self._forms.get(form.key)
            if link is not None:
                personal = form.who.link
                address = message_links.form(
                    link, said.member_id, personal=personal, now=self.moment.now
                )
                yield f"form.{form.key}", address

    @cached_property
    def _held(self) -> Mapping[int, Mapping[str, Held]]:
        return held(self.space, self.live.catalogue.members, self.ids)

    @cached_property
    def _values(self) -> Mapping[int, Mapping[str, Any]]:
        rows = list(self.rows.values())
        return values_of_many(self.space, self.live, rows, self.moment, materialised=True)

    @cached_property
    def _cuts(self) -> Mapping[str, Cut]:
        return cuts.cuts(self.space, self.live.catalogue.program_id)

    @cached_property
    def _balances(self) -> Mapping[int, Mapping[str, int]]:
        today, program_id = self.moment.today, self.live.catalogue.program_id
        return message_reads.balances(self.space, program_id, self.ids, today=today)

    @cached_property
    def _coupons(self) -> Mapping[int, Sequence[Any]]:
        program_id = self.live.catalogue.program_id
        return message_reads.coupons_of_flows(self.space, program_id, self.ids)

    @cached_property
    def _forms(self) -> Mapping[str, FormLink]:
        return form_links.links(self.space, self.live.catalogue.program_id)


_FIRST = {
    "tier": "tier.label",
    "key": "tier.key",
    "since": "tier.since",
    "next": "next.label",
    "missing": "next.missing",
}
