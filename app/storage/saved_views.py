"""Lists of members that people saved under a name, for themselves or for their team."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Boolean, Column, Index, Table, or_

from app.errors import NotFound
from app.storage.metadata import metadata, of_program, of_workspace, own_id
from app.storage.space import Space
from app.storage.types import BIG, CONTENT, WORD

saved_view = Table(
    "saved_view",
    metadata,
    own_id(),
    of_workspace(),
    of_program(),
    Column("owner_id", BIG, nullable=False, comment="Whose it is."),
    Column("shared", Boolean, nullable=False, comment="Whether the team sees it."),
    Column("name", WORD, nullable=False),
    Column("content", CONTENT, nullable=False, comment="What it asks for and shows."),
    Column("saved_at", BIG, nullable=False),
    Column("deleted_at", BIG, comment="When it was put away; it can be brought back."),
    Index("ix_saved_view_program_id", "program_id"),
    comment="A list of members under a name: whom it shows, and how.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedView:
    id: int
    owner_id: int
    shared: bool
    name: str
    content: Mapping[str, Any]


class NoSuchView(NotFound):
    def __init__(self) -> None:
        super().__init__("没有这个视图，或者它没有共享给你。", "There is no such view for you.")


def views_for(space: Space, program_id: int, user_id: int) -> list[SavedView]:
    """List the views somebody sees: their own and those of the team, the oldest first."""
    statement = _there(space, program_id, user_id).where(saved_view.c.deleted_at.is_(None))
    return [_view(row) for row in space.execute(statement.order_by(saved_view.c.id))]


def get_view(space: Space, program_id: int, user_id: int, view_id: int) -> SavedView:
    """Give a view that somebody sees. Raises `NoSuchView`."""
    mine = _there(space, program_id, user_id).where(saved_view.c.id == view_id)
    row = space.execute(mine.where(saved_view.c.deleted_at.is_(None))).one_or_none()
    if row is None:
        raise NoSuchView
    return _view(row)


def find_deleted(space: Space, program_id: int, user_id: int, view_id: int) -> SavedView | None:
    """Find a view that was put away and can be brought back."""
    mine = _there(space, program_id, user_id).where(saved_view.c.id == view_id)
    row = space.execute(mine.where(saved_view.c.deleted_at.is_not(None))).one_or_none()
    return None if row is None else _view(row)


def add(space: Space, program_id: int, view: SavedView, *, at: int) -> int:
    """Keep a new view; its id is made here."""
    view_id = space.new_id()
    space.execute(
        space.insert(saved_view).values(
            id=view_id,
            program_id=program_id,
            owner_id=view.owner_id,
            shared=view.shared,
            name=view.name,
            content=dict(view.content),
            saved_at=at,
        )
    )
    return view_id


def save(space: Space, view: SavedView, *, at: int) -> None:
    """Write down what a view is now."""
    _change(
        space,
        view.id,
        name=view.name,
        shared=view.shared,
        content=dict(view.content),
        saved_at=at,
    )


def put_away(space: Space, view_id: int, *, at: int) -> None:
    _change(space, view_id, deleted_at=at)


def bring_back(space: Space, view_id: int) -> None:
    _change(space, view_id, deleted_at=None)


def _change(space: Space, view_id: int, **values: Any) -> None:
    space.execute(space.update(saved_view).where(saved_view.c.id == view_id).values(**values))


def _there(space: Space, program_id: int, user_id: int) -> Any:
    visible = or_(saved_view.c.owner_id == user_id, saved_view.c.shared)
    return space.select(saved_view).where(saved_view.c.program_id == program_id).where(visible)


def _view(row: Any) -> SavedView:
    return SavedView(
        id=row.id,
        owner_id=row.owner_id,
        shared=row.shared,
        name=row.name,
        content=row.content,
    )
