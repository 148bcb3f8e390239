"""The list of automations: what the draft has, what works, how it goes, and what may be done."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import request

from app.access import Can
from app.analytics.incentives import Subject
from app.builder.flow_starters import STARTERS, Starter
from app.program.flow_codec import dump_flow
from app.program.flows import Flow
from app.program.program import Program
from app.runtime.firing import at_work
from app.runtime.hooks import KIND as HOOK
from app.runtime.releases import Live, live
from app.storage import occurrences, run_list
from app.storage.occurrences import FlowState
from app.storage.run_list import Tally
from app.web.analytics.links import effect_url
from app.web.flows.run_list import Choice
from app.web.flows.tabs import tabs
from app.web.flows.tracing import trigger_said
from app.web.flows.words import GROUPS
from app.web.frame import Here
from app.web.language import t
from app.words import Words

WEEK = 7 * 86_400_000_000
NO_FOLDER = "-"
"""Asks for automations that are in no folder."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowStateShown:
    key: str
    label: Words
    tone: str
    icon: str


WORKS = FlowStateShown(
    key="works", label=Words("运行中", "At work"), tone="badge--good", icon="check"
)
PAUSED = FlowStateShown(
    key="paused", label=Words("已暂停", "Paused"), tone="badge--warn", icon="clock"
)
OFF = FlowStateShown(key="off", label=Words("已停用", "Off"), tone="", icon="dash")
UNPUBLISHED = FlowStateShown(
    key="unpublished", label=Words("未发布", "Not published"), tone="badge--note", icon="edit"
)
BROKEN = FlowStateShown(
    key="broken", label=Words("有错误，未运行", "Has mistakes"), tone="badge--bad", icon="warning"
)
STATES = (WORKS, PAUSED, OFF, UNPUBLISHED, BROKEN)
CHANGED = "changed"


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowShown:
    """One automation of the list."""

    key: str
    label: Words
    folder: str
    tags: tuple[str, ...]
    trigger: Words | None
    state: FlowStateShown
    pending: Words | None
    """What the draft would change once it is published."""
    paused_by: str | None
    paused_why: str | None
    paused_at: int | None
    design_url: str | None
    runs_url: str
    effect_url: str | None
    """Where before and after are compared, once it is live."""
    hook_url: str | None
    """Where the address is made that other systems call."""
    running: int
    done: int
    failed: int
    lately: int
    """How many began in the last seven days."""
    last: int | None
    on: bool
    """Whether the draft has it switched on."""
    in_draft: bool
    can_pause: bool
    can_resume: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowsPage:
    flows: tuple[FlowShown, ...]
    total: int
    folders: tuple[Choice, ...]
    tags: tuple[Choice, ...]
    states: tuple[Choice, ...]
    asked: str
    folder: str
    filtered: bool
    may_edit: bool
    may_pause: bool
    starters: tuple[tuple[Starter, Words | None], ...]
    """Automations to begin with, and what the programme lacks for each."""
    tabs: Mapping[str, str | None]
    runs_url: str | None
    publish_url: str | None
    clear_url: str


def flows_page(here: Here) -> FlowsPage:
    """Give the automations of the draft and the live release, filtered as the address says."""
    program = here.standing.draft or here.standing.live
    found = None if here.standing.number is None else live(here.space, here.program_id)
    all_flows = shown(here, found)
    asked, folder, tag, state = (
        request.args.get(name, "").strip() for name in ("q", "folder", "tag", "state")
    )
    chosen = [
        each
        for each in all_flows
        if _named(each, asked)
        and (not folder or each.folder == ("" if folder == NO_FOLDER else folder))
        and (not tag or tag in each.tags)
        and _in_state(each, state)
    ]
    may_publish = here.visitor.may(Can.PUBLISH)
    return FlowsPage(
        flows=tuple(chosen),
        total=len(all_flows),
        folders=_choices(sorted({each.folder for each in all_flows if each.folder}), folder),
        tags=_choices(sorted({tag for each in all_flows for tag in each.tags}), tag),
        states=_state_choices(state),
        asked=asked,
        folder=folder,
        filtered=bool(asked or folder or tag or state),
        may_edit=here.visitor.may(Can.EDIT_DRAFT),
        may_pause=may_publish,
        starters=tuple((each, each.lacks(program)) for each in STARTERS.values()),
        runs_url=here.url("flows.runs") if here.visitor.may(Can.READ_MEMBERS) else None,
        tabs=tabs(here),
        publish_url=here.url("builder.check") if may_publish and here.standing.changes else None,
        clear_url=here.url("flows.all_flows"),
    )


