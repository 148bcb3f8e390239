"""Under which address a form is public, and which password it asks for."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Update, select

from app.errors import NotFound
from app.secrets import new_token
from app.storage.form_tables import form_link
from app.storage.space import Space


@dataclass(frozen=True, slots=True, kw_only=True)
class FormLink:
    workspace_id: int
    program_id: int
    form: str
    token: str
    password: str | None
    """Its argon2id hash."""


class NoSuchLink(NotFound):
    def __init__(self) -> None:
        super().__init__(
            "这个链接无效，或已经换成新的链接。请向发给你链接的人索取。",
            "This link is not valid, or there is a newer one: ask whoever gave it to you.",
        )


def find(connection: Connection, token: str) -> FormLink | None:
    """Look up an address; which workspace is asked for follows from it."""
    row = connection.execute(select(form_link).where(form_link.c.token == token)).one_or_none()
    return None if row is None else _link(row)


def links(space: Space, program_id: int) -> dict[str, FormLink]:
    """Give the links of a programme's forms."""
    rows = space.execute(space.select(form_link).where(form_link.c.program_id == program_id))
    return {row.form: _link(row) for row in rows}


def ensure(space: Space, program_id: int, forms: Iterable[str], *, at: int) -> None:
    """Make a link for each form that has none yet; a form that comes back has its old one."""
    known = links(space, program_id)
    for form in forms:
        if form not in known:
            values = {"program_id": program_id, "form": form, "token": new_token(), "made_at": at}
            space.execute(space.insert(form_link).values(**values))


def renew(space: Space, program_id: int, form: str, *, at: int) -> None:
    """Give a form another address; the one before leads nowhere from now on."""
    changed = space.execute(_own(space, program_id, form).values(token=new_token(), made_at=at))
    if changed.rowcount == 0:
        raise NoSuchLink


def set_password(space: Space, program_id: int, form: str, kept: str | None) -> None:
    changed = space.execute(_own(space, program_id, form).values(password=kept))
    if changed.rowcount == 0:
        raise NoSuchLink


def _own(space: Space, program_id: int, form: str) -> Update:
    own = space.update(form_link).where(form_link.c.program_id == program_id)
    return own.where(form_link.c.form == form)


def _link(row: Any) -> FormLink:
    return FormLink(
        workspace_id=row.workspace_id,
        program_id=row.program_id,
        form=row.form,
        token=row.token,
        password=row.password,
    )
