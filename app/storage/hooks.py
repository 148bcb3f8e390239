"""Addresses that others call, and the calls that were heard."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, func, select
from sqlalchemy.dialects import postgresql, sqlite

from app.errors import NotFound
from app.secrets import digest_of
from app.storage.space import Space
from app.storage.trigger_tables import hook, hook_call


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A call that was heard."""

    key: str
    at: int
    outcome: str
    member_id: int | None


class NoSuchHook(NotFound):
    def __init__(self) -> None:
        super().__init__(
            "这个 Webhook 地址无效，或已经换成新的。",
            "This webhook address is not valid, or there is a newer one.",
        )


def find(connection: Connection, token: str) -> Hook:
    """Look up an address; which workspace is asked for follows from it. Raises `NoSuchHook`."""
    row = connection.execute(
        select(hook).where(hook.c.digest == digest_of(token), hook.c.retired_at.is_(None))
    ).one_or_none()
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
