"""The page of one run: where it stands, the steps it took, what came of them, what can be done."""

from dataclasses import dataclass
from typing import Any

from app.access import Can
from app.analytics.incentives import Subject
from app.runtime.run_results import COUPON_STATES, MESSAGE_STATES, Result
from app.runtime.run_words import for_engineers
from app.storage import occurrences
from app.storage.flow_runs import CHAINED, FAILED, RUNNING
from app.web.analytics.links import effect_url
from app.web.builder.boot import boot
from app.web.builder.flow_reading import traced as island_of
from app.web.flows.tracing import Taken, Traced, as_shape, step_words, traced, trigger_said
from app.web.flows.words import StateShown, state_shown
from app.web.frame import Here
from app.words import Words

ICONS = {
    "coupon": "ticket",
    "entry": "coins",
    "message": "mail",
    "change": "edit",
    "refusal": "cross",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultShown:
    icon: str
    text: Words
    step: Words
    at: int
    state: Words | None
    tone: str
    why: Words | None
    url: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StepChoice:
    key: str
    label: Words
    here: bool
    """Whether the run stands at this step."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RunPage:
    key: str
    label: Words
    flow_url: str | None
    runs_url: str
    effect_url: str | None
    """Where before and after are compared, while the automation is live."""
    member: str
    member_url: str
    state: StateShown
    why: Words | None
    error: str | None
    """What was written down for those who mend it."""
    stopped: Words | None
    """How it ended where nothing more was to be done."""
    paused: Words | None
    step: Words | None
    began: int
    due_at: int | None
    ended_at: int | None
    release: int
    release_url: str
    trigger: Words | None
    cause: str
    chain: tuple[Words, ...]
    record: Words | None
    taken: tuple[Taken, ...]
    results: tuple[ResultShown, ...]
    retry_url: str | None
    cancel_url: str | None
    discard_url: str | None
    move_url: str | None
    moves: tuple[StepChoice, ...]
    """Steps of the live release, where the run may be moved to it."""
    boot: Any
    """What the picture needs; None where its flow is not there any more."""


def run_page(here: Here, name: str) -> RunPage:
    """Give a run with what a visitor may do about it. Raises `NoSuchRun`, `NotFound`."""
    personal = here.visitor.may(Can.READ_PERSONAL)
    found = traced(here, name, personal=personal)
    run, may = found.run, here.visitor.may(Can.GIVE)
    step, _, _, _ = step_words(found.program, found.flow, run.step)
    open_still, failed = run.due_at is not None, run.state == FAILED
    moves = _moves(found) if may and (open_still or failed) else ()

    def act(name: str, *, allowed: bool) -> str | None:
        return here.url(f"flows.{name}", run=run.key) if may and allowed else None

    return RunPage(
        key=run.key,
        label=found.label,
        flow_url=_flow_url(here, run.flow),
        runs_url=here.url("flows.runs", flow=run.flow),
        effect_url=None
        if found.live.checked.program.find_flow(run.flow) is None
        else effect_url(here, Subject.FLOW, run.flow),
        member=found.member,
        member_url=here.url("records.member", member_id=run.member_id),
        state=state_shown(run.state),
        why=found.why,
        error=for_engineers(run.error) if failed else None,
        stopped=_stopped(found),
        paused=_paused(here, found),
        step=step if run.step else None,
        began=run.started_at,
        due_at=run.due_at if run.state in RUNNING else None,
        ended_at=run.ended_at,
        release=found.number,
        release_url=here.url("builder.release", number=found.number),
        trigger=_trigger(found),
        cause=run.cause,
        chain=tuple(_flow_label(found, key) for key in run.chain.split(CHAINED) if key),
        record=_record(found),
        taken=found.taken,
        results=tuple(_result(here, found, each) for each in found.results),
        retry_url=act("retry", allowed=failed),
        cancel_url=act("cancel", allowed=open_still),
        discard_url=act("discard", allowed=failed),
        move_url=act("move", allowed=bool(moves)),
        moves=moves,
        boot=_boot(here, found),
    )


def _flow_url(here: Here, key: str) -> str | None:
    draft = here.standing.draft
    if draft is None or draft.find_flow(key) is None:
        return None
    return here.url("builder.flow", key=key)


def _moves(found: Traced) -> tuple[StepChoice, ...]:
    """Give the steps of the live release, where the run belongs to another."""
    if found.run.release_id == found.live.catalogue.release_id:
        return ()
    program = found.live.checked.program
    flow = program.find_flow(found.run.flow)
    if flow is None:
        return ()
    return tuple(
        StepChoice(
            key=each.key,
            label=step_words(program, flow, each.key)[0],
            here=each.key == found.run.step,
        )
        for each in flow.steps
    )


def _stopped(found: Traced) -> Words | None:
    """Say where a run ended that is done: by a way that leads nowhere, which is no mistake."""
    if found.run.state != "done" or not found.taken:
        return None
    last = found.taken[-1]
    step = None if found.flow is None else found.flow.find_step(last.step)
    _, _, _, ways = step_words(found.program, found.flow, last.step)
    if step is None or len(ways) <= 1 or last.way in step.next:
        return None
    return Words(
        f"在“{last.label.to('zh')}”走了“{last.way_label.to('zh')}”，那里没有下一步：正常结束。",
        f"It left “{last.label.to('en')}” by “{last.way_label.to('en')}”, where nothing follows:"
        " a normal end.",
    )


def _paused(here: Here, found: Traced) -> Words | None:
    if found.run.due_at is None:
        return None
    state = occurrences.states(here.space, here.program_id).get(found.run.flow)
    if state is None or state.paused_at is None:
        return None
    why = f"：{state.paused_why}" if state.paused_why else ""
    why_en = f": {state.paused_why}" if state.paused_why else ""
    return Words(
        f"自动化已由 {state.paused_by or '—'} 暂停{why}。继续之后才会往下走。",
        f"{state.paused_by or '—'} paused the automation{why_en}. It goes on once that ends.",
    )


def _trigger(found: Traced) -> Words | None:
    """Say what sets the automation in motion, as it did then."""
    return None if found.flow is None else trigger_said(found.program, found.flow)


def _flow_label(found: Traced, key: str) -> Words:
    flow = found.program.find_flow(key)
    return Words(key, key) if flow is None else flow.label


def _record(found: Traced) -> Words | None:
    if found.run.object is None or found.run.record_id is None:
        return None
    there = found.program.find_object(found.run.object)
    label = Words(found.run.object, found.run.object) if there is None else there.label
    number = found.run.record_id
    return Words(f"{label.to('zh')} {number}", f"{label.to('en')} {number}")


def _result(here: Here, found: Traced, result: Result) -> ResultShown:
    label, _, _, _ = step_words(found.program, found.flow, result.step)
    states = COUPON_STATES if result.sort == "coupon" else MESSAGE_STATES
    url = None
    if result.sort == "coupon" and result.id is not None:
        named = {"member_id": found.run.member_id, "coupon_id": result.id}
        url = here.url("benefits.coupon", **named)
    return ResultShown(
        icon=ICONS[result.sort],
        text=result.text,
        step=label,
        at=result.at,
        state=None if result.state is None else states.get(result.state, _bare(result.state)),
        tone=_TONES.get(result.state or "", ""),
        why=result.why,
        url=url,
    )


def _bare(key: str) -> Words:
    return Words(key, key)


_TONES = {
    "dead": "badge--bad",
    "sent": "badge--good",
    "used": "badge--good",
    "retry": "badge--warn",
    "ready": "badge--note",
    "sending": "badge--note",
    "unused": "badge--note",
}


def _boot(here: Here, found: Traced) -> Any:
    if found.flow is None:
        return None
    page = island_of(here, found.program, found.flow, as_shape(found))
    return boot(here, page=page, urls={"flows": here.url("flows.all_flows")})
