"""Workspaces, programmes, their drafts and their releases."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, bindparam, func, select

from app.errors import Conflict, NotFound
from app.storage.catalogue import Layout
from app.storage.space import Space
from app.storage.tables import draft, program, release, workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgramRow:
    id: int
    key: str
    live_release_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftRow:
    content: Any
    version: int
    saved_at: int
    saved_by: str | None
    live: Any = None
    """The document of the live release, which the draft is to follow."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseRow:
    id: int
    number: int
    content: Any
    layout: Layout
    note: str
    restores: int | None
    published_at: int
    published_by: str | None
    elder_release_id: int | None = None
    """The release whose rules hold for those who were members before this one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """What is said of a release besides its content."""

    note: str
    at: int
    by: str | None
    restores: int | None = None
    elder_release_id: int | None = None


def create_workspace(connection: Connection, new_id: int, *, key: str, label: str, at: int) -> int:
    connection.execute(workspace.insert().values(id=new_id, key=key, label=label, created_at=at))
    return new_id


def find_workspace(connection: Connection, key: str) -> int | None:
    found = connection.execute(select(workspace.c.id).where(workspace.c.key == key)).scalar()
    return None if found is None else int(found)


def workspaces(connection: Connection) -> list[tuple[int, str, str]]:
    """Give id, key and label of every workspace, oldest first; for the console alone."""
    rows = connection.execute(
        select(workspace.c.id, workspace.c.key, workspace.c.label).order_by(
            workspace.c.created_at, workspace.c.id
        )
    )
    return [(row.id, row.key, row.label) for row in rows]


def all_programs(connection: Connection) -> list[tuple[int, int]]:
    """Give workspace and programme of everything that has a release; for the worker alone."""
    rows = connection.execute(
        select(program.c.workspace_id, program.c.id).where(program.c.live_release_id.is_not(None))
    )
    return [(row.workspace_id, row.id) for row in rows]


def create_program(space: Space, key: str, *, at: int) -> int:
    program_id = space.new_id()
    space.execute(space.insert(program).values(id=program_id, key=key, created_at=at))
    return program_id


def programs(space: Space) -> list[ProgramRow]:
    rows = space.execute(space.select(program).order_by(program.c.id))
    return [_program(row) for row in rows]


_PROGRAM = (
    select(program)
    .where(program.c.workspace_id == bindparam("workspace"))
    .where(program.c.id == bindparam("program"))
)


def get_program(space: Space, program_id: int) -> ProgramRow:
    wanted = {"workspace": space.workspace_id, "program": program_id}
    row = space.execute(_PROGRAM, wanted).one_or_none()
    if row is None:
        raise NotFound("没有这个会员方案。", "There is no such programme.")
    return _program(row)


def _program(row: Row[Any]) -> ProgramRow:
    return ProgramRow(id=row.id, key=row.key, live_release_id=row.live_release_id)


def lock_program(space: Space, program_id: int) -> None:
    """Let other workers wait until this transaction has ended before they begin anything new."""
    space.execute(
        space.select(program, program.c.id).where(program.c.id == program_id).with_for_update()
    )


def first_published_at(space: Space, program_id: int) -> int | None:
    found = space.execute(
        space.select(release, func.min(release.c.published_at)).where(
            release.c.program_id == program_id
        )
    ).scalar()
    return None if found is None else int(found)


def find_draft(space: Space, program_id: int) -> DraftRow | None:
    row = space.execute(space.select(draft).where(draft.c.program_id == program_id)).one_or_none()
    if row is None:
        return None
    return DraftRow(
        content=row.content, version=row.version, saved_at=row.saved_at, saved_by=row.saved_by
    )


def save_draft(
    space: Space, program_id: int, content: Any, *, seen: int, at: int, by: str | None
) -> int:
    """Save a draft over the version that was seen, and give the new version."""
    values = {"content": content, "version": seen + 1, "saved_at": at, "saved_by": by}
    if seen == 0:
        space.execute(space.insert(draft).values(program_id=program_id, **values))
        return 1
    changed = space.execute(
        space.update(draft)
        .where(draft.c.program_id == program_id)
        .where(draft.c.version == seen)
        .values(**values)
    )
    if changed.rowcount == 0:
        raise Conflict(
            "别人已保存了新的草稿。请重新载入、对比或覆盖。",
            "Somebody else has saved the draft meanwhile: reload, compare or overwrite.",
        )
    return seen + 1


def releases(space: Space, program_id: int) -> list[ReleaseRow]:
    """Give all releases, newest first."""
    rows = space.execute(
        space.select(release)
        .where(release.c.program_id == program_id)
        .order_by(release.c.number.desc())
    )
    return [_release(row) for row in rows]


def get_release(space: Space, program_id: int, number: int) -> ReleaseRow:
    return _one_release(space, program_id, release.c.number == number)


def get_release_by_id(space: Space, program_id: int, release_id: int) -> ReleaseRow:
    return _one_release(space, program_id, release.c.id == release_id)


def had_flows(space: Space, program_id: int, number: int) -> bool:
    """Say whether any release up to this one had automations."""
    flows = release.c.content["flows"].as_string()
    found = space.select(release, release.c.id).where(
        release.c.program_id == program_id, release.c.number <= number, flows.is_not(None)
    )
    return space.execute(found.limit(1)).first() is not None


def _one_release(space: Space, program_id: int, condition: Any) -> ReleaseRow:
    row = space.execute(
        space.select(release).where(release.c.program_id == program_id).where(condition)
    ).one_or_none()
    if row is None:
        raise NotFound("没有这个版本。", "There is no such release.")
    return _release(row)


def _release(row: Row[Any]) -> ReleaseRow:
    return ReleaseRow(
        id=row.id,
        number=row.number,
        content=row.content,
        layout=Layout(
            columns=row.columns["columns"],
            forms={key: tuple(each) for key, each in row.columns["forms"].items()},
        ),
        note=row.note,
        restores=row.restores,
        published_at=row.published_at,
        published_by=row.published_by,
        elder_release_id=row.elder_release_id,
    )


def add_release(
    space: Space,
    program_id: int,
    content: Any,
    layout: Layout,
    publication: Publication,
) -> tuple[int, int]:
    """Write the next release and make it live; give its id and its number."""
    release_id = space.new_id()
    last = space.execute(
        space.select(release, func.max(release.c.number)).where(release.c.program_id == program_id)
    ).scalar()
    number = 1 + (last or 0)
    space.execute(
        space.insert(release).values(
            id=release_id,
            program_id=program_id,
            number=number,
            content=content,
            columns={"columns": layout.columns, "forms": layout.forms},
            note=publication.note,
            restores=publication.restores,
            published_at=publication.at,
            published_by=publication.by,
            elder_release_id=publication.elder_release_id,
        )
    )
    space.execute(
        space.update(program).where(program.c.id == program_id).values(live_release_id=release_id)
    )
    return release_id, number