def _named(flow: FlowShown, asked: str) -> bool:
    told = f"{flow.key} {flow.label.zh} {flow.label.en} {flow.folder} {' '.join(flow.tags)}"
    return all(each in told.casefold() for each in asked.casefold().split())


def _in_state(flow: FlowShown, state: str) -> bool:
    if state == CHANGED:
        return flow.pending is not None
    return not state or flow.state.key == state


def _choices(keys: Sequence[str], chosen: str) -> tuple[Choice, ...]:
    return tuple(Choice(key=key, label=Words(key, key), chosen=key == chosen) for key in keys)


def _state_choices(chosen: str) -> tuple[Choice, ...]:
    changed = (CHANGED, Words("草稿有修改", "Changed in the draft"))
    return tuple(
        Choice(key=key, label=label, chosen=key == chosen)
        for key, label in (*((each.key, each.label) for each in STATES), changed)
    )


def shown(here: Here, found: Live | None) -> list[FlowShown]:
    """Give all automations: those of the draft in its order, then those only the release has."""
    draft = here.standing.draft
    released = None if found is None else found.checked.program
    known: dict[str, tuple[Flow | None, Flow | None]] = {}
    for each in () if draft is None else draft.flows:
        known[each.key] = (each, None if released is None else released.find_flow(each.key))
    for each in () if released is None else released.flows:
        known.setdefault(each.key, (None, each))
    states = occurrences.states(here.space, here.program_id)
    tallies = run_list.tallies(here.space, here.program_id, since=here.now - WEEK)
    working = set() if found is None else {each.flow.key for each in at_work(found)}
    return [
        _one(
            here,
            drafted,
            live_one,
            program=draft if drafted is not None else released,
            works=key in working,
            held=states.get(key),
            tallies={state: each for (flow, state), each in tallies.items() if flow == key},
        )
        for key, (drafted, live_one) in known.items()
    ]


def _one(
    here: Here,
    drafted: Flow | None,
    live_one: Flow | None,
    *,
    program: Program | None,
    works: bool,
    held: FlowState | None,
    tallies: Mapping[str, Tally],
) -> FlowShown:
    flow = drafted or live_one
    assert flow is not None
    assert program is not None
    paused = held is not None and held.paused_at is not None and live_one is not None
    count = {
        group: sum(tallies[state].count for state in states if state in tallies)
        for group, (_, states) in GROUPS.items()
    }
    return FlowShown(
        key=flow.key,
        label=flow.label,
        folder=flow.folder,
        tags=flow.tags,
        trigger=trigger_said(program, flow),
        state=_state(live_one, works=works, paused=paused),
        pending=_pending(drafted, live_one, has_draft=here.standing.draft is not None),
        paused_by=held.paused_by if paused and held else None,
        paused_why=held.paused_why if paused and held else None,
        paused_at=held.paused_at if paused and held else None,
        design_url=here.url("builder.flow", key=flow.key) if drafted else None,
        runs_url=here.url("flows.runs", flow=flow.key),
        effect_url=None if live_one is None else effect_url(here, Subject.FLOW, flow.key),
        hook_url=here.url("hook_pages.hook", hooked=flow.key)
        if flow.trigger is not None and flow.trigger.kind == HOOK and here.visitor.may(Can.PUBLISH)
        else None,
        running=count["running"],
        done=count["ended"],
        failed=count["failed"],
        lately=sum(each.lately for each in tallies.values()),
        last=max((each.last for each in tallies.values()), default=None),
        on=flow.enabled,
        in_draft=drafted is not None,
        can_pause=live_one is not None and not paused,
        can_resume=paused,
    )


def _state(live_one: Flow | None, *, works: bool, paused: bool) -> FlowStateShown:
    if live_one is None:
        return UNPUBLISHED
    if paused:
        return PAUSED
    if works:
        return WORKS
    return BROKEN if live_one.enabled else OFF


def _pending(drafted: Flow | None, live_one: Flow | None, *, has_draft: bool) -> Words | None:
    """Say what publishing the draft would do to it."""
    if live_one is None or not has_draft:
        return None
    if drafted is None:
        return Words("发布后移除", "Goes when published")
    if _document(drafted) == _document(live_one):
        return None
    if drafted.enabled != live_one.enabled:
        on = Words("发布后启用", "On when published")
        return on if drafted.enabled else Words("发布后停用", "Off when published")
    return Words("草稿有修改", "Changed in the draft")


def _document(flow: Flow) -> dict[str, Any]:
    return dump_flow(flow)


def label_of(here: Here, key: str) -> str:
    """Name an automation by its key, as the draft or the release calls it."""
    for program in (here.standing.draft, here.standing.live):
        flow = None if program is None else program.find_flow(key)
        if flow is not None:
            return t(flow.label)
    return key
