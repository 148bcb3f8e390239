"""A club whose automations wait for people: a team, and what its people do with tasks."""

from collections.abc import Callable
from typing import Any

from app.access import Role
from app.clock import to_instant
from app.runtime.releases import live
from app.runtime.task_acts import act
from app.runtime.tasks import Act, Action, Doer
from app.storage import accounts, task_lists, tasks
from app.storage.task_lists import Wanted
from app.storage.tasks import Entry, Place, TaskRow
from tests.runtime.clubs import Club
from tests.runtime.flowing import Flowing, programme, step

Clubs = Callable[..., Club]


def ask(key: str = "call", **more: Any) -> dict[str, Any]:
    """A task for a person."""
    return step(key, "task", **({"title": "Call the member"} | more))


def decide(key: str = "approve", **more: Any) -> dict[str, Any]:
    """An approval."""
    return step(key, "approval", **({"title": "Give a coupon?"} | more))


class Desk(Flowing):
    """A programme at work with a team around it."""

    def __init__(self, club: Club) -> None:
        super().__init__(club)
        self.team: dict[str, int] = {}

    @classmethod
    def of(cls, club: Clubs, *flows: Any, **more: Any) -> "Desk":
        return cls(club(programme(*flows, **more)))

    def hire(self, name: str, role: Role = Role.OPERATOR) -> Doer:
        """Let somebody join the team."""
        club = self.club
        with club.spaces.installation() as connection:
            user_id = accounts.add_user(
                connection,
                club.spaces.ids,
                email=f"{name}@example.com",
                name=name,
                at=to_instant(club.now),
            )
            accounts.join(connection, user_id, club.workspace_id, role)
        self.team[name] = user_id
        return Doer(name=name, cause=f"user:{user_id}", user_id=user_id, role=role)

    def leave(self, name: str) -> None:
        with self.club.spaces.installation() as connection:
            accounts.disable_user(connection, self.team[name], at=to_instant(self.club.now))

    def visit(self, name: str = "anna") -> None:
        """Let a member set the automation in motion, and do what is due."""
        self.club.act(name, "visit")
        self.run()

    def tasks(self) -> list[TaskRow]:
        with self.club.spaces.reading(self.club.workspace_id) as space:
            found = task_lists.page(space, self.club.program_id, Wanted(), limit=1_000)
        return sorted(found, key=lambda each: each.id)

    def task(self) -> TaskRow:
        (found,) = self.tasks()
        return found

    def places(self, found: TaskRow) -> list[Place]:
        with self.club.spaces.reading(self.club.workspace_id) as space:
            return tasks.places_of(space, found.member_id, found.id)

    def entries(self, found: TaskRow) -> list[Entry]:
        with self.club.spaces.reading(self.club.workspace_id) as space:
            return tasks.entries_of(space, found.member_id, found.id)

    def does(self, by: Doer, action: Action, found: TaskRow | None = None, **more: Any) -> TaskRow:
        """Do something with a task, and let go on whoever may."""
        club = self.club
        key = (found or self.tasks()[-1]).key
        with club.spaces.writing(club.workspace_id) as space:
            done = act(
                space,
                live(space, club.program_id),
                key,
                Act(action=action, **more),
                by,
                now=to_instant(club.now),
            )
        self.run()
        return done

    def ways(self) -> list[str]:
        """Give the ways by which the last run left its steps."""
        return [way for _, way in self.trace(self.runs()[-1])]
