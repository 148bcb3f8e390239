"""A run as people follow it: steps in words, what came of them, and how it stands."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from app.errors import NotFound
from app.program.checked_flows import kind_of
from app.program.flow_words import Naming
from app.program.flows import Flow
from app.program.program import Program
from app.runtime import flow_control
from app.runtime.releases import Live, live, live_release
from app.runtime.run_results import Result, results
from app.runtime.run_words import why
from app.storage import flow_runs, records
from app.storage.flow_runs import FAILED, RunRow
from app.web.builder.flow_model import FlowRun, RunMember, StepTaken, WouldDo
from app.web.builder.flow_reading import said
from app.web.flows.words import state_shown, way_shown
from app.web.frame import Here
from app.web.records.showing import name_of
from app.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """A step that a run has left."""

    step: str
    label: Words
    """What its designer called it, or what it does."""
    sentence: Words
    kind: Words
    way: str
    way_label: Words
    at: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Traced:
    """A run with everything that is to be told of it."""

    run: RunRow
    live: Live
    program: Program
    """Of the release the run belongs to."""
    number: int
    flow: Flow | None
    label: Words
    member_id: int
    member: str
    member_number: str
    taken: tuple[Taken, ...]
    results: tuple[Result, ...]
    why: Words | None


def live_of(here: Here) -> Live:
    if here.standing.number is None:
        raise NotFound("这个方案还没有发布。", "This programme is not published yet.")
    return live(here.space, here.program_id)


def traced(here: Here, name: str, *, personal: bool) -> Traced:
    """Find a run and put it in words. Raises `NoSuchRun`, `NotFound`."""
    found = live_of(here)
    run = flow_control.get_run(here.space, found, name)
    released = live_release(here.space, here.program_id, run.release_id)
    program = released.checked.program
    flow = program.find_flow(run.flow)
    steps = flow_runs.trace_of(here.space, run.member_id, run.id)
    member = records.find_rows(here.space, found.catalogue.members, [run.member_id])
    row = member.get(run.member_id, {"id": run.member_id})
    called = Words(run.flow, run.flow) if flow is None else flow.label
    return Traced(
        run=run,
        live=found,
        program=program,
        number=released.number,
        flow=flow,
        label=called,
        member_id=run.member_id,
        member=name_of(row, personal=personal),
        member_number=str(row.get("number") or run.member_id),
        taken=tuple(_taken(program, flow, *each) for each in steps),
        results=tuple(results(here.space, found, released, run, steps)),
        why=why(run),
    )


def _taken(program: Program, flow: Flow | None, step: str, way: str, at: int) -> Taken:
    label, sentence, kind, ways = step_words(program, flow, step)
    return Taken(
        step=step,
        label=label,
        sentence=sentence,
        kind=kind,
        way=way,
        way_label=way_shown(way, ways),
        at=at,
    )


def step_words(
    program: Program, flow: Flow | None, step: str | None
) -> tuple[Words, Words, Words, Mapping[str, Words]]:
    """Give how a step is called, what it does, its kind, and its ways out."""
    found = None if flow is None else flow.find_step(step)
    kind = None if found is None else kind_of(found)
    if found is None or kind is None:
        bare = Words(step or "—", step or "—")
        return bare, Words("", ""), bare, {}
    sentence = kind.sentence(found.options, Naming(program))
    label = found.label if any(found.label) else sentence
    return label, sentence, kind.label, kind.ways(found.options)


def trigger_said(program: Program, flow: Flow) -> Words | None:
    """Say what sets an automation in motion; what is wrong in it is passed by."""
    return said(program, replace(flow, steps=())).trigger


def as_shape(found: Traced) -> FlowRun:
    """Give a run in the shape that a dry run has as well."""
    run, written = found.run, found.program.settings.calendar.written
    return FlowRun(
        member=RunMember(number=found.member_number, name=found.member),
        state=run.state,
        began=written(run.started_at),
        ended=None if run.ended_at is None else written(run.ended_at),
        steps=(
            *(
                StepTaken(step=each.step, way=each.way, at=written(each.at), says=each.way_label)
                for each in found.taken
            ),
            *_standing(found),
        ),
        would=tuple(
            WouldDo(step=each.step or "", says=each.text) for each in found.results if each.step
        ),
        why=found.why,
    )


def _standing(found: Traced) -> Iterator[StepTaken]:
    """Give the step at which a run stands that is not over, or failed: nobody has left it."""
    run, written = found.run, found.program.settings.calendar.written
    if run.step is not None and (run.due_at is not None or run.state == FAILED):
        since = found.taken[-1].at if found.taken else run.started_at
        says = state_shown(run.state).label
        yield StepTaken(step=run.step, way=None, at=written(since), says=says)
