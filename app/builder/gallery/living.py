"""A programme with sample data lives through its year: records come in when they happened."""

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import groupby

import structlog
from sqlalchemy import Engine

from app.builder.gallery.years import Earned, Happening, year_of
from app.clock import from_instant, to_instant
from app.program.objects import MEMBER, EntryKind
from app.runtime import evaluation, ledger
from app.runtime.booking import originals
from app.runtime.every import each_alone
from app.runtime.intake import Entry
from app.runtime.ledger import Posting
from app.runtime.records import Outcome, Status, record_many
from app.runtime.releases import Live, live
from app.runtime.retries import Retries
from app.storage import identities, samples
from app.storage.samples import SampleYear
from app.storage.space import Space
from app.storage.spaces import Spaces

log = structlog.get_logger(__name__)
CAUSE, JOB = "sample", "sample data"
LEASE = 120_000_000
"""Microseconds for which a worker that says nothing is believed to be at work."""
NAMED = "member.external_id"
"""How the identity table calls the ids that the sample names members by."""
Progress = Callable[[str, int, int], None]
"""Told what is being done, how much of it is done and how much there is."""


def unheard(_what: str, _done: int, _all: int) -> None:
    """Take no notice of progress."""


def bring_in_what_waits(engine: Engine, now: datetime, retries: Retries | None = None) -> int:
    """Bring in every year of sample data that somebody asked for; give how many came in.

    Each week is kept with the note of how far the year has come: what is interrupted goes on
    there, and of several workers one does it.
    """
    spaces, at = Spaces(engine), to_instant(now)
    with spaces.installation() as connection:
        waiting = {each.program_id: each for each in samples.waiting(connection, at=at)}

    def come(_workspace_id: int, program_id: int) -> None:
        year = waiting[program_id]
        bring_in(spaces, year, now=at)
        log.info("sample data are in", program=program_id, happenings=year.whole)

    asked = [(each.workspace_id, each.program_id) for each in waiting.values()]
    return len(each_alone(asked, JOB, come, now=at, retries=retries or Retries()))


def bring_in(spaces: Spaces, year: SampleYear, *, now: int, tell: Progress = unheard) -> None:
    """Bring a year in to its end, from where an earlier run stopped."""
    workspace_id, program_id = year.workspace_id, year.program_id
    with spaces.writing(workspace_id) as space:
        if not samples.take(space, program_id, at=now, until=now + LEASE):
            return
        zone = live(space, program_id).checked.program.settings.calendar.zone
    happenings = year_of(year.template, from_instant(year.ends_at), zone)
    done = year.done
    month = "" if done == 0 else f"{happenings[done - 1].at:%Y-%m}"
    for week in _weeks(happenings[done:]):
        at = to_instant(week[-1].at)
        with spaces.writing(workspace_id) as space:
            _bring_in(space, live(space, program_id), week, now=at)
            ours = samples.advance(
                space, program_id, seen=done, done=done + len(week), until=now + LEASE
            )
            if not ours:
                raise RuntimeError(f"{program_id} is brought in by another worker, too.")
        done += len(week)
        tell(CAUSE, done, year.whole)
        if (reached := f"{week[-1].at:%Y-%m}") != month:
            month = reached
            _evaluate(spaces, year, month, at=at)
    _evaluate(spaces, year, "today", at=year.ends_at)
    with spaces.writing(workspace_id) as space:
        samples.finish(space, program_id, at=now)


def _evaluate(spaces: Spaces, year: SampleYear, name: str, *, at: int) -> None:
    evaluation.evaluate(
        spaces, year.workspace_id, year.program_id, now=at, occurrence=f"{CAUSE}:{name}"
    )


def _weeks(year: Sequence[Happening]) -> Iterator[list[Happening]]:
    for _, week in groupby(year, key=lambda each: _monday(each.at)):
        yield list(week)


def _monday(at: datetime) -> date:
    day = at.astimezone(UTC).date()
    return day - timedelta(days=day.weekday())


def _bring_in(space: Space, found: Live, week: Sequence[Happening], *, now: int) -> None:
    for entries, update in _batches(week):
        _none_refused(record_many(space, found, entries, now=now, cause=CAUSE, update=update))
    _earn(space, found, week, now=now)


def _batches(week: Sequence[Happening]) -> Iterator[tuple[list[Entry], bool]]:
    """Part a week: courses and clubs come before anybody names them, what changes comes last."""
    entries = [(each.what, each.again) for each in week if isinstance(each.what, Entry)]
    yield [each for each, _ in entries if each.member is None and each.object != MEMBER], False
    others = [pair for pair in entries if pair[0].member is not None or pair[0].object == MEMBER]
    yield [each for each, again in others if not again], False
    yield [each for each, again in others if again], True


def _none_refused(outcomes: Sequence[Outcome]) -> None:
    """Stop where the sample does not fit its programme: that is a mistake of ours."""
    refused = [each.findings for each in outcomes if each.status is Status.REFUSED]
    if refused:
        raise AssertionError(refused[:3])


def _earn(space: Space, found: Live, week: Sequence[Happening], *, now: int) -> None:
    wanted = [(each.at, each.what) for each in week if isinstance(each.what, Earned)]
    if not wanted:
        return
    names = sorted({each.member for _, each in wanted})
    program_id = found.catalogue.program_id
    members = identities.find(space, program_id, NAMED, names)
    posted = originals(space, found, [each.cause for _, each in wanted])
    asked = [
        Posting(
            member_id=members[each.member].member_id,
            cause=each.cause,
            currency=each.currency,
            amount=each.amount,
            kind=EntryKind.EARN if each.amount > 0 else EntryKind.SPEND,
            occurred_at=to_instant(at),
            note=each.note,
        )
        for at, each in wanted
        if each.cause not in posted
    ]
    # Somebody who has not enough to spend is refused, as in life.
    ledger.post(space, found, asked, now=now, cause=CAUSE)
