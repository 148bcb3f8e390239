"""Automations that are started over the API: for one member, for several, or for a segment."""

from typing import Any

from app.access import Scope
from app.errors import Finding, Invalid
from app.runtime import starting
from app.runtime.member_filter import Whom
from app.runtime.member_list import ids_of
from app.runtime.naming import number_of
from app.runtime.starting import SAID, Start
from app.storage import bulk_jobs, bulk_starts
from app.storage.bulk_jobs import Action, BulkJob, NoSuchJob, State, Target
from app.storage.sets import as_given
from app.web.api.answers import BOTH, ID, MOMENT
from app.web.api.flows import FLOW_KEY
from app.web.api.here import Here, here
from app.web.api.operations import Answer, Asked, Operation, Said, in_path
from app.web.api.shapes import Flag, Keyed, Listed, OneOf, OrNull, Text, Whole, needed, optional
from app.web.api.written import moment_json
from app.words import Words

MOST_NAMED = 1_000
NOT_PUBLISHED = 409
ACCEPTED, CREATED = 202, 201
OTHER = "other"
REASONS = {words.zh: each.value for each, words in SAID.items()}
WHY = OneOf(words=(*REASONS.values(), OTHER))
STARTING = Keyed(
    name="StartFlow",
    parts=(
        optional("members", Listed(item=ID, most=MOST_NAMED)),
        optional("segment", Text(longest=60, example="buyers")),
        optional(
            "skip_inside",
            Flag(
                about=Words(
                    "正在其中的会员不再进入；不写是 false。",
                    "Nobody goes in who is in it already; false where it is left out.",
                )
            ),
        ),
    ),
    about=Words(
        "`members` 或 `segment` 二者之一。", "One of `members` and `segment`, and not both."
    ),
)
REFUSED = Keyed(
    name="FlowStartRefused",
    parts=(needed("reason", WHY), needed("said", BOTH), needed("members", Whole(least=0))),
)
REFUSED_ONE = Keyed(name="FlowStartRefusal", parts=(needed("member_id", ID), needed("reason", WHY)))
STARTED = Keyed(
    name="FlowStart",
    parts=(
        needed("start", ID),
        needed("flow", Text(example="care")),
        needed("total", Whole(least=0)),
        needed("entered", Whole(least=0)),
        needed("refused", Whole(least=0)),
        needed("waiting", Whole(least=0, about=Words("还没轮到的。", "Not looked at yet."))),
        needed("reasons", Listed(item=REFUSED)),
        needed("refused_members", Listed(item=REFUSED_ONE, most=MOST_NAMED)),
        needed("started_at", MOMENT),
        needed("finished_at", OrNull(shape=MOMENT)),
    ),
)


def start_flow(asked: Asked) -> Answer:
    found = here()
    wanted = Start(
        flow=asked.path["flow"],
        members=_whom(found, asked.body),
        skip_inside=bool(asked.body.get("skip_inside", False)),
    )
    job = starting.begin(found.space, found.live, wanted, now=found.now, by=found.cause)
    job = starting.at_once(found.space, found.live, job, now=found.now)
    status = ACCEPTED if job.finished_at is None else CREATED
    return Answer(content=_told(found, job), status=status)


def _whom(found: Here, body: dict[str, Any]) -> Any:
    """Read for whom it is. Raises `Invalid`."""
    members, segment = body.get("members"), body.get("segment")
    if (members is None) == (segment is None):
        raise Invalid("请写 members 或 segment，二者之一。", "Give one of `members` and `segment`.")
    if members is not None:
        # A number that no member has is refused with the others, and not before them.
        ids = sorted({_number(n, text) for n, text in enumerate(members)})
        return as_given(found.space.connection.dialect.name, ids)
    rule = found.live.checked.segments.get(str(segment))
    if rule is None:
        said = (f"没有已发布的人群“{segment}”。", f"No segment {segment!r} is published.")
        raise Invalid(*said, (Finding.of("/segment", *said),))
    moment = found.live.moment(found.now)
    return ids_of(found.space, found.live, Whom(rules=(rule,)), moment)


def _number(place: int, text: str) -> int:
    number = number_of(text)
    if number is None:
        said = (f"“{text[:40]}”不是编号。", f"{text[:40]!r} is no id.")
        raise Invalid(*said, (Finding.of(f"/members/{place}", *said),))
    return number


def get_flow_start(asked: Asked) -> Answer:
    found = here()
    number = number_of(asked.path["start"])
    job = bulk_jobs.get_job(found.space, found.live.catalogue.program_id, number or 0)
    if job.action is not Action.START:
        raise NoSuchJob
    return Answer(content=_told(found, job))


def _told(found: Here, job: BulkJob) -> dict[str, Any]:
    told = bulk_jobs.tally(found.space, job.id)
    held = bulk_jobs.refused(found.space, job.id, limit=MOST_NAMED)
    return {
        "start": str(job.id),
        "flow": job.field,
        "total": job.total,
        "entered": told[State.CHANGED],
        "refused": told[State.REFUSED],
        "waiting": told[State.WAITING],
        "reasons": [
            {"reason": _reason(said), "said": said.to_json(), "members": many}
            for said, many in bulk_starts.reasons(found.space, job.id)
        ],
        "refused_members": [_refusal(each) for each in held],
        "started_at": moment_json(job.started_at),
        "finished_at": None if job.finished_at is None else moment_json(job.finished_at),
    }


def _refusal(target: Target) -> dict[str, str]:
    return {"member_id": str(target.member_id), "reason": _reason(target.why)}


def _reason(said: Words | None) -> str:
    return OTHER if said is None else REASONS.get(said.zh, OTHER)


TOLD = Said(
    about=Words("几位进入，几位没有，为什么。", "How many went in, how many not, and why."),
    shape=STARTED,
)
OPERATIONS = (
    Operation(
        name="start_flow",
        method="POST",
        path="/flows/{flow}/runs",
        policy=Scope.STANDING_WRITE,
        title=Words("让会员进入一个手动的自动化", "Start an automation for members"),
        about=Words(
            "点名的会员最多 1000 位，或一个人群。超过 1000 位在后台进入，回 202，"
            "进度看 `GET /flow-starts/{start}`。",
            "Up to 1,000 members by name, or a segment. More than 1,000 go in in the background:"
            " 202, and `GET /flow-starts/{start}` says how far it is.",
        ),
        view=start_flow,
        parameters=(FLOW_KEY,),
        body=STARTING,
        answers={CREATED: TOLD, ACCEPTED: TOLD},
    ),
    Operation(
        name="get_flow_start",
        method="GET",
        path="/flow-starts/{start}",
        policy=Scope.STANDING_READ,
        title=Words("一次启动到了哪里", "How far a start is"),
        view=get_flow_start,
        parameters=(
            in_path("start", Words("启动的编号。", "The number of the start."), example="120101"),
        ),
        answers={200: TOLD},
        problems=(404, NOT_PUBLISHED),
    ),
)
