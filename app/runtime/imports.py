"""Importing a file: batch by batch, each kept whole or not at all, taken up where it stopped."""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from app.errors import Conflict, Finding
from app.runtime import releases
from app.runtime.columns import Columns
from app.runtime.completion import complete
from app.runtime.csv_files import Line, Sheet
from app.runtime.following import Automations, Following
from app.runtime.intake import Entry
from app.runtime.records import Outcome, Status, record_many
from app.runtime.refusals import Refusals
from app.runtime.releases import Live
from app.storage import imports, programs, statistics
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
    automations: Automations | None = None
    """Whether it sets automations in motion. Left open it is as in the run that was interrupted,
    and no where there was none: what a file tells is as a rule long past."""
    batch: int = BATCH
    change: Callable[[Line], Line] | None = None
    """What is done to each record before it is read; the demo moves its dates."""
    moment: Callable[[Sequence[Line]], int] | None = None
    """When a batch comes in, in microseconds UTC; None is now. The demo lives through its year."""

    def fingerprint(self, automations: Automations) -> str:
        """Name this: the same for the same file going into the same fields of the same object.

        An import that was begun before there was a choice set automations in motion.
        """
        targets = [f"{n}={target}" for n, target in sorted(self.columns.targets.items())]
        said = [self.sheet.digest, self.columns.object.key, *targets, str(self.update)]
        if automations is not Automations.EACH:
            said.append(automations)
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
    automations: Automations = Automations.NO
    was_finished: bool = False
    """The same file had been imported to its end before; nothing was done."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Begun:
    """A file on its way in, and how far what it brings goes on."""

    run: ImportRun
    automations: Automations


Progress = Callable[[int], None]
"""Told how many records have been dealt with so far."""


class OtherChoice(Conflict):
    """A file was imported in part, and automations were to do something else."""

    def __init__(self, before: Begun) -> None:
        how, done = before.automations, before.run.done
        super().__init__(
            f"这个文件曾以 --automations {how} 导到第 {done:,} 条。"
            "要接着导，请用同样的选择，或不写。",
            f"{done:,} records of this file were imported with --automations {how}:"
            " go on with the same choice, or leave it out.",
        )


def automations_of(job: Job) -> Automations:
    """Say how far what the file brings goes on. Raises `OtherChoice`."""
    with job.spaces.reading(job.workspace_id) as space:
        return _chosen(job, _begun(job, space))


def preview(job: Job, *, rows: int, now: int) -> list[tuple[Line, Outcome]]:
    """Do the first records and undo them: what is shown is what would happen."""
    lines = list(islice(_lines(job), rows))
    spaces = job.spaces
    following = Following(automations=automations_of(job), name="import:preview")
    with spaces.engine.connect() as connection, connection.begin() as transaction:
        space = Space(connection, job.workspace_id, spaces.ids)
        outcomes = _record(job, space, lines, following, now=now)
        transaction.rollback()
    return list(zip(lines, outcomes, strict=True))


def run(job: Job, *, now: int, progress: Progress = lambda _done: None) -> Report:
    """Import a file to its end, from where an earlier run stopped."""
    began = _state(job, now=now)
    state = began_at = began.run
    moved, counted_at = 0, 0
    if state.finished_at is None:
        refusals = Refusals(job.refused_file, job.sheet.columns, keep=state.refused)
        for lines in _batches(_lines(job, after=state.done), job.batch):
            state, gained = _batch(job, replace(began, run=state), lines, refusals, now=now)
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
        automations=began.automations,
        was_finished=began_at.finished_at is not None,
    )


def _begun(job: Job, space: Space) -> Begun | None:
    """Find the run of this file, whatever was chosen for it; first one that was interrupted."""
    found = [
        Begun(run=run, automations=each)
        for each in Automations
        if (run := imports.find(space, job.program_id, job.fingerprint(each))) is not None
    ]
    return min(found, key=lambda each: each.run.finished_at is not None, default=None)


def _chosen(job: Job, before: Begun | None) -> Automations:
    if before is None or before.run.finished_at is not None:
        return job.automations or Automations.NO
    if job.automations not in {None, before.automations}:
        raise OtherChoice(before)
    return before.automations


def _state(job: Job, *, now: int) -> Begun:
    with job.spaces.writing(job.workspace_id) as space:
        # Of two who begin the same file at once the second finds what the first has begun.
        programs.lock_program(space, job.program_id)
        found = _begun(job, space)
        chosen = _chosen(job, found)
        if found is not None and found.run.finished_at is not None and job.again:
            imports.forget(space, found.run)
            found = None
        return found or Begun(
            run=imports.begin(
                space,
                job.program_id,
                object_key=job.columns.object.key,
                fingerprint=job.fingerprint(chosen),
                at=now,
            ),
            automations=chosen,
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
    job: Job, begun: Begun, lines: Sequence[Line], refusals: Refusals, *, now: int
) -> tuple[ImportRun, int]:
    """Keep one batch, and with it how far the file has come."""
    state = begun.run
    following = Following(automations=begun.automations, name=f"import:{state.id}")
    came_in = now if job.moment is None else job.moment(lines)
    with job.spaces.writing(job.workspace_id) as space:
        outcomes = _record(job, space, lines, following, now=came_in)
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


def _record(
    job: Job, space: Space, lines: Sequence[Line], following: Following, *, now: int
) -> list[Outcome]:
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
            following=following,
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
