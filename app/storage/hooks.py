"""Addresses that others call, and the calls that were heard."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, func, select
from sqlalchemy.dialects import postgresql, sqlite

from app.errors import NotFound
from app.secrets import digest_of
from app.storage.space import Space
from app.storage.trigger_tables import hook, hook_call, hook_refusal


@dataclass(frozen=True, slots=True, kw_only=True)
class Hook:
    """One address; token and secret are sealed."""

    workspace_id: int
    program_id: int
    id: int
    flow: str
    token: str
    secret: str
    created_at: int
    created_by: str | None
    retired_at: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A call that was heard."""

    key: str
    at: int
    outcome: str
    member_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusals:
    """How often calls of an automation were refused for one reason."""

    flow: str
    reason: str
    count: int
    first_at: int
    last_at: int


class NoSuchHook(NotFound):
    def __init__(self) -> None:
        super().__init__(
            "这个 Webhook 地址无效，或已经换成新的。",
            "This webhook address is not valid, or there is a newer one.",
        )


def find(connection: Connection, token: str) -> Hook:
    """Look up an address; which workspace is asked for follows from it. Raises `NoSuchHook`."""
    found = find_any(connection, token)
    if found.retired_at is not None:
        raise NoSuchHook
    return found


def find_any(connection: Connection, token: str) -> Hook:
    """Look up an address that is heard, or was once. Raises `NoSuchHook`."""
    row = connection.execute(select(hook).where(hook.c.digest == digest_of(token))).one_or_none()
    if row is None:
        raise NoSuchHook
    return _hook(row)


def of_flow(space: Space, program_id: int, flow: str) -> Hook | None:
    """Give the address of an automation that is heard."""
    row = space.execute(
        space.select(hook)
        .where(hook.c.program_id == program_id, hook.c.flow == flow)
        .where(hook.c.retired_at.is_(None))
        .order_by(hook.c.created_at.desc(), hook.c.id.desc())
        .limit(1)
    ).first()
    return None if row is None else _hook(row)


def _hook(row: Any) -> Hook:
    return Hook(**{name: getattr(row, name) for name in Hook.__slots__})


def add(space: Space, made: Hook, *, digest: str) -> None:
    """Keep an address; those of the automation before it are not heard any more."""
    retire(space, made.program_id, made.flow, at=made.created_at)
    values = {name: getattr(made, name) for name in Hook.__slots__ if name != "workspace_id"}
    space.execute(space.insert(hook).values(digest=digest, **values))


def retire(space: Space, program_id: int, flow: str, *, at: int) -> None:
    space.execute(
        space.update(hook)
        .where(hook.c.program_id == program_id, hook.c.flow == flow)
        .where(hook.c.retired_at.is_(None))
        .values(retired_at=at)
    )


def heard(space: Space, program_id: int, flow: str, key: str) -> Call | None:
    row = space.execute(
        space.select(hook_call).where(
            hook_call.c.program_id == program_id,
            hook_call.c.flow == flow,
            hook_call.c.key == key,
        )
    ).first()
    return None if row is None else _call(row)


def note(space: Space, program_id: int, flow: str, call: Call) -> bool:
    """Write a call down; say whether it is heard for the first time."""
    insert = sqlite.insert if space.is_sqlite else postgresql.insert
    values = {name: getattr(call, name) for name in Call.__slots__}
    row = {"workspace_id": space.workspace_id, "program_id": program_id, "flow": flow}
    done = space.execute(insert(hook_call).values(row | values).on_conflict_do_nothing())
    return done.rowcount == 1


def calls_since(space: Space, program_id: int, flow: str, since: int) -> int:
    found = space.select(hook_call, func.count()).where(
        hook_call.c.program_id == program_id, hook_call.c.flow == flow, hook_call.c.at > since
    )
    return int(space.execute(found).scalar_one())


def note_refusal(space: Space, program_id: int, flow: str, reason: str, *, at: int) -> None:
    """Count a call that was refused; of what came, nothing is kept."""
    insert = sqlite.insert if space.is_sqlite else postgresql.insert
    row = {
        "workspace_id": space.workspace_id,
        "program_id": program_id,
        "flow": flow,
        "reason": reason,
        "count": 1,
        "first_at": at,
        "last_at": at,
    }
    counted = insert(hook_refusal).values(row)
    space.execute(
        counted.on_conflict_do_update(
            index_elements=["program_id", "flow", "reason"],
            set_={"count": hook_refusal.c.count + 1, "last_at": counted.excluded.last_at},
        )
    )


def refusals(space: Space, program_id: int, flow: str | None = None) -> list[Refusals]:
    """Give what was refused of a programme or of one automation, the latest first."""
    here = hook_refusal.c
    found = space.select(hook_refusal).where(here.program_id == program_id)
    if flow is not None:
        found = found.where(here.flow == flow)
    rows = space.execute(found.order_by(here.last_at.desc(), here.flow, here.reason))
    return [Refusals(**{name: getattr(row, name) for name in Refusals.__slots__}) for row in rows]


def latest(space: Space, program_id: int, flow: str, *, limit: int) -> list[Call]:
    rows = space.execute(
        space.select(hook_call)
        .where(hook_call.c.program_id == program_id, hook_call.c.flow == flow)
        .order_by(hook_call.c.at.desc(), hook_call.c.key)
        .limit(limit)
    )
    return [_call(row) for row in rows]


def _call(row: Any) -> Call:
    return Call(**{name: getattr(row, name) for name in Call.__slots__})
