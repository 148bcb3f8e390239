"""What people do to runs of automations, one or many: try again, cancel, put aside, move."""

from app.errors import Conflict, Invalid
from app.runtime.flow_control import NoSuchFlow, get_run
from app.runtime.releases import Live
from app.storage import audit, flow_kin, program_health, run_acts, tasks
from app.storage.flow_runs import FAILED, RunRow
from app.storage.run_list import Wanted
from app.storage.space import Space

AT_ONCE = 20_000
"""Runs that one act changes at most: a request is one transaction."""


def retry_all(space: Space, live: Live, wanted: Wanted, *, now: int, by: str | None) -> int:
    """Let failed runs go on where they stopped; give how many."""
    program_id = live.catalogue.program_id
    count = run_acts.retry_all(space, program_id, wanted, now=now, most=AT_ONCE)
    _note(space, "runs.retried", wanted, count, now=now, by=by)
    return count


def cancel_all(
    space: Space, live: Live, wanted: Wanted, *, now: int, by: str | None, why: str
) -> int:
    """End runs that are under way; give how many."""
    program_id, said = live.catalogue.program_id, why.strip() or "cancelled"
    count = run_acts.cancel_all(space, program_id, wanted, now=now, why=said, most=AT_ONCE)
    flow_kin.wake_parents(space, program_id, now=now, of_batch=False)
    _note(space, "runs.cancelled", wanted, count, now=now, by=by, why=said)
    return count


def discard_all(space: Space, live: Live, wanted: Wanted, *, now: int, by: str | None) -> int:
    """Put failed runs aside: nobody needs to look at them any more; give how many."""
    count = run_acts.discard_all(space, live.catalogue.program_id, wanted, most=AT_ONCE)
    _note(space, "runs.discarded", wanted, count, now=now, by=by)
    return count


def move_run(space: Space, live: Live, name: str, step: str, *, now: int, by: str | None) -> RunRow:
    """Have a run that waits, or failed, go on under the live release at one of its steps.

    What it has done stays done; a step it comes to again does its work again. Raises `NoSuchRun`,
    `NoSuchFlow`, `Invalid`, `Conflict`.
    """
    run = get_run(space, live, name)
    flow = live.checked.flows.get(run.flow)
    if flow is None:
        raise NoSuchFlow(run.flow)
    if flow.flow.find_step(step) is None:
        raise Invalid(
            f"现在发布的版本里没有步骤“{step}”。", f"The live release has no step {step!r}."
        )
    if not flow.usable:
        raise Conflict(
            "现在发布的版本里，这个自动化有错误，不能运行。",
            "In the live release this automation has mistakes and cannot run.",
        )
    if run.due_at is None and run.state != FAILED:
        raise Conflict("这次运行已经结束。", "The run is over already.")
    release_id = live.catalogue.release_id
    if run.release_id == release_id:
        raise Conflict("它已经在最新版本上运行。", "It runs under the live release already.")
    if not run_acts.move(space, run, release_id=release_id, step=step, now=now):
        raise Conflict("它刚刚往下走了，请再看一眼。", "It has just gone on; look again.")
    tasks.cancel_of_run(space, run.member_id, run.id, now=now)
    audit.note(
        space,
        at=now,
        actor=by,
        action="run.moved",
        subject=f"flow:{run.flow}",
        detail={"run": name, "from": run.step, "to": step, "release": str(release_id)},
    )
    return get_run(space, live, name)


def revive_messages(
    space: Space, program_id: int, chosen: list[tuple[int, int]] | None, *, now: int, by: str | None
) -> int:
    """Let messages that were given up be tried again, under the same key; give how many."""
    count = program_health.revive(space, program_id, chosen, now=now, most=AT_ONCE)
    _note_messages(space, "messages.retried", count, now=now, by=by)
    return count


def discard_messages(
    space: Space, program_id: int, chosen: list[tuple[int, int]] | None, *, now: int, by: str | None
) -> int:
    """Put messages aside that were given up; give how many."""
    count = program_health.discard(space, program_id, chosen, most=AT_ONCE)
    _note_messages(space, "messages.discarded", count, now=now, by=by)
    return count


def _note_messages(space: Space, action: str, count: int, *, now: int, by: str | None) -> None:
    if count:
        detail = {"count": count}
        audit.note(space, at=now, actor=by, action=action, subject="outbox:*", detail=detail)


def _note(
    space: Space,
    action: str,
    wanted: Wanted,
    count: int,
    *,
    now: int,
    by: str | None,
    why: str = "",
) -> None:
    detail = {
        "count": count,
        "flows": list(wanted.flows or ()),
        "member": None if wanted.member_id is None else str(wanted.member_id),
        "chosen": [f"{member}-{run}" for member, run in wanted.keys or ()],
        "why": why,
    }
    if count:
        audit.note(space, at=now, actor=by, action=action, subject="flow:*", detail=detail)
