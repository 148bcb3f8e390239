"""Steps that wait for people: tasks begin, are reminded of and handed on as sets."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.access import Role
from app.program.task_options import ROLES, USUAL_ROLE
from app.runtime.steps.base import Work
from app.runtime.waiting import length_of
from app.storage import flow_batch, records, task_sets, tasks, team
from app.storage.flow_batch import Token
from app.storage.tasks import IN_TURN, LATER, OPEN, Entry, Place, TaskRow
from app.words import Words

FOR_EVER = 3_650 * 86_400_000_000
"""How long a run waits for a person to whom no time is set."""
OPENED, REMINDED, ESCALATED, TOO_LATE = "opened", "reminded", "escalated", "timed_out"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """What a step asks of people."""

    kind: str
    how: str
    users: Sequence[str]
    """E-mail addresses, in order."""
    roles: Sequence[str]
    late: str
    """By which way a run goes on when nobody did anything."""

    @property
    def role(self) -> str:
        """Whose it is when nobody named can do it."""
        return next(iter(self.roles), USUAL_ROLE)


def wait_for_people(work: Work, asking: Asking) -> None:
    """Open tasks for whoever has just come, and see to those whose time has come."""
    tokens = work.tokens()
    held = task_sets.at_step(work.space, work.step.key)
    fresh = [each for each in tokens if each.member_id not in held]
    opened = _open(work, asking, fresh)
    for each in opened:
        held[each.member_id] = each
    _see_to(work, asking, list(held.values()))


def _open(work: Work, asking: Asking, tokens: Sequence[Token]) -> list[TaskRow]:
    if not tokens:
        return []
    now, chosen = work.moment.now, work.options
    due = _after(now, chosen["due"])
    escalate = due if chosen["escalate"] else None
    remind = None
    if due is not None and chosen["remind"]:
        remind = max(now, due - length_of(chosen["remind"]))
    places = _places(work, asking, tokens)
    ids = work.space.take_ids(len(tokens))
    opened = [
        TaskRow(
            member_id=each.member_id,
            id=new,
            run_id=each.run_id,
            visits=each.visits,
            flow=work.flow.flow.key,
            step=work.step.key,
            release_id=work.released.catalogue.release_id,
            kind=asking.kind,
            title=Words.from_json(chosen["title"]).to_json(),
            state=OPEN,
            outcome=None,
            how=asking.how,
            role=asking.role,
            opened_at=now,
            remind_at=remind,
            reminded_at=None,
            due_at=due,
            escalate_at=escalate,
            escalated_at=None,
            ends_at=_after(now, chosen["time"]),
            closed_at=None,
            closed_by=None,
        )
        for each, new in zip(tokens, ids, strict=True)
    ]
    program_id = work.live.catalogue.program_id
    task_sets.open_many(work.space, program_id, opened, [places[each.member_id] for each in opened])
    _note(work, opened, OPENED)
    return opened


def _places(work: Work, asking: Asking, tokens: Sequence[Token]) -> dict[int, tuple[Place, ...]]:
    """Say who is asked for each member; an address nobody has leaves it to the role."""
    keepers = _keepers(work, [each.member_id for each in tokens])
    named = {
        each.email: each.id for each in team.people(work.space, {*asking.users, *keepers.values()})
    }
    found = {}
    for each in tokens:
        keeper = keepers.get(each.member_id)
        emails = [*([keeper] if keeper else []), *asking.users]
        people = dict.fromkeys(named[one] for one in map(_plain, emails) if one in named)
        asked: list[tuple[int | None, str]] = [(one, asking.role) for one in people]
        if asking.kind == tasks.APPROVAL:
            asked += [(None, role) for role in asking.roles]
        asked = asked[:1] if asking.kind == tasks.TASK else asked
        found[each.member_id] = tuple(
            Place(
                number=n,
                user_id=user_id,
                role=role,
                state=LATER if n and asking.how == IN_TURN else OPEN,
            )
            for n, (user_id, role) in enumerate(asked or [(None, asking.role)])
        )
    return found


def _keepers(work: Work, member_ids: Sequence[int]) -> dict[int, str]:
    field, members = work.options["keeper"], work.live.catalogue.members
    if not field or field not in members.fields:
        return {}
    rows = records.find_rows(work.space, members, list(member_ids))
    return {key: _plain(row[field]) for key, row in rows.items() if row.get(field)}


def _plain(email: str) -> str:
    return email.strip().lower()


def _after(now: int, length: Mapping[str, int] | None) -> int | None:
    return None if length is None else now + length_of(length)


def _see_to(work: Work, asking: Asking, held: Sequence[TaskRow]) -> None:
    """Let those go on whose tasks are closed; remind, hand on and end what time has come for."""
    now, space = work.moment.now, work.space
    waiting = [each for each in held if each.state == OPEN]
    ways = {each.member_id: each.outcome or asking.late for each in held if each.state != OPEN}
    ended = [each for each in waiting if _is_due(each.ends_at, now)]
    task_sets.close_many(
        space, {(each.member_id, each.id): asking.late for each in ended}, now=now, by=None
    )
    _note(work, ended, TOO_LATE)
    ways |= {each.member_id: asking.late for each in ended}
    left = [each for each in waiting if not _is_due(each.ends_at, now)]
    late = [each for each in left if _is_due(each.escalate_at, now)]
    if late:
        role = _known(work.options["escalate"])
        task_sets.escalate_many(space, late, role, now=now)
        _note(work, late, ESCALATED, {"role": role})
    soon = [each for each in left if _is_due(each.remind_at, now)]
    task_sets.remind_many(space, soon, now=now)
    _note(work, soon, REMINDED)
    until = {each.member_id: _next(each, now) for each in left}
    flow_batch.set_way_of(space, work.step.key, ways)
    flow_batch.stay_until(space, work.step.key, until)


def _next(held: TaskRow, now: int) -> int:
    """Give when time does something to a task that has been seen to."""
    ahead = [at for at in (held.remind_at, held.escalate_at, held.ends_at) if at and at > now]
    return min(ahead, default=now + FOR_EVER)


def _is_due(at: int | None, now: int) -> bool:
    return at is not None and at <= now


def _known(role: Any) -> str:
    return str(role) if role in ROLES else Role.OWNER.value


def _note(work: Work, held: Sequence[TaskRow], action: str, detail: Any = None) -> None:
    tasks.note(
        work.space,
        work.live.catalogue.program_id,
        [
            Entry(
                member_id=each.member_id,
                task_id=each.id,
                at=work.moment.now,
                actor=None,
                user_id=None,
                action=action,
                note="",
                detail=detail,
            )
            for each in held
        ],
    )
