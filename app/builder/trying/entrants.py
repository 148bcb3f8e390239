"""Who would go into a flow of a draft, when, and with which record: asked of the real triggers."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from sqlalchemy import ColumnElement, true

from app.builder.trying.trial import Trial
from app.program.objects import MEMBER
from app.program.triggers import TRIGGER_KINDS
from app.runtime.happenings import Happened, Kept, Submitted
from app.runtime.triggers import TRIGGERS
from app.runtime.triggers.base import Entering, Standing
from app.storage import flow_runs, forms, history, records
from app.storage.flow_runs import Asked
from app.storage.sets import bound, numbers
from app.storage.space import Space
from app.words import Words

MOST = 5
LOOKED_AT = 50
"""Runs, records or submissions among which those for whom a trigger fired are looked for."""
AHEAD = 400 * 86_400_000_000
"""How far ahead a date of a member is looked for; every yearly one lies within."""
TIMES = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class Entrant:
    """A member at the door of a flow."""

    member_id: int
    at: int
    object: str | None = None
    record_id: int | None = None
    refused: Words | None = None
    """Why the trigger does not fire for them."""


NOT_TRUE = Words(
    "触发条件现在对这位会员不成立，不会进入。",
    "The trigger is not true of this member now, so they would not go in.",
)
NO_TIME = Words(
    "今后 400 天内没有轮到这位会员的时间，不会进入。",
    "No time within 400 days is this member's, so they would not go in.",
)
NO_RECORD = Words(
    "这位会员还没有触发它的记录，不会进入。",
    "This member has no record yet that sets it off, so they would not go in.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """The trigger of a flow that is tried at a moment."""

    trial: Trial
    space: Space
    at: int

    def chosen(self, member_ids: Sequence[int]) -> list[Entrant]:
        """Say of members whether the trigger fires for them, and with which record."""
        found = {each.member_id: each for each in self._found(member_ids)}
        wanted = list(dict.fromkeys(member_ids))[:MOST]
        why = self._why()
        return [
            found.get(each) or Entrant(member_id=each, at=self.at, refused=why) for each in wanted
        ]

    def last(self) -> list[Entrant]:
        """Give those for whom the trigger fired last, then others for whom it would."""
        found: dict[int, Entrant] = {}
        for each in (*self._real(), *self._found(None)):
            if len(found) < MOST:
                found.setdefault(each.member_id, each)
        return list(found.values())

    def _why(self) -> Words:
        kind = TRIGGER_KINDS[self.trial.trigger.kind]
        if kind.timed:
            return NO_TIME
        return NOT_TRUE if kind.looks else NO_RECORD

    def _real(self) -> Iterator[Entrant]:
        """Give who has really been in it; their records may be gone by now."""
        asked = Asked(flow=self.trial.flow.flow.key)
        program_id = self.trial.current.catalogue.program_id
        runs = flow_runs.latest(self.space, program_id, asked, limit=LOOKED_AT)
        members = self.trial.current.catalogue.members
        there = records.find_rows(self.space, members, [each.member_id for each in runs])
        for each in runs:
            if each.member_id in there:
                yield Entrant(
                    member_id=each.member_id,
                    at=self.at,
                    object=each.object,
                    record_id=each.record_id,
                )

    def _found(self, member_ids: Sequence[int] | None) -> Iterator[Entrant]:
        kind = TRIGGER_KINDS[self.trial.trigger.kind]
        if kind.timed:
            yield from self._at_times(member_ids)
        elif kind.looks:
            yield from self._standing(self.at, "", member_ids)
        elif kind.object_of(self.trial.trigger.options) is not None:
            yield from self._by_record(member_ids)
        elif "form" in self.trial.trigger.options:
            yield from self._by_form(member_ids)
        else:
            # What sets it off leaves no record that could be looked at: it is taken as happened.
            yield from self._anybody(member_ids)

    def _at_times(self, member_ids: Sequence[int] | None) -> Iterator[Entrant]:
        """Let each go in at the first time from now on that is theirs."""
        draft = self.trial.draft
        work = TRIGGERS[self.trial.trigger.kind]
        times = work.times(self.trial.flow, self.at - 1, self.at + AHEAD, draft.moment(self.at))
        missing = None if member_ids is None else set(member_ids)
        count = 0
        for each in islice(times, TIMES):
            asked = None if missing is None else sorted(missing)
            for entrant in self._standing(each.at, each.key, asked):
                yield entrant
                count += 1
                if missing is not None:
                    missing.discard(entrant.member_id)
            if count >= MOST or missing == set():
                return

    def _standing(self, at: int, key: str, member_ids: Sequence[int] | None) -> Iterator[Entrant]:
        everybody_now = member_ids is None and at == self.at
        draft = self.trial.crowd if everybody_now else self.trial.draft
        dialect = self.space.connection.dialect.name
        members = draft.catalogue.members.readable
        among: ColumnElement[bool] = true()
        values: dict[str, Any] = {}
        if member_ids is not None:
            among = members.c.id.in_(numbers(dialect))
            values = {"ids": bound(dialect, list(member_ids))}
        asked = Standing(
            space=self.space,
            live=draft,
            moment=draft.moment(at),
            among=among,
            values=values,
            key=key,
            tries=True,
        )
        work = TRIGGERS[self.trial.trigger.kind]
        yield from self._entering(work.standing(self.trial.flow, asked), at)

    def _entering(self, found: Iterable[Entering], at: int) -> Iterator[Entrant]:
        for each in found:
            rows = self.space.execute(each.found.limit(LOOKED_AT), dict(each.values))
            for row in rows.mappings():
                yield Entrant(
                    member_id=row["member_id"],
                    at=at,
                    object=each.object,
                    record_id=row["record_id"],
                )

    def _happened(self, **what: Any) -> Iterator[Entrant]:
        draft = self.trial.draft
        happened = Happened(space=self.space, live=draft, moment=draft.moment(self.at), **what)
        work = TRIGGERS[self.trial.trigger.kind]
        yield from self._entering(work.entering(self.trial.flow, happened), self.at)

    def _by_record(self, member_ids: Sequence[int] | None) -> Iterator[Entrant]:
        """Let the last records happen once more, as they were made or as they last changed."""
        named = TRIGGER_KINDS[self.trial.trigger.kind].object_of(self.trial.trigger.options)
        kept = self.trial.draft.catalogue.records.get(str(named))
        if kept is None:
            return
        rows = records.latest(self.space, kept, member_ids, limit=LOOKED_AT)
        made = [_kept(kept.object.key, each) for each in rows]
        found = list(self._happened(kept=made))
        if not found:
            changed = [
                _kept(kept.object.key, each, before=before)
                for each in rows
                if (before := self._before(kept, each)) is not None
            ]
            found = list(self._happened(kept=changed))
        newest = {row["id"]: n for n, row in enumerate(rows)}
        found.sort(key=lambda each: newest.get(each.record_id or 0, LOOKED_AT))
        yield from _first_of_each(found)

    def _before(self, kept: Any, row: dict[str, Any]) -> dict[str, Any] | None:
        """Give a record as it was before its last change."""
        changes = history.after_of_record(self.space, kept, row["id"], 0)
        if not changes:
            return None
        last = changes[-1].at
        return {**row, **{each.field: each.old for each in changes if each.at == last}}

    def _by_form(self, member_ids: Sequence[int] | None) -> Iterator[Entrant]:
        program_id = self.trial.current.catalogue.program_id
        named = str(self.trial.trigger.options["form"])
        sent = forms.of_form(self.space, program_id, named, limit=LOOKED_AT)
        among = [
            Submitted(member_id=each.member_id, form=named, record_id=each.record_id)
            for each in sent
            if each.member_id != forms.NOBODY
            and (member_ids is None or each.member_id in member_ids)
        ]
        yield from _first_of_each(self._happened(submitted=among))

    def _anybody(self, member_ids: Sequence[int] | None) -> Iterator[Entrant]:
        members = self.trial.current.catalogue.members
        ids = (
            [each["id"] for each in records.latest(self.space, members, None, limit=MOST)]
            if member_ids is None
            else member_ids
        )
        for each in ids:
            yield Entrant(member_id=each, at=self.at)


def _kept(named: str, row: dict[str, Any], before: dict[str, Any] | None = None) -> Kept:
    owner = row["id"] if named == MEMBER else row["member_id"]
    return Kept(object=named, member_id=owner, record_id=row["id"], after=row, before=before)


def _first_of_each(found: Iterable[Entrant]) -> Iterator[Entrant]:
    known: set[int] = set()
    for each in found:
        if each.member_id not in known:
            known.add(each.member_id)
            yield each
