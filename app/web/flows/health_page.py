"""How automations are doing: the worker, what is late, what was given up, what does not add up."""

from collections.abc import Iterator, Mapping
from typing import Any

from app.access import Can
from app.health import FAILING
from app.program.message_template import CHANNELS
from app.program.program import Program
from app.runtime.channels import CHANNEL_KINDS
from app.runtime.checkups import told
from app.runtime.invariants import Wrong
from app.runtime.run_words import for_engineers, why
from app.runtime.sender_health import FAILING as FAILING_ACCOUNTS
from app.runtime.sender_health import Doing, doing
from app.storage import channels, checkups, outgoing, program_health, records
from app.storage.flow_runs import RunRow
from app.storage.heartbeat import WORKER, last_beat, last_detail
from app.storage.program_health import Dead, Failures, Late, Stuck
from app.storage.trouble import Trouble
from app.web.budget_marks import MarkShown, marks_shown
from app.web.flows.health_model import (
    ChannelShown,
    DeadShown,
    FailuresShown,
    HealthPage,
    InvariantShown,
    NamedShown,
    Sign,
    StuckShown,
)
from app.web.flows.held_sign import held_sign
from app.web.flows.tabs import tabs
from app.web.flows.tracing import live_of, step_words
from app.web.flows.trigger_signs import trigger_signs
from app.web.frame import Here
from app.web.language import t
from app.web.records.showing import name_of
from app.web.trouble import SAID
from app.words import Words

SECOND = 1_000_000
SILENCE = 30 * SECOND
"""A worker leaves a sign every five seconds."""
OVERDUE = 60 * SECOND
STUCK = 300 * SECOND
MOST_STUCK, MOST_FAILURES, MOST_DEAD = 20, 50, 50


def health_page(here: Here) -> HealthPage:
    space, program_id = here.space, here.program_id
    program = here.standing.live or here.standing.draft
    stuck = program_health.stuck_claims(
        space, program_id, before=here.now - STUCK, limit=MOST_STUCK
    )
    reads = here.visitor.may(Can.READ_MEMBERS)
    found = program_health.failures(space, program_id, limit=MOST_FAILURES)
    failed = program_health.count_failed(space, program_id)
    dead = program_health.dead_messages(space, program_id, limit=MOST_DEAD) if reads else []
    dead_count = program_health.count_dead(space, program_id)
    accounts = tuple(_channels(here))
    examined, marks = checkups.latest(space, program_id), marks_shown(here)
    return HealthPage(
        tabs=tabs(here),
        signs=(
            _worker(here),
            *held_sign(here),
            *_lateness(here),
            _count("stuck", Words("卡住的步骤", "Stuck steps"), len(stuck)),
            _count("failed", Words("失败的运行", "Failed runs"), failed),
            _count("dead", Words("发不出的消息", "Dead messages"), dead_count),
            _count("channels", Words("故障的渠道", "Failing channels"), len(accounts)),
            _budgets(marks),
        ),
        failing_jobs=tuple(_failing(here)),
        failures=tuple(_failures(here, program, each) for each in found),
        failed=failed,
        dead=_dead(here, program, dead),
        dead_count=dead_count,
        many=program_health.MANY,
        stuck=tuple(_stuck(program, each) for each in stuck),
        channels=accounts,
        triggers=trigger_signs(here),
        marks=marks,
        budgets_url=here.url("benefits.benefits", _anchor="budgets"),
        invariants=() if examined is None else tuple(_invariants(here, examined.found)),
        examined_at=None if examined is None else examined.finished_at,
        examined=0 if examined is None else examined.members,
        may_act=here.visitor.may(Can.GIVE),
        runs_url=here.url("flows.runs", state="failed") if reads else None,
        at={
            "runs": here.url("flows.act_on_runs"),
            "messages": here.url("flows.act_on_messages"),
        },
    )


def _lateness(here: Here) -> tuple[Sign, Sign]:
    before = here.now - OVERDUE
    late = program_health.overdue(here.space, here.program_id, before=before)
    behind = program_health.schedules_behind(here.space, here.program_id, before=before)
    return (
        _late(here, "overdue", Words("逾期的运行", "Overdue runs"), late),
        _late(here, "behind", Words("落后的定时", "Schedules behind"), behind),
    )


def _worker(here: Here) -> Sign:
    at = last_beat(here.space.connection, WORKER)
    good = at is not None and here.now - at <= SILENCE
    if at is None:
        value, note = (
            Words("从未运行", "Never"),
            Words("请启动 rungs worker。", "Start rungs worker."),
        )
    else:
        ago = here.formats.ago(at)
        value = Words(ago, ago)
        note = Words("后台进程最近一次心跳", "The last sign of the worker")
        if not good:
            note = Words(
                "后台进程没有心跳，自动化不会往下走；请启动 rungs worker。",
                "The worker is silent and nothing goes on: start rungs worker.",
            )
    return Sign(key="worker", label=Words("后台进程", "Worker"), good=good, value=value, note=note)


def _late(here: Here, key: str, label: Words, found: Late) -> Sign:
    note = None
    if found.oldest is not None:
        at = here.formats.moment(found.oldest)
        note = Words(f"最早应在 {at}", f"The oldest was due {at}")
    return Sign(key=key, label=label, good=not found.count, value=_number(found.count), note=note)


