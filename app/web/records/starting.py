"""Starting an automation for many members: which, who would go in, and what became of each."""

from dataclasses import dataclass
from typing import Any

from flask import request
from sqlalchemy import Select

from app.access import Can
from app.errors import Invalid
from app.program.flows import Flow
from app.runtime import starting
from app.runtime.batches import LIMIT
from app.runtime.flow_control import BY_HAND, startable
from app.runtime.releases import Live, live
from app.runtime.starting import SAID, SKIP, Start, gate_of
from app.storage import bulk_jobs, bulk_starts, occurrences, records
from app.storage.bulk_jobs import Action, BulkJob, NoSuchJob, State
from app.storage.bulk_starts import Verdict
from app.web.frame import Here
from app.web.records.change_results import Done, Refusal
from app.web.records.choosing import Whom, as_confirmed, whom_chosen
from app.web.records.listed import Listed
from app.web.records.members import listed_now, open_view
from app.web.records.showing import name_of
from app.words import Words

SHOWN = 100
NAMED = 20
RECENT = 8
LONGEST_ONCE = 40
NOBODY = Words("没有选中会员。", "No member is chosen.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """An automation that people start, and why it cannot be started at present."""

    key: str
    label: Words
    why_not: Words | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Foretold:
    """What would become of everybody, before anybody goes in."""

    enters: int
    refused: tuple[tuple[Words, int], ...]
    named: tuple[Refusal, ...]
    """The first of those who would not go in."""

    @property
    def held_back(self) -> int:
        return sum(many for _, many in self.refused)


@dataclass(frozen=True, slots=True, kw_only=True)
class StartPage:
    """Asks which automation is started for these members."""

    url: str
    here_url: str
    back_url: str
    flows_url: str
    members: int
    everybody: bool
    chosen: tuple[str, ...]
    sentence: str
    segment: Words | None
    kept: dict[str, str]
    flows: tuple[Offered, ...]
    flow: str
    again: bool
    """Whether those go in once more who are in it already."""
    once: str
    foretold: Foretold | None
    paused: bool
    queued: bool
    recent: tuple[Done, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StartedPage:
    """What became of a start."""

    what: Words
    total: int
    entered: int
    refused: int
    waiting: int
    progress: float
    finished_at: int | None
    started_at: int
    by: str
    reasons: tuple[tuple[Words, int], ...]
    refusals: tuple[Refusal, ...]
    runs_url: str
    members_url: str


def start_page(here: Here) -> StartPage:
    listed = listed_now(here, open_view(here))
    whom = whom_chosen(listed)
    offered = _offered(here, listed.live)
    open_ones = [each.key for each in offered if each.why_not is None]
    asked = request.values.get("flow", "")
    key = asked if asked in open_ones else ""
    if not asked and len(open_ones) == 1:
        (key,) = open_ones
    everybody, again = "everybody" in request.values, "again" in request.values
    segment = listed.live.checked.program.find_segment(listed.asked.part("segment"))
    states = occurrences.states(here.space, here.program_id)
    held = states.get(key)
    return StartPage(
        url=here.url("records.add_start"),
        here_url=here.url("records.new_start"),
        back_url=listed.url(),
        flows_url=here.url("flows.all_flows"),
        members=whom.count,
        everybody=everybody,
        chosen=() if everybody else tuple(request.values.getlist("member")),
        sentence=listed.sentence,
        segment=segment.label if segment else None,
        kept=listed.asked.address(),
        flows=offered,
        flow=key,
        again=again,
        once=request.form.get("once", "")[:LONGEST_ONCE] or str(here.now),
        foretold=_foretold(listed, whom, key, again=again) if key and whom.count else None,
        paused=held is not None and held.paused_at is not None,
        queued=whom.count > LIMIT,
        recent=tuple(
            _done(here, each)
            for each in bulk_jobs.recent(here.space, here.program_id, limit=RECENT, starts=True)
        ),
    )


def _offered(here: Here, found: Live) -> tuple[Offered, ...]:
    """Give what is started by hand: at work, live but resting, and still in the draft alone."""
    works = {each.key for each in startable(found)}
    there = [each for each in found.checked.program.flows if _by_hand(each)]
    known = {each.key for each in found.checked.program.flows}
    drafted = here.standing.draft.flows if here.standing.draft else ()
    coming = [each for each in drafted if _by_hand(each) and each.key not in known]
    offered = [
        Offered(
            key=each.key,
            label=each.label,
            why_not=None if each.key in works else Words("已停用", "off"),
        )
        for each in there
    ]
    offered.sort(key=lambda each: each.why_not is not None)
    return tuple(offered) + tuple(
        Offered(key=each.key, label=each.label, why_not=Words("尚未发布", "not published"))
        for each in coming
    )


def _by_hand(flow: Flow) -> bool:
    return flow.trigger is not None and flow.trigger.kind == BY_HAND


def _foretold(listed: Listed, whom: Whom, key: str, *, again: bool) -> Foretold:
    here, found = listed.here, listed.live
    flow = found.checked.flows[key]
    gate = gate_of(found, flow, skip_inside=not again, now=here.now)
    counted = bulk_starts.foretold(here.space, gate, whom.members)
    refused = sorted(
        ((SAID[each], many) for each, many in counted.items() if each is not Verdict.ENTERS),
        key=lambda pair: -pair[1],
    )
    held = bulk_starts.held_back(here.space, gate, whom.members, limit=NAMED) if refused else []
    return Foretold(
        enters=counted.get(Verdict.ENTERS, 0),
        refused=tuple(refused),
        named=_refusals(here, found, [(each, SAID[why]) for each, why in held]),
    )


def _refusals(here: Here, found: Live, told: list[tuple[int, Words]]) -> tuple[Refusal, ...]:
    rows = records.find_rows(here.space, found.catalogue.members, [each for each, _ in told])
    personal = here.visitor.may(Can.READ_PERSONAL)
    return tuple(
        Refusal(
            name=name_of(rows[each], personal=personal) if each in rows else str(each),
            url=here.url("records.member", member_id=each),
            why=why,
        )
        for each, why in told
    )


def begin(here: Here) -> BulkJob:
    """Begin the start the form asks for; few members go in at once. Raises `AppError`."""
    listed = listed_now(here, open_view(here))
    whom = whom_chosen(listed)
    if not whom.count:
        raise Invalid(*NOBODY)
    key = request.form.get("flow", "")
    if not key:
        raise Invalid("请选一个自动化。", "Choose an automation.")
    as_confirmed(whom)
    return _begun(here, listed.live, key, whom.members, again="again" in request.form)


def _begun(here: Here, found: Live, key: str, members: Select[Any], *, again: bool) -> BulkJob:
    by = here.visitor.user.email
    # Somebody who presses twice sends the same form: it counts once.
    sent = request.form.get("once", "")[:LONGEST_ONCE]
    asked = Start(
        flow=key,
        members=members,
        skip_inside=not again,
        once=f"{by}:{sent}" if sent else None,
    )
    job = starting.begin(here.space, found, asked, now=here.now, by=by)
    return starting.at_once(here.space, found, job, now=here.now)


def started_page(here: Here, start_id: int) -> StartedPage:
    """Say what became of a start. Raises `NoSuchJob`."""
    job = bulk_jobs.get_job(here.space, here.program_id, start_id)
    if job.action is not Action.START:
        raise NoSuchJob
    found = live(here.space, here.program_id)
    told = bulk_jobs.tally(here.space, job.id)
    held = bulk_jobs.refused(here.space, job.id, limit=SHOWN)
    waiting = told[State.WAITING]
    return StartedPage(
        what=_what(here, job),
        total=job.total,
        entered=told[State.CHANGED],
        refused=told[State.REFUSED],
        waiting=waiting,
        progress=(job.total - waiting) / job.total if job.total else 1.0,
        finished_at=job.finished_at,
        started_at=job.started_at,
        by=job.started_by or "",
        reasons=tuple(bulk_starts.reasons(here.space, job.id)),
        refusals=_refusals(
            here, found, [(each.member_id, each.why or Words("", "")) for each in held]
        ),
        runs_url=here.url("flows.runs", flow=job.field),
        members_url=here.url("records.members"),
    )


def _what(here: Here, job: BulkJob) -> Words:
    program = here.standing.live
    flow = None if program is None else program.find_flow(job.field)
    label = Words(job.field, job.field) if flow is None else flow.label
    said = Words(f"启动“{label.to('zh')}”", f"Start {label.to('en')}")
    if isinstance(job.value, dict) and not job.value.get(SKIP, True):
        return Words(f"{said.zh}（已在其中的也再进一次）", f"{said.en}, for those in it too")
    return said


def _done(here: Here, job: BulkJob) -> Done:
    return Done(
        what=_what(here, job),
        url=here.url("records.start", start_id=job.id),
        members=job.total,
        at=job.started_at,
        finished=job.finished_at is not None,
    )
