"""The list of runs: what is asked for, one page of it, and where the next begins."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from werkzeug.datastructures import MultiDict

from app.access import Can
from app.analytics.incentives import Subject
from app.clock import to_instant
from app.program.triggers import TRIGGER_KINDS
from app.runtime.naming import number_of
from app.runtime.releases import Live
from app.runtime.run_words import why
from app.storage import records, run_list
from app.storage.flow_runs import FAILED, RUNNING, RunRow
from app.storage.run_list import Place, Wanted
from app.web.analytics.links import effect_url
from app.web.flows.tabs import tabs
from app.web.flows.tracing import step_words
from app.web.flows.words import GROUPS, STATES, StateShown, state_shown
from app.web.frame import Here
from app.web.records.search import found_members
from app.web.records.showing import name_of
from app.words import Words

A_PAGE = 50
NOBODY = -1
"""No member has this id."""
FILTERS = ("state", "flow", "member", "trigger", "from", "to")


@dataclass(frozen=True, slots=True, kw_only=True)
class RunShown:
    """One line of the list."""

    key: str
    url: str
    flow: Words
    flow_url: str
    member: str
    member_url: str
    state: StateShown
    step: Words | None
    at: int
    due_at: int | None
    ended_at: int | None
    why: Words | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    key: str
    label: Words
    chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RunsPage:
    tabs: Mapping[str, str | None]
    rows: tuple[RunShown, ...]
    asked: Mapping[str, str]
    """What the filters hold, as it was typed."""
    wrong: Words | None
    states: tuple[Choice, ...]
    flows: tuple[Choice, ...]
    triggers: tuple[Choice, ...]
    filtered: bool
    next_url: str | None
    first_url: str | None
    effect_url: str | None
    """Where before and after are compared, of the one automation that is asked for."""
    clear_url: str
    act_url: str | None
    retries: bool
    """Whether failed runs may be among what matches."""
    cancels: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """What was asked for, read; what cannot be read is said and finds nothing."""

    asked: Mapping[str, str]
    wanted: Wanted
    wrong: Words | None


def read_filter(here: Here, live: Live, sent: MultiDict[str, str]) -> Filter:
    asked = {name: sent.get(name, "").strip() for name in FILTERS}
    wrong, member_id = None, None
    if asked["member"]:
        member_id, wrong = _member(here, live, asked["member"])
    since, until = _day(here, asked["from"]), _day(here, asked["to"], days=1)
    if (asked["from"] and since is None) or (asked["to"] and until is None):
        wrong = Words("日期请写成 2026-03-01。", "Write a date as 2026-03-01.")
    wanted = Wanted(
        flows=_flows(live, asked),
        states=_states(asked["state"]),
        member_id=member_id,
        since=since,
        until=until,
    )
    return Filter(asked=asked, wanted=wanted, wrong=wrong)


def _member(here: Here, live: Live, text: str) -> tuple[int, Words | None]:
    """Find whose runs are meant, by id, number, phone or name; also who has left."""
    number = number_of(text)
    if number is not None:
        there = records.find_rows(here.space, live.catalogue.members, [number])
        had = Wanted(member_id=number)
        if there or run_list.page(here.space, here.program_id, had, limit=1):
            return number, None
    found = found_members(here, text)
    if len(found) == 1:
        return int(found[0]["id"]), None
    if found:
        return NOBODY, Words(
            "不止一位会员符合，请写编号或手机号。",
            "More than one member matches: write the number or the phone.",
        )
    return NOBODY, Words(f"没有会员“{text}”。", f"There is no member {text!r}.")


def _states(asked: str) -> tuple[str, ...] | None:
    if asked in GROUPS:
        return GROUPS[asked][1]
    return (asked,) if asked in STATES else None


def _flows(live: Live, asked: Mapping[str, str]) -> tuple[str, ...] | None:
    found = (asked["flow"],) if asked["flow"] else None
    if not asked["trigger"]:
        return found
    by_trigger = [
        each.key
        for each in live.checked.program.flows
        if each.trigger and each.trigger.kind == asked["trigger"]
    ]
    return tuple(each for each in by_trigger if found is None or each in found)


def _day(here: Here, text: str, *, days: int = 0) -> int | None:
    try:
        day = date.fromisoformat(text) + timedelta(days=days)
    except (ValueError, OverflowError):
        return None
    return to_instant(datetime.combine(day, time.min, here.formats.zone))


def runs_page(here: Here, live: Live, sent: MultiDict[str, str]) -> RunsPage:
    """Give one page of runs, the last to begin first."""
    found = read_filter(here, live, sent)
    before = read_place(sent.get("before", ""))
    rows: list[RunRow] = []
    if found.wrong is None:
        rows = run_list.page(
            here.space, here.program_id, found.wanted, limit=A_PAGE + 1, before=before
        )
    asked = {name: value for name, value in found.asked.items() if value}
    last = rows[A_PAGE - 1] if len(rows) > A_PAGE else None
    may = here.visitor.may(Can.GIVE)
    states = found.wanted.states
    return RunsPage(
        tabs=tabs(here),
        rows=shown(here, live, rows[:A_PAGE]),
        asked=found.asked,
        wrong=found.wrong,
        states=_state_choices(found.asked["state"]),
        flows=_flow_choices(here, live, found.asked["flow"]),
        triggers=_trigger_choices(live, found.asked["trigger"]),
        filtered=bool(asked),
        next_url=None if last is None else here.url("flows.runs", **asked, before=_place(last)),
        first_url=here.url("flows.runs", **asked) if before else None,
        effect_url=_effect(here, live, found.asked["flow"]),
        clear_url=here.url("flows.runs"),
        act_url=here.url("flows.act_on_runs") if may else None,
        retries=states is None or FAILED in states,
        cancels=states is None or bool(set(states) & set(RUNNING)),
    )


def _effect(here: Here, live: Live, flow: str) -> str | None:
    there = live.checked.program.find_flow(flow) if flow else None
    return None if there is None else effect_url(here, Subject.FLOW, there.key)


def _place(run: RunRow) -> str:
    return f"{run.started_at}-{run.member_id}-{run.id}"


def read_place(text: str) -> Place | None:
    parts = text.split("-")
    if len(parts) != len(("started", "member", "run")):
        return None
    if not all(each.isascii() and each.isdigit() for each in parts):
        return None
    started, member, run = map(int, parts)
    return started, member, run


def shown(here: Here, live: Live, rows: Sequence[RunRow]) -> tuple[RunShown, ...]:
    """Give runs as lines; members and automations are read once for all of them."""
    members = live.catalogue.members
    named = records.find_rows(here.space, members, sorted({each.member_id for each in rows}))
    return tuple(_shown(here, live, named.get(each.member_id), each) for each in rows)


def _shown(here: Here, live: Live, member: Mapping[str, Any] | None, run: RunRow) -> RunShown:
    program = live.checked.program
    flow = program.find_flow(run.flow)
    label = Words(run.flow, run.flow) if flow is None else flow.label
    personal = here.visitor.may(Can.READ_PERSONAL)
    step, _, _, _ = step_words(program, flow, run.step)
    return RunShown(
        key=run.key,
        url=here.url("flows.run", run=run.key),
        flow=label,
        flow_url=here.url("flows.runs", flow=run.flow),
        member=name_of(member or {"id": run.member_id}, personal=personal),
        member_url=here.url("records.member", member_id=run.member_id),
        state=state_shown(run.state),
        step=step if run.step else None,
        at=run.started_at,
        due_at=run.due_at if run.state in RUNNING else None,
        ended_at=run.ended_at,
        why=why(run),
    )


def _state_choices(chosen: str) -> tuple[Choice, ...]:
    groups = [(key, label) for key, (label, _) in GROUPS.items()]
    exact = [(each.key, each.label) for each in STATES.values() if each.key not in GROUPS]
    return tuple(
        Choice(key=key, label=label, chosen=key == chosen) for key, label in (*groups, *exact)
    )


def _flow_choices(here: Here, live: Live, chosen: str) -> tuple[Choice, ...]:
    """Give the automations of the live release, and behind them those that had runs before."""
    known = {each.key: each.label for each in live.checked.program.flows}
    for key in run_list.flows_with_runs(here.space, here.program_id):
        known.setdefault(key, Words(key, key))
    return tuple(Choice(key=key, label=label, chosen=key == chosen) for key, label in known.items())


def _trigger_choices(live: Live, chosen: str) -> tuple[Choice, ...]:
    used = {each.trigger.kind for each in live.checked.program.flows if each.trigger}
    return tuple(
        Choice(key=each.key, label=each.label, chosen=each.key == chosen)
        for each in TRIGGER_KINDS
        if each.key in used
    )


def of_member(here: Here, live: Live, member_id: int, *, limit: int) -> tuple[RunShown, ...]:
    """Give the latest runs of one member."""
    wanted = Wanted(member_id=member_id)
    return shown(here, live, run_list.page(here.space, here.program_id, wanted, limit=limit))
