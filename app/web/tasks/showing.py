"""Tasks as pages show them: whose they are, how they stand, what they are called."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import request

from app.access import Can
from app.program.steps import STEP_KINDS
from app.program.task_options import ROLES
from app.runtime.releases import Live, live
from app.runtime.tasks import Doer, outcome_words
from app.storage import records, tasks, team
from app.storage.tasks import APPROVAL, OPEN, Place, TaskRow
from app.storage.team import Person
from app.web.frame import Here
from app.web.records.showing import name_of
from app.web.tasks.model import Choice, StateShown, TaskShown
from app.web.waiting import roles_of
from app.words import Words

GOOD = frozenset({"done", "approved"})
ICONS = {tasks.TASK: "check", APPROVAL: "stamp"}
KINDS = {tasks.TASK: Words("任务", "Task"), APPROVAL: STEP_KINDS[APPROVAL].label}
WAITS = StateShown(label=Words("待处理", "Open"), tone="badge--note", icon="clock")
LATE = StateShown(label=Words("已逾期", "Overdue"), tone="badge--bad", icon="warning")
GONE = Words("（会员已不在）", "(no such member)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """Everything that is looked up once for a page of tasks."""

    here: Here
    live: Live
    doer: Doer
    people: Mapping[int, Person]

    @property
    def roles(self) -> tuple[str, ...]:
        """The roles whose tasks the visitor is asked to do: an owner does them all."""
        return roles_of(self.doer.role)

    def is_mine(self, places: list[Place]) -> bool:
        ids = frozenset(self.people)
        return any(each.state == OPEN and self.doer.is_asked(each, ids) for each in places)

    def name_of_place(self, place: Place) -> Words:
        person = None if place.user_id is None else self.people.get(place.user_id)
        if person is not None and person.id == self.doer.user_id:
            return Words("我", "Me")
        if person is not None:
            return Words(person.name, person.name)
        role = ROLES.get(place.role, Words(place.role, place.role))
        return Words(f"任一{role.zh}", f"Any {role.en.lower()}")


def desk_of(here: Here) -> Desk:
    """Open the desk of whoever is signed in. Raises `NothingLive`."""
    user = here.visitor.user
    return Desk(
        here=here,
        live=live(here.space, here.program_id),
        doer=Doer(name=user.name, cause=f"user:{user.id}", user_id=user.id, role=here.visitor.role),
        people={each.id: each for each in team.people(here.space)},
    )


def shown(desk: Desk, found: TaskRow, member: Mapping[str, object] | None) -> TaskShown:
    """Show a task as a row."""
    here = desk.here
    places = tasks.places_of(here.space, found.member_id, found.id)
    is_mine = found.state == OPEN and desk.is_mine(places)
    flow = desk.live.checked.program.find_flow(found.flow)
    asked = [desk.name_of_place(each) for each in places if each.state == OPEN]
    personal = here.visitor.may(Can.READ_PERSONAL)
    return TaskShown(
        key=found.key,
        url=here.url("tasks.task", task=found.key),
        title=found.label,
        kind=KINDS[found.kind],
        icon=ICONS[found.kind],
        member=name_of(member, personal=personal) if member else here_words(here, GONE),
        flow=Words(found.flow, found.flow) if flow is None else flow.label,
        whose=Words("、".join(e.zh for e in asked), ", ".join(e.en for e in asked)),
        is_mine=is_mine,
        opened_at=found.opened_at,
        due_at=found.due_at,
        is_overdue=found.is_overdue(here.now),
        was_reminded=found.reminded_at is not None and found.state == OPEN,
        was_escalated=found.escalated_at is not None,
        closed_at=found.closed_at,
        state=state_of(found, here.now),
        can_act=found.state == OPEN and (is_mine or here.visitor.may(Can.ASSIGN_TASKS)),
        is_ticked=found.key in request.form.getlist("task"),
    )


def people_of(desk: Desk) -> tuple[Choice, ...]:
    """Give to whom a task can go: colleagues, and roles."""
    people = [
        Choice(key=each.email, label=Words(each.name, each.name), chosen=False)
        for each in desk.people.values()
        if each.role.value in ROLES and each.id != desk.doer.user_id
    ]
    roles = [
        Choice(key=key, label=Words(f"任一{label.zh}", f"Any {label.en.lower()}"), chosen=False)
        for key, label in ROLES.items()
    ]
    return (*people, *roles)


def here_words(here: Here, words: Words) -> str:
    return words.to(here.formats.language)


def state_of(found: TaskRow, now: int) -> StateShown:
    if found.state == OPEN:
        return LATE if found.is_overdue(now) else WAITS
    said = outcome_words(found)
    if found.state == tasks.CANCELLED:
        return StateShown(label=said, tone="", icon="dash")
    if found.outcome in GOOD:
        return StateShown(label=said, tone="badge--good", icon="check")
    tone = "badge--warn" if found.outcome == "timeout" else "badge--bad"
    return StateShown(label=said, tone=tone, icon="clock" if tone == "badge--warn" else "cross")


def members_of(desk: Desk, found: list[TaskRow]) -> dict[int, dict[str, object]]:
    ids = sorted({each.member_id for each in found})
    rows = records.find_rows(desk.here.space, desk.live.catalogue.members, ids)
    return dict(rows)
