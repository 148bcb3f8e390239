"""Automations at work: what there is, how runs go, and what people do about them."""

from app.access import Scope
from app.runtime import flow_control
from app.runtime.changes import NoSuchRecord
from app.runtime.naming import number_of
from app.storage import flow_runs, run_list
from app.storage.run_list import Wanted
from app.web.api.flow_answers import (
    CANCELLED,
    FLOWS,
    REASON,
    RUN,
    RUNS,
    STATES,
    flow_json,
    run_json,
)
from app.web.api.here import here
from app.web.api.operations import Answer, Asked, Operation, Said, in_path, in_query
from app.web.api.shapes import OneOf, Text, Whole
from app.web.api.written import moment_json
from app.words import Words

USUAL, MOST = 50, 200
NOT_PUBLISHED = 409


def list_flows(_: Asked) -> Answer:
    found = here()
    return Answer(
        content={"items": [flow_json(each) for each in flow_control.flows(found.space, found.live)]}
    )


def list_runs(asked: Asked) -> Answer:
    found, query = here(), asked.query
    size = query.get("limit", USUAL)
    member = query.get("member")
    wanted = Wanted(
        flows=(query["flow"],) if "flow" in query else None,
        states=(query["state"],) if "state" in query else None,
        member_id=None if member is None else _id(member),
    )
    before = None
    if "before" in query:
        last = flow_control.get_run(found.space, found.live, query["before"])
        before = (last.started_at, last.member_id, last.id)
    program_id = found.live.catalogue.program_id
    rows = run_list.page(found.space, program_id, wanted, limit=size + 1, before=before)
    more = rows[size - 1].key if len(rows) > size else None
    return Answer(content={"items": [run_json(each) for each in rows[:size]], "next": more})


def get_run(asked: Asked) -> Answer:
    found = here()
    run = flow_control.get_run(found.space, found.live, asked.path["run"])
    taken = flow_runs.trace_of(found.space, run.member_id, run.id)
    trace = [{"step": step, "way": way, "at": moment_json(at)} for step, way, at in taken]
    return Answer(content=run_json(run) | {"trace": trace})


def pause_flow(asked: Asked) -> Answer:
    found, key = here(), asked.path["flow"]
    why = asked.body.get("reason", "")
    flow_control.pause(found.space, found.live, key, now=found.now, by=found.cause, why=why)
    return list_flows(asked)


def resume_flow(asked: Asked) -> Answer:
    found = here()
    flow_control.resume(found.space, found.live, asked.path["flow"], now=found.now, by=found.cause)
    return list_flows(asked)


def cancel_runs(asked: Asked) -> Answer:
    found = here()
    count = flow_control.cancel(
        found.space,
        found.live,
        asked.path["flow"],
        now=found.now,
        by=found.cause,
        why=asked.body.get("reason", ""),
    )
    return Answer(content={"cancelled": count})


def cancel_run(asked: Asked) -> Answer:
    found = here()
    run = flow_control.cancel_run(
        found.space,
        found.live,
        asked.path["run"],
        now=found.now,
        by=found.cause,
        why=asked.body.get("reason", ""),
    )
    return Answer(content=run_json(run))


def retry_run(asked: Asked) -> Answer:
    found = here()
    run = flow_control.retry_run(
        found.space, found.live, asked.path["run"], now=found.now, by=found.cause
    )
    return Answer(content=run_json(run))


def _id(text: str) -> int:
    number = number_of(text)
    if number is None:
        raise NoSuchRecord
    return number


FLOW_KEY = in_path("flow", Words("自动化的标识。", "The key of the automation."), example="near")
RUN_KEY = in_path(
    "run", Words("会员编号-运行编号。", "The member's id and the run's number."), example="12-34"
)
ONE_RUN = Said(about=Words("这次运行。", "The run."), shape=RUN)
ALL_FLOWS = Said(about=Words("所有自动化。", "All automations."), shape=FLOWS)

OPERATIONS = (
    Operation(
        name="list_flows",
        method="GET",
        path="/flows",
        policy=Scope.PROGRAM_READ,
        title=Words("自动化", "Automations"),
        view=list_flows,
        answers={200: ALL_FLOWS},
        problems=(NOT_PUBLISHED,),
    ),
    Operation(
        name="pause_flow",
        method="POST",
        path="/flows/{flow}/pause",
        policy=Scope.PROGRAM_WRITE,
        title=Words("暂停一个自动化", "Pause an automation"),
        view=pause_flow,
        parameters=(FLOW_KEY,),
        body=REASON,
        answers={200: ALL_FLOWS},
    ),
    Operation(
        name="resume_flow",
        method="POST",
        path="/flows/{flow}/resume",
        policy=Scope.PROGRAM_WRITE,
        title=Words("继续一个自动化", "Resume an automation"),
        view=resume_flow,
        parameters=(FLOW_KEY,),
        body=REASON,
        answers={200: ALL_FLOWS},
    ),
    Operation(
        name="cancel_runs",
        method="POST",
        path="/flows/{flow}/cancel",
        policy=Scope.PROGRAM_WRITE,
        title=Words("取消一个自动化里所有未结束的运行", "Cancel all runs that are under way"),
        view=cancel_runs,
        parameters=(FLOW_KEY,),
        body=REASON,
        answers={200: Said(about=Words("取消了几次。", "How many."), shape=CANCELLED)},
    ),
    Operation(
        name="list_runs",
        method="GET",
        path="/runs",
        policy=Scope.STANDING_READ,
        title=Words("自动化的运行", "Runs of automations"),
        view=list_runs,
        parameters=(
            in_query("flow", Text(longest=60), Words("只看一个自动化。", "Of one automation.")),
            in_query("state", OneOf(words=STATES), Words("只看一种状态。", "In one state.")),
            in_query("member", Text(longest=20), Words("只看一位会员。", "Of one member.")),
            in_query("limit", Whole(least=1, most=MOST), Words("多少条。", "How many.")),
            in_query("before", Text(longest=40), Words("上一页的 next。", "`next` of the page.")),
        ),
        answers={200: Said(about=Words("一页运行。", "A page of runs."), shape=RUNS)},
        problems=(404, NOT_PUBLISHED),
    ),
    Operation(
        name="get_run",
        method="GET",
        path="/runs/{run}",
        policy=Scope.STANDING_READ,
        title=Words("一次运行和它走过的步骤", "A run with the steps it took"),
        view=get_run,
        parameters=(RUN_KEY,),
        answers={200: ONE_RUN},
        problems=(404, NOT_PUBLISHED),
    ),
    Operation(
        name="cancel_run",
        method="POST",
        path="/runs/{run}/cancel",
        policy=Scope.STANDING_WRITE,
        title=Words("取消一次运行", "Cancel a run"),
        view=cancel_run,
        parameters=(RUN_KEY,),
        body=REASON,
        answers={200: ONE_RUN},
    ),
    Operation(
        name="retry_run",
        method="POST",
        path="/runs/{run}/retry",
        policy=Scope.STANDING_WRITE,
        title=Words("重试一次失败的运行", "Try a failed run again"),
        view=retry_run,
        parameters=(RUN_KEY,),
        body=REASON,
        answers={200: ONE_RUN},
    ),
)
