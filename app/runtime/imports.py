"""Importing a file: batch by batch, each kept whole or not at all, taken up where it stopped."""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from app.errors import Finding
from app.runtime import releases
from app.runtime.columns import Columns
from app.runtime.completion import complete
from app.runtime.csv_files import Line, Sheet
from app.runtime.intake import Entry
from app.runtime.records import Outcome, Status, record_many
from app.runtime.refusals import Refusals
from app.runtime.releases import Live
from app.storage import imports, statistics
from app.storage.imports import ImportRun
from app.storage.space import Space
from app.storage.spaces import Spaces

BATCH = 1_000
"""Records kept in one transaction."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """What is to be imported, and into which programme."""

    spaces: Spaces
    workspace_id: int
    program_id: int
    sheet: Sheet
    columns: Columns
    update: bool = False
    """Change the record that is here already instead of leaving it."""
    create_members: bool = False
    again: bool = False
    """Import a file once more that was imported to its end."""
    batch: int = BATCH
    change: Callable[[Line], Line] | None = None
    """What is done to each record before it is read; the demo moves its dates."""
    moment: Callable[[Sequence[Line]], int] | None = None
    """When a batch comes in, in microseconds UTC; None is now. The demo lives through its year."""

    @property
    def fingerprint(self) -> str:
        """The same for the same file going into the same fields of the same object."""
        targets = [f"{n}={target}" for n, target in sorted(self.columns.targets.items())]
        said = [self.sheet.digest, self.columns.object.key, *targets, str(self.update)]
        return hashlib.sha256("\n".join(said).encode()).hexdigest()

    @property
    def refused_file(self) -> Path:
        """Where refused records go: beside the file they came from."""
        name = self.sheet.path.name.removesuffix(".gz").removesuffix(".csv")
        return self.sheet.path.with_name(f"{name}.refused.csv")


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What became of a file."""

    done: int
    kept: int
    refused: int
    known: int
    """Records that were here before and were left as they are."""
    moved: int = 0
    """Tiers gained during this run of the import."""
    refused_file: Path | None = None
    taken_up_at: int = 0
    """How many records an earlier run had dealt with."""
    was_finished: bool = False
    """The same file had been imported to its end before; nothing was done."""


Progress = Callable[[int], None]
"""Told how many records have been dealt with so far."""


def preview(job: Job, *, rows: int, now: int) -> list[tuple[Line, Outcome]]:
    """Do the first records and undo them: what is shown is what would happen."""
    lines = list(islice(_lines(job), rows))
    spaces = job.spaces
    with spaces.engine.connect() as connection, connection.begin() as transaction:
        outcomes = _record(job, Space(connection, job.workspace_id, spaces.ids), lines, now=now)
        transaction.rollback()
    return list(zip(lines, outcomes, strict=True))


def run(job: Job, *, now: int, progress: Progress = lambda _done: None) -> Report:
    """Import a file to its end, from where an earlier run stopped."""
    state = began_at = _state(job, now=now)
    moved, counted_at = 0, 0
    if state.finished_at is None:
        refusals = Refusals(job.refused_file, job.sheet.columns, keep=state.refused)
        for lines in _batches(_lines(job, after=state.done), job.batch):
            state, gained = _batch(job, state, lines, refusals, now=now)
            moved += gained
            if state.done >= counted_at * 2:
                counted_at = state.done
                _count_anew(job)
            progress(state.done)
        with job.spaces.writing(job.workspace_id) as space:
            imports.advance(space, state, replace(state, finished_at=now))
    return Report(
        done=state.done,
        kept=state.kept,
        refused=state.refused,
        known=state.done - state.kept - state.refused,
        moved=moved,
        refused_file=job.refused_file if state.refused else None,
        taken_up_at=began_at.done,
        was_finished=began_at.finished_at is not None,
    )


def _state(job: Job, *, now: int) -> ImportRun:
    with job.spaces.writing(job.workspace_id) as space:
        found = imports.find(space, job.program_id, job.fingerprint)
        if found is not None and found.finished_at is not None and job.again:
            imports.forget(space, found)
            found = None
        return found or imports.begin(
            space,
            job.program_id,
            object_key=job.columns.object.key,
            fingerprint=job.fingerprint,
            at=now,
        )


def _count_anew(job: Job) -> None:
    """Tell the database how much its tables have grown: it has no idea of a fresh one."""
    with job.spaces.writing(job.workspace_id) as space:
        statistics.renew(space, releases.live(space, job.program_id).catalogue)


def _lines(job: Job, *, after: int = 0) -> Iterator[Line]:
    lines = job.sheet.rows(after=after)
    return lines if job.change is None else map(job.change, lines)


def _batches(lines: Iterator[Line], size: int) -> Iterator[list[Line]]:
    while batch := list(islice(lines, size)):
        yield batch


def _batch(
    job: Job, state: ImportRun, lines: Sequence[Line], refusals: Refusals, *, now: int
) -> tuple[ImportRun, int]:
    """Keep one batch, and with it how far the file has come."""
    came_in = now if job.moment is None else job.moment(lines)
    with job.spaces.writing(job.workspace_id) as space:
        outcomes = _record(job, space, lines, now=came_in)
        refused = [
            (line, outcome.findings)
            for line, outcome in zip(lines, outcomes, strict=True)
            if outcome.status is Status.REFUSED
        ]
        # Written before the commit: after a crash in between, the next run cuts the file back.
        refusals.add(refused, job.columns.object)
        known = sum(each.status is Status.KNOWN for each in outcomes)
        after = replace(
            state,
            done=state.done + len(lines),
            kept=state.kept + len(lines) - len(refused) - known,
            refused=state.refused + len(refused),
        )
        imports.advance(space, state, after)
    return after, len({moved for each in outcomes for moved in each.moved})


def _record(job: Job, space: Space, lines: Sequence[Line], *, now: int) -> list[Outcome]:
    """Hand what can be handed to the runtime; refuse the others."""
    live = releases.live(space, job.program_id)
    read = [job.columns.too_wide(line) or job.columns.entry(line) for line in lines]
    if job.update:
        read = _completed(job, space, live, read)
    kept = iter(
        record_many(
            space,
            live,
            [each for each in read if isinstance(each, Entry)],
            now=now,
            cause=f"import:{job.sheet.digest[:12]}",
            create_members=job.create_members,
            update=job.update,
        )
    )
    return [
        next(kept) if isinstance(each, Entry) else Outcome(status=Status.REFUSED, findings=(each,))
        for each in read
    ]


def _completed(
    job: Job, space: Space, live: Live, read: Sequence[Entry | Finding]
) -> list[Entry | Finding]:
    entries = [each for each in read if isinstance(each, Entry)]
    completed = iter(complete(space, live, job.columns.object.key, entries))
    return [next(completed) if isinstance(each, Entry) else each for each in read]
