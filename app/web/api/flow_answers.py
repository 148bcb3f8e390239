"""How automations and their runs look in answers of the API."""

from typing import Any

from app.runtime.flow_control import FlowShown
from app.runtime.run_words import in_one_language, why
from app.storage.flow_runs import RunRow
from app.web.api.answers import BOTH, ID, MOMENT
from app.web.api.shapes import ByKey, Flag, Keyed, Listed, OrNull, Text, Whole, needed, optional
from app.web.api.written import moment_json
from app.words import Words

STATES = ("ready", "waiting", "done", "goal", "failed", "cancelled", "looped")
RUN_NAME = Text(
    example="120034-120101",
    about=Words("会员编号和运行编号。", "The member's id and the run's number."),
)
FLOW = Keyed(
    name="Flow",
    parts=(
        needed("key", Text(example="near_gold")),
        needed("label", BOTH),
        needed("folder", Text()),
        needed("tags", Listed(item=Text())),
        needed("works", Flag(about=Words("会员能否进入。", "Whether members may enter."))),
        needed("trigger", OrNull(shape=Text(example="near_next_tier"))),
        needed("paused_at", OrNull(shape=MOMENT)),
        needed("counts", ByKey(value=Whole(least=0), about=Words("各状态的运行数。", "By state."))),
    ),
)
FLOWS = Keyed(name="Flows", parts=(needed("items", Listed(item=FLOW)),))
TAKEN = Keyed(
    name="StepTaken",
    parts=(needed("step", Text()), needed("way", Text()), needed("at", MOMENT)),
)
RUN = Keyed(
    name="FlowRun",
    parts=(
        needed("run", RUN_NAME),
        needed("member_id", ID),
        needed("flow", Text()),
        needed("release_id", ID),
        needed("state", Text(example="waiting")),
        needed("step", OrNull(shape=Text())),
        needed("cause", Text()),
        needed("chain", Listed(item=Text())),
        needed("object", OrNull(shape=Text())),
        needed("record_id", OrNull(shape=ID)),
        needed("started_at", MOMENT),
        needed("due_at", OrNull(shape=MOMENT)),
        needed("ended_at", OrNull(shape=MOMENT)),
        needed("error", OrNull(shape=Text(about=Words("英文原文。", "As written, in English.")))),
        needed("why", OrNull(shape=BOTH)),
        optional("trace", Listed(item=TAKEN)),
    ),
)
RUNS = Keyed(
    name="FlowRuns",
    parts=(needed("items", Listed(item=RUN)), needed("next", OrNull(shape=Text()))),
)
REASON = Keyed(name="FlowReason", parts=(optional("reason", Text(longest=500)),))
CANCELLED = Keyed(name="RunsCancelled", parts=(needed("cancelled", Whole(least=0)),))


def flow_json(shown: FlowShown) -> dict[str, Any]:
    flow, state = shown.flow, shown.state
    paused = None if state is None else state.paused_at
    return {
        "key": flow.key,
        "label": flow.label.to_json(),
        "folder": flow.folder,
        "tags": list(flow.tags),
        "works": shown.works,
        "trigger": None if flow.trigger is None else flow.trigger.kind,
        "paused_at": None if paused is None else moment_json(paused),
        "counts": shown.counts,
    }


def run_json(run: RunRow) -> dict[str, Any]:
    return {
        "run": run.key,
        "member_id": str(run.member_id),
        "flow": run.flow,
        "release_id": str(run.release_id),
        "state": run.state,
        "step": run.step,
        "cause": run.cause,
        "chain": run.chain.split(">") if run.chain else [],
        "object": run.object,
        "record_id": None if run.record_id is None else str(run.record_id),
        "started_at": moment_json(run.started_at),
        "due_at": _moment(run.due_at),
        "ended_at": _moment(run.ended_at),
        "error": in_one_language(run.error),
        "why": None if (reason := why(run)) is None else reason.to_json(),
    }


def _moment(at: int | None) -> str | None:
    return None if at is None else str(moment_json(at))
