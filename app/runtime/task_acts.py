"""What people do with tasks: finish, approve, refuse, send back, hand over, ask one more.

Whatever is decided lets the run go on in the same transaction. Of two people who decide at once
one is first; the other is told who it was.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from app.access import Role
from app.errors import Finding, Forbidden, Invalid
from app.program.task_options import ROLES
from app.runtime.changes import NoSuchRecord, change_record
from app.runtime.records import Status
from app.runtime.releases import Live
from app.runtime.tasks import (
    DECIDING,
    LONGEST_NOTE,
    NEEDS_REASON,
    Act,
    Action,
    Decided,
    Doer,
    design_of,
    get_task,
)
from app.storage import audit, flow_runs, forms, task_sets, tasks, team
from app.storage.space import Space
from app.storage.tasks import ALL, APPROVAL, IN_TURN, LATER, OPEN, SIGNED, Entry, Place, TaskRow
from app.words import Words


def act(space: Space, live: Live, key: str, done: Act, by: Doer, *, now: int) -> TaskRow:
    """Do something with a task.

    Raises `NoSuchTask`, `Decided`, `Forbidden`, `Invalid`, and what a change of a record raises.
    """
    program_id = live.catalogue.program_id
    seen = get_task(space, program_id, key)
    waits = tasks.lock_run(space, seen)
    found = tasks.lock(space, seen)
    if found.state != OPEN or not waits:
        raise Decided(found)
    desk = _Desk(space, live, found, design_of(space, program_id, found), by, now)
    match done.action:
        case Action.HANDED:
            desk.hand_over(done)
        case Action.ADDED:
            desk.add(done)
        case Action.NOTED:
            desk.note(done)
        case _:
            desk.decide(done)
    return get_task(space, program_id, key)


@dataclass(frozen=True, slots=True)
class _Desk:
    """One task in front of somebody, locked."""

    space: Space
    live: Live
    found: TaskRow
    design: Mapping[str, Any]
    by: Doer
    now: int

    def decide(self, done: Act) -> None:
        if done.action not in DECIDING[self.found.kind]:
            raise Invalid("这项待办不能这样处理。", "This cannot be done with this task.")
        mine = self._mine()
        if mine is None:
            raise Forbidden("现在不轮到你处理。", "It is not for you to decide now.")
        self._refuse_incomplete(done)
        changed = self._change(done)
        self._enter(done, {"changed": changed} if changed else None)
        state = tasks.REFUSED if done.action in {Action.REFUSED, Action.BACK} else SIGNED
        tasks.set_place(
            self.space, self.found, replace(mine, state=state, at=self.now, by=self.by.name)
        )
        if self._is_settled(done.action):
            self._close(done)

    def hand_over(self, done: Act) -> None:
        """Let somebody else be asked instead."""
        mine = self._mine() or self._first_open()
        if not self.by.leads and self._mine() is None:
            raise Forbidden("这项待办不是你的。", "This task is not yours.")
        user_id, role, name = self._whom(done.to, self.found.role)
        tasks.set_place(self.space, self.found, replace(mine, user_id=user_id, role=role))
        self._enter(done, {"to": name})

    def add(self, done: Act) -> None:
        """Ask one more, right after whoever says so."""
        mine = self._mine()
        if self.found.kind != APPROVAL:
            raise Invalid("只有审批可以加签。", "Only an approval can have one more signer.")
        if mine is None and not self.by.leads:
            raise Forbidden("这项待办不是你的。", "This task is not yours.")
        user_id, role, name = self._whom(done.to, self.found.role)
        after = (mine or self._first_open()).number + 1
        state = LATER if self.found.how == IN_TURN else OPEN
        place = Place(number=after, user_id=user_id, role=role, state=state)
        tasks.add_place(self.space, self.live.catalogue.program_id, self.found, place)
        self._enter(done, {"to": name})

    def note(self, done: Act) -> None:
        if self._mine() is None and not self.by.leads:
            raise Forbidden("这项待办不是你的。", "This task is not yours.")
        if not done.note.strip():
            raise _at("/note", "请写点什么。", "Write something.")
        self._enter(done, None)

    def _places(self) -> list[Place]:
        return tasks.places_of(self.space, self.found.member_id, self.found.id)

    def _mine(self) -> Place | None:
        """Give the place that is decided from; one that names the person comes first."""
        ids = frozenset(self.space.execute(team.ids_in_team(self.space)).scalars())
        asked = [e for e in self._places() if e.state == OPEN and self.by.is_asked(e, ids)]
        asked.sort(key=lambda each: (each.user_id != self.by.user_id, each.number))
        return next(iter(asked), None)

    def _first_open(self) -> Place:
        return next(each for each in self._places() if each.state == OPEN)

    def _is_settled(self, action: Action) -> bool:
        """Say whether that decides it; in turn, the next one is asked."""
        if action in {Action.REFUSED, Action.BACK} or self.found.kind == tasks.TASK:
            return True
        left = [each for each in self._places() if each.state in {OPEN, LATER}]
        if self.found.how == IN_TURN and left:
            tasks.set_place(self.space, self.found, replace(left[0], state=OPEN))
        return not (left and self.found.how in {ALL, IN_TURN})

    def _close(self, done: Act) -> None:
        held = {(self.found.member_id, self.found.id): done.action.value}
        task_sets.close_many(self.space, held, now=self.now, by=self.by.name)
        tasks.resume_run(self.space, self.found, now=self.now)

    def _refuse_incomplete(self, done: Act) -> None:
        asked = NEEDS_REASON[str(self.design.get("reason", "never"))]
        if done.action in {Action.NOT_DONE, *asked} and not done.note.strip():
            raise _at("/note", "请写明原因。", "Say why.")
        if done.action is Action.BACK and "back" not in self.design.get("ways", {}):
            raise Invalid("这一步没有画退回的去向。", "Nothing is drawn for sending back.")
        form = self.design.get("form")
        if form and done.action is Action.DONE and not self.is_filled_in(form):
            raise _at("/form", "请先填好要填的表单。", "Fill in the form first.")

    def is_filled_in(self, form: str) -> bool:
        found = self.found
        program_id = self.live.catalogue.program_id
        return forms.sent_since(
            self.space, program_id, form, found.member_id, since=found.opened_at
        )

    def _change(self, done: Act) -> list[str]:
        """Change what the step lets be changed; give the fields."""
        changed = []
        run = flow_runs.find(
            self.space, self.live.catalogue.program_id, self.found.member_id, self.found.run_id
        )
        named = self.design.get("object")
        record_id = None if run is None or run.object != named else run.record_id
        for prefix, object_key, of, values, may in (
            ("member", "member", self.found.member_id, done.member, self.design.get("edited")),
            ("record", named, record_id, done.record, self.design.get("record_edited")),
        ):
            for key in values:
                if key not in (may or ()):
                    raise _at(f"/{prefix}/{key}", "这里不能改它。", "It cannot be changed here.")
            if not values:
                continue
            if object_key is None or of is None:
                raise NoSuchRecord
            outcome = change_record(
                self.space, self.live, object_key, of, values, now=self.now, cause=self.by.cause
            )
            if outcome.status is Status.REFUSED:
                raise Invalid(
                    "有的字段不合适。",
                    "Some fields will not do.",
                    tuple(each.under(f"/{prefix}") for each in outcome.findings),
                )
            changed += [f"{object_key}.{key}" for key in values]
        return changed

    def _whom(self, to: str, usual: str) -> tuple[int | None, str, str]:
        """Find a person by e-mail, or a role."""
        wanted = to.strip()
        if wanted in ROLES:
            return None, wanted, wanted
        person = next(iter(team.people(self.space, [wanted])), None) if wanted else None
        if person is None or person.role is Role.AUDITOR:
            raise _at("/to", f"团队里没有“{wanted}”。", f"Nobody of the team is {wanted!r}.")
        role = person.role.value if person.role.value in ROLES else usual
        return person.id, role, person.name

    def _enter(self, done: Act, detail: Any) -> None:
        if len(done.note) > LONGEST_NOTE:
            said = f"最多 {LONGEST_NOTE} 个字。", f"At most {LONGEST_NOTE} characters."
            raise _at("/note", *said)
        entry = Entry(
            member_id=self.found.member_id,
            task_id=self.found.id,
            at=self.now,
            actor=self.by.name,
            user_id=self.by.user_id,
            action=done.action.value,
            note=done.note.strip(),
            detail=detail,
        )
        tasks.note(self.space, self.live.catalogue.program_id, [entry])
        audit.note(
            self.space,
            at=self.now,
            actor=self.by.cause,
            action=f"task.{done.action.value}",
            subject=f"task:{self.found.key}",
            detail={"note": done.note.strip(), **(detail or {})},
        )


def _at(path: str, zh: str, en: str) -> Invalid:
    return Invalid(zh, en, (Finding(path=path, message=Words(zh, en)),))
