"""What the navigation counts: tasks that wait for whoever is signed in."""

from app.access import Role
from app.program.task_options import DOERS, ROLES
from app.storage import task_lists
from app.storage.space import Space
from app.storage.task_lists import Wanted
from app.web.signing import visitor


def waiting_for_me(space: Space, program_id: int) -> int:
    """Count what the visitor is asked to do."""
    known = visitor()
    if known is None or known.role is None:
        return 0
    asked = Wanted(user_id=known.user.id, roles=roles_of(known.role))
    return task_lists.count(space, program_id, asked)


def roles_of(role: Role | None) -> tuple[str, ...]:
    """Give the roles whose tasks somebody is asked to do: an owner does them all."""
    if role is Role.OWNER:
        return tuple(ROLES)
    return (role.value,) if role is not None and role in DOERS else ()
