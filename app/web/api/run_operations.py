"""Runs of automations in the hands of people, and how automations are doing, over the API."""

from app.access import Scope
from app.runtime import flow_control, run_control
from app.runtime.flow_control import NoSuchFlow
from app.storage import program_health, run_list, step_passes
from app.storage.run_list import Wanted
from app.web.api.answers import MOMENT
from app.web.api.flow_answers import run_json
from app.web.api.flows import FLOW_KEY, ONE_RUN, RUN_KEY
from app.web.api.here import here
from app.web.api.operations import Answer, Asked, Operation, Said
from app.web.api.shapes import ByKey, Keyed, Listed, OrNull, Text, Whole, needed, optional
from app.web.api.written import moment_json
from app.words import Words

MOST_NAMED = 1_000
OVERDUE = 60_000_000
NOT_PUBLISHED = 409
WHICH = Keyed(
    name="RunsWanted",
    parts=(
        optional(
            "runs",
            Listed(item=Text(longest=40), most=MOST_NAMED),
        ),
        optional("flow", Text(longest=60)),
    ),
)
RETRIED = Keyed(name="RunsRetried", parts=(needed("retried", Whole(least=0)),))
DISCARDED = Keyed(name="RunsDiscarded", parts=(needed("discarded", Whole(least=0)),))
MOVE = Keyed(name="MoveRun", parts=(needed("step", Text(longest=60)),))
AT_STEP = Keyed(
    name="StepCounts",
    parts=(
        needed("here", Whole(least=0)),
        needed("waiting", Whole(least=0)),
        needed("failed", Whole(least=0)),
        needed("left", ByKey(value=Whole(least=0), about=Words("按出口。", "By way out."))),
    ),
)
COUNTS = Keyed(
    name="FlowCounts",
    parts=(
        needed("steps", ByKey(value=AT_STEP, about=Words("按步骤。", "By step."))),
        needed("runs", ByKey(value=Whole(least=0), about=Words("按状态。", "By state."))),
    ),
)
HEALTH = Keyed(
    name="FlowHealth",
    parts=(
        needed("overdue", Whole(least=0)),
        needed("oldest_due_at", OrNull(shape=MOMENT)),
        needed("schedules_behind", Whole(least=0)),
        needed("failed_runs", Whole(least=0)),
        needed("dead_messages", Whole(least=0)),
    ),
)


def _wanted(asked: Asked) -> Wanted:
    """Read which runs are meant: those that are named, or those of an automation, or all."""
    found, flow, names = here(), asked.body.get("flow"), asked.body.get("runs")
    keys = None
    if names is not None:
        runs = [flow_control.get_run(found.space, found.live, each) for each in names]
        keys = tuple((each.member_id, each.id) for each in runs)
    return Wanted(flows=None if flow is None else (flow,), keys=keys)


def retry_runs(asked: Asked) -> Answer:
    found = here()
    count = run_control.retry_all(
        found.space, found.live, _wanted(asked), now=found.now, by=found.cause
    )
    return Answer(content={"retried": count})


def discard_runs(asked: Asked) -> Answer:
    found = here()
    count = run_control.discard_all(
        found.space, found.live, _wanted(asked), now=found.now, by=found.cause
    )
    return Answer(content={"discarded": count})


def move_run(asked: Asked) -> Answer:
    found = here()
    run = run_control.move_run(
        found.space,
        found.live,
        asked.path["run"],
        asked.body["step"],
        now=found.now,
        by=found.cause,
    )
    return Answer(content=run_json(run))


def count_runs(asked: Asked) -> Answer:
    found, key = here(), asked.path["flow"]
    if found.live.checked.program.find_flow(key) is None:
        raise NoSuchFlow(key)
    program_id = found.live.catalogue.program_id
    left = step_passes.of_flow(found.space, program_id, key)
    standing = run_list.standing_at(found.space, program_id, key)
    steps = {*(step for step, _ in left), *(step for step, _ in standing)}
    return Answer(
        content={
            "steps": {
                step: {
                    "here": standing.get((step, "ready"), 0) + standing.get((step, "waiting"), 0),
                    "waiting": standing.get((step, "waiting"), 0),
                    "failed": standing.get((step, "failed"), 0),
                    "left": {way: n for (at, way), n in left.items() if at == step},
                }
                for step in sorted(steps)
            },
            "runs": run_list.states_of(found.space, program_id, key),
        }
    )


def flow_health(_: Asked) -> Answer:
    found = here()
    space, program_id = found.space, found.live.catalogue.program_id
    late = program_health.overdue(space, program_id, before=found.now - OVERDUE)
    behind = program_health.schedules_behind(space, program_id, before=found.now - OVERDUE)
    return Answer(
        content={
            "overdue": late.count,
            "oldest_due_at": None if late.oldest is None else moment_json(late.oldest),
            "schedules_behind": behind.count,
            "failed_runs": program_health.count_failed(space, program_id),
            "dead_messages": program_health.count_dead(space, program_id),
        }
    )


OPERATIONS = (
    Operation(
        name="retry_runs",
        method="POST",
        path="/runs/retry",
        policy=Scope.STANDING_WRITE,
        title=Words("重跑失败的运行", "Run failed runs again"),
        about=Words(
            "指定运行、一个自动化的全部，或都不写就是全部；一次最多 20000 次。",
            "Those named, all of an automation, or all; at most 20,000 at once.",
        ),
        view=retry_runs,
        body=WHICH,
        answers={200: Said(about=Words("重跑了几次。", "How many."), shape=RETRIED)},
        problems=(404,),
    ),
    Operation(
        name="discard_runs",
        method="POST",
        path="/runs/discard",
        policy=Scope.STANDING_WRITE,
        title=Words("搁置失败的运行", "Put failed runs aside"),
        view=discard_runs,
        body=WHICH,
        answers={200: Said(about=Words("搁置了几次。", "How many."), shape=DISCARDED)},
        problems=(404,),
    ),
    Operation(
        name="move_run",
        method="POST",
        path="/runs/{run}/move",
        policy=Scope.STANDING_WRITE,
        title=Words("把一次运行移到最新版本的某一步", "Move a run to a step of the live release"),
        view=move_run,
        parameters=(RUN_KEY,),
        body=MOVE,
        answers={200: ONE_RUN},
    ),
    Operation(
        name="count_runs",
        method="GET",
        path="/flows/{flow}/counts",
        policy=Scope.PROGRAM_READ,
        title=Words("每一步上有多少人、走过多少次", "Who stands at each step, and went through it"),
        view=count_runs,
        parameters=(FLOW_KEY,),
        answers={200: Said(about=Words("计数。", "Counts."), shape=COUNTS)},
        problems=(NOT_PUBLISHED,),
    ),
    Operation(
        name="flow_health",
        method="GET",
        path="/flow-health",
        policy=Scope.PROGRAM_READ,
        title=Words("自动化的运行状况", "How automations are doing"),
        view=flow_health,
        answers={200: Said(about=Words("逾期、落后、失败和发不出的。", "Figures."), shape=HEALTH)},
        problems=(NOT_PUBLISHED,),
    ),
)