def _count(key: str, label: Words, count: int) -> Sign:
    return Sign(key=key, label=label, good=not count, value=_number(count), note=None)


def _budgets(found: tuple[MarkShown, ...]) -> Sign:
    """Count budgets that run low; it is well again once somebody has seen each."""
    return Sign(
        key="budgets",
        label=Words("告急的预算", "Budgets running low"),
        good=not any(each.is_news for each in found),
        value=_number(len(found)),
        note=None,
    )


def _number(count: int) -> Words:
    many = f"{count}+" if count >= program_health.MANY else f"{count}"
    return Words(many, many)


def _failing(here: Here) -> Iterator[str]:
    told = last_detail(here.space.connection, WORKER).get(FAILING)
    for each in told if isinstance(told, list) else ():
        if isinstance(each, dict) and each.get("program") == str(here.program_id):
            job, waits_for = str(each.get("job")), each.get("trouble")
            yield job if waits_for is None else f"{job} ({t(SAID[Trouble(waits_for)].title)})"


def _flow(program: Program | None, key: str | None) -> Words:
    flow = None if program is None or key is None else program.find_flow(key)
    return Words(key or "—", key or "—") if flow is None else flow.label


def _step(program: Program | None, flow: str | None, step: str | None) -> Words:
    if program is None or flow is None:
        return Words(step or "—", step or "—")
    return step_words(program, program.find_flow(flow), step)[0]


def _failures(here: Here, program: Program | None, found: Failures) -> FailuresShown:
    reads = here.visitor.may(Can.READ_MEMBERS)
    return FailuresShown(
        flow=_flow(program, found.flow),
        step=_step(program, found.flow, found.step),
        why=_why(found),
        error=for_engineers(found.error),
        count=found.count,
        last=found.last,
        url=here.url("flows.runs", state="failed", flow=found.flow) if reads else None,
        flow_key=found.flow,
    )


def _why(found: Failures) -> Words:
    run = RunRow(
        member_id=0,
        id=0,
        flow=found.flow,
        release_id=0,
        cause="",
        object=None,
        record_id=None,
        chain="",
        state="failed",
        step=found.step,
        visits=0,
        due_at=None,
        awaiting=None,
        started_at=0,
        ended_at=found.last,
        error=found.error,
    )
    return why(run) or Words("没有留下原因。", "No reason was left.")


def _dead(here: Here, program: Program | None, found: list[Dead]) -> tuple[DeadShown, ...]:
    if not found:
        return ()
    members = live_of(here).catalogue.members
    named = records.find_rows(here.space, members, sorted({each.member_id for each in found}))
    return tuple(_message(here, program, named.get(each.member_id), each) for each in found)


def _message(
    here: Here, program: Program | None, member: Mapping[str, Any] | None, found: Dead
) -> DeadShown:
    title = found.body.get("title")
    personal = here.visitor.may(Can.READ_PERSONAL)
    run = None if found.run_id is None else f"{found.member_id}-{found.run_id}"
    return DeadShown(
        key=f"{found.member_id}-{found.id}",
        channel=CHANNELS.get(found.channel, Words(found.channel, found.channel)),
        title=None if title is None else Words.from_json(title),
        member=name_of(member or {"id": found.member_id}, personal=personal),
        member_url=here.url("records.member", member_id=found.member_id),
        flow=None if found.flow is None else _flow(program, found.flow),
        attempts=found.attempts,
        at=found.at,
        error=found.error,
        run_url=None if run is None else here.url("flows.run", run=run),
    )


def _stuck(program: Program | None, found: Stuck) -> StuckShown:
    return StuckShown(
        flow=_flow(program, found.group.flow),
        step=_step(program, found.group.flow, found.group.step),
        worker=found.worker,
        since=found.since,
        attempts=found.attempts,
        error=found.error,
    )


def _channels(here: Here) -> Iterator[ChannelShown]:
    """Give the accounts that do not work as they should."""
    for each in channels.of_program(here.space, here.program_id):
        match doing(each):
            case Doing.LEFT_ALONE:
                state = Words("连续多天失败，已停用", "Failed for days, switched off")
            case Doing.PAUSED:
                state = Words("故障，暂缓发送", "Failing, held back")
            case Doing.FAILED_LATELY:
                state = Words(f"连续失败 {each.failures} 次", f"{each.failures} failures")
            case _:
                continue
        yield ChannelShown(
            name=each.name,
            kind=CHANNEL_KINDS[each.kind].label,
            state=state,
            tone="badge--bad" if doing(each) in FAILING_ACCOUNTS else "badge--warn",
            error=outgoing.said(each.last_error),
            since=each.failing_since,
        )


def _invariants(here: Here, found: Mapping[str, Any]) -> Iterator[InvariantShown]:
    """Tell what must hold, with what does not first."""
    reads = here.visitor.may(Can.READ_MEMBERS)
    for each in sorted(told(found), key=lambda each: each.holds):
        yield InvariantShown(
            label=each.label,
            advice=each.advice,
            count=_number(each.count),
            holds=each.holds,
            few=tuple(_named(here, one) for one in each.few) if reads else (),
        )


def _named(here: Here, found: Wrong) -> NamedShown:
    member = found.member_id
    return NamedShown(
        what=found.what,
        member=None if member is None else str(member),
        url=None if member is None else here.url("records.member", member_id=member),
    )
