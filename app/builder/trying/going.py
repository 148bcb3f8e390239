"""One member goes through a flow that is tried: a virtual clock skips waits, and all is told."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import structlog
from sqlalchemy import literal, select

from app.builder.trying.consequences import Telling
from app.builder.trying.entrants import Entrant
from app.builder.trying.trial import Trial
from app.program.checked_flows import kind_of
from app.program.flow_sayings import passed
from app.program.flow_words import duration_words
from app.program.objects import MEMBER
from app.runtime.run_words import why as why_ended
from app.runtime.steps.base import Work
from app.runtime.walking import walk
from app.storage import flow_batch, flow_runs, trial_rows
from app.storage.flow_runs import FAILED, Entry, Group, RunRow
from app.storage.ids import TrialIds
from app.storage.space import Space
from app.storage.trouble import trouble_of
from app.storage.types import BIG, TEXT, WORD
from app.words import Words

log = structlog.get_logger(__name__)
CAUSE = "trial"
MOST_WAITS = 100
"""Waits of one member, after which a flow that goes round is left where it is."""
MINUTE = 60_000_000
HOUR, DAY = 60 * MINUTE, 24 * 60 * MINUTE
NOT_ENTERED = "not_entered"
STILL_GOING = Words(
    f"等了 {MOST_WAITS} 次仍未结束，试跑停在这里。",
    f"It was still going on after {MOST_WAITS} waits; the trial stops here.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class StepGone:
    """A step that was taken, and by which way it was left."""

    step: str
    way: str
    at: int
    says: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Would:
    """Something that a step would do."""

    step: str
    says: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Gone:
    """How a member would go through a flow."""

    entrant: Entrant
    state: str
    ended: int | None
    steps: tuple[StepGone, ...] = ()
    would: tuple[Would, ...] = ()
    why: Words | None = None


def not_entered(entrant: Entrant) -> Gone:
    return Gone(entrant=entrant, state=NOT_ENTERED, ended=None, why=entrant.refused)


@dataclass(slots=True, kw_only=True)
class Going:
    """A member on the way, in a transaction that will be undone."""

    trial: Trial
    space: Space
    entrant: Entrant
    answers: Mapping[str, str]
    """By which way to leave steps, instead of what would be found there."""
    now: int = field(init=False)
    run_id: int = field(init=False)
    would: list[Would] = field(default_factory=list)
    waited: dict[int, tuple[int, int, bool]] = field(default_factory=dict)
    """By number in the trace: from when until when, and whether an event was awaited."""
    doing: str | None = None
    """The step that is being done."""
    mark: int = 0
    taken: list[tuple[str, str, int]] = field(default_factory=list)
    """The trace before that step, which is gone from the table when the step fails."""

    def go(self) -> Gone:
        self.now = self.entrant.at
        self._enter()
        why = None
        for _ in range(MOST_WAITS):
            run = self._run()
            if run.due_at is None or why is not None:
                break
            why = self._on(run, run.due_at)
        run = self._run()
        if why is not None:
            return self._told(run, why, failed=True)
        self.taken = flow_runs.trace_of(self.space, self.entrant.member_id, self.run_id)
        if run.due_at is not None:
            return self._told(run, STILL_GOING)
        return self._told(run, why_ended(run), failed=run.state == FAILED)

    @property
    def ids(self) -> TrialIds:
        assert isinstance(self.space.ids, TrialIds), "A trial is given numbers of its own."
        return self.space.ids

    @property
    def program_id(self) -> int:
        return self.trial.current.catalogue.program_id

    def _enter(self) -> None:
        flow, who = self.trial.flow.flow, self.entrant
        self.run_id = self.space.new_id()
        entry = Entry(
            flow=flow.key,
            release_id=self.trial.draft.catalogue.release_id,
            step=str(flow.start),
            chain="",
            object=who.object,
            looped=None,
        )
        found: Any = select(
            literal(who.member_id, BIG).label("member_id"),
            literal(self.run_id, BIG).label("id"),
            literal(who.record_id, BIG).label("record_id"),
            literal(CAUSE, TEXT).label("cause"),
        )
        flow_runs.enrol(self.space, self.program_id, entry, found, {}, now=self.now)

    def _run(self) -> RunRow:
        found = flow_runs.find(self.space, self.program_id, self.entrant.member_id, self.run_id)
        assert found is not None
        return found

    def _on(self, run: RunRow, due_at: int) -> Words | None:
        """Go on from where a run stands, at once or when its wait is over; give what went wrong."""
        asked = self.answers.get(str(run.step))
        if run.awaiting is not None and asked not in {None, "timeout"}:
            who = [self.entrant.member_id]
            flow_runs.wake(self.space, self.program_id, run.awaiting, who, now=self.now)
            self.waited[run.visits] = (self.now, self.now, True)
        elif due_at > self.now or run.awaiting is not None:
            until = max(due_at, self.now)
            self.waited[run.visits] = (self.now, until, run.awaiting is not None)
            self.now = until
        group = Group(release_id=run.release_id, flow=self.trial.flow.flow.key, step=str(run.step))
        self.doing = None
        try:
            # A savepoint: what is told afterwards is asked in the same transaction.
            with self.space.connection.begin_nested():
                flow_batch.take(self.space, self.program_id, group, size=1, now=self.now)
                walk(
                    self.space,
                    self.trial.draft,
                    self.trial.current,
                    group,
                    now=self.now,
                    watch=self,
                )
                flow_batch.put_back(self.space, now=self.now)
        except Exception as error:
            if trouble_of(error) is not None:
                raise
            # Whatever it is, at work it would end this run and is shown at the step.
            log.exception("step failed in a trial", flow=group.flow, step=self.doing)
            return Words(f"{type(error).__name__}：{error}", f"{type(error).__name__}: {error}")
        return None

    def before(self, work: Work) -> None:
        self.doing = work.step.key
        self.mark = self.ids.following
        self.taken = flow_runs.trace_of(self.space, self.entrant.member_id, self.run_id)

    def after(self, work: Work) -> None:
        key = work.step.key
        if key in self.answers:
            way = literal(self.answers[key], WORD)
            flow_batch.set_ways(self.space, key, way)
        kind = kind_of(work.step)
        if kind is None or not kind.acts:
            return
        unmade = self._unmade(work)
        if unmade is not None:
            trial_rows.overlook(self.space, key)
            self.would.append(Would(step=key, says=unmade))
        elif trial_rows.why_failed(self.space, key) is None:
            member_id, catalogue = self.entrant.member_id, self.trial.current.catalogue
            found = trial_rows.written(self.space, catalogue, member_id, since=self.mark)
            telling = Telling(trial=self.trial, space=self.space, member_id=member_id, now=self.now)
            says = telling.says(work.step, found)
            self.would += [Would(step=key, says=each) for each in says]

    def _unmade(self, work: Work) -> Words | None:
        """Say what a step would do to a field or an object that begins with the release."""
        chosen, naming = work.options, self.trial.naming
        kept = self.trial.current.catalogue.records
        named, key = chosen.get("object"), chosen.get("field")
        if isinstance(named, str) and named not in kept:
            what = naming.object(named)
        elif isinstance(key, str) and key not in kept[MEMBER].fields:
            what = naming.field(key)
        else:
            return None
        kind = kind_of(work.step)
        assert kind is not None
        said = kind.sentence(chosen, naming)
        return Words(
            f"{said.zh}（“{what.zh}”发布后才有）", f"{said.en} ({what.en} begins with the release)"
        )

    def _told(self, run: RunRow, why: Words | None, *, failed: bool = False) -> Gone:
        steps = [
            StepGone(step=key, way=way, at=at, says=self._says(n, key, way))
            for n, (key, way, at) in enumerate(self.taken)
        ]
        if failed and why is not None:
            where = self.doing if run.due_at is not None else run.step
            steps.append(StepGone(step=str(where), way="", at=self.now, says=why))
        return Gone(
            entrant=self.entrant,
            state=FAILED if failed else run.state,
            ended=None if run.due_at is not None and not failed else self.now,
            steps=tuple(steps),
            would=tuple(self.would),
            why=why,
        )

    def _says(self, number: int, key: str, way: str) -> Words:
        said = passed(self.trial.naming, self.trial.flow.flow, key, way)
        forced = Words("（试跑时指定）", " (chosen for the trial)")
        if number not in self.waited:
            return _joined(said, forced) if self.answers.get(key) == way else said
        begun, until, awaiting = self.waited[number]
        if awaiting and begun == until and way == self.answers.get(key):
            return _joined(said, forced)
        length = _length(until - begun)
        if awaiting:
            more = Words(
                f"（试跑中没有人做这件事，按超时处理，跳过 {length.zh}）",
                f" (nobody does it in a trial: taken as too late, {length.en} skipped)",
            )
        else:
            more = Words(f"（跳过 {length.zh}）", f" ({length.en} skipped)")
        return _joined(said, more)


def _joined(first: Words, second: Words) -> Words:
    return Words(first.zh + second.zh, first.en + second.en)


def _length(microseconds: int) -> Words:
    days, rest = divmod(microseconds, DAY)
    hours, rest = divmod(rest, HOUR)
    parts = {"days": days, "hours": hours, "minutes": rest // MINUTE}
    if not any(parts.values()):
        return Words("不到 1 分钟", "less than a minute")
    return duration_words(parts)
