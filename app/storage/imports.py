"""How far each import of a file has come, written with the rows themselves."""

from dataclasses import dataclass

from app.errors import Conflict
from app.storage.space import Space
from app.storage.tables import import_run


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportRun:
    """One file going into one object."""

    id: int
    done: int
    """Records of the file that have been dealt with; the next one is where to go on."""
    kept: int
    refused: int
    finished_at: int | None


def find(space: Space, program_id: int, fingerprint: str) -> ImportRun | None:
    row = space.execute(
        space.select(import_run)
        .where(import_run.c.program_id == program_id)
        .where(import_run.c.fingerprint == fingerprint)
    ).one_or_none()
    if row is None:
        return None
    return ImportRun(
        id=row.id,
        done=row.rows_done,
        kept=row.rows_kept,
        refused=row.rows_refused,
        finished_at=row.finished_at,
    )


def begin(
    space: Space, program_id: int, *, object_key: str, fingerprint: str, at: int
) -> ImportRun:
    run_id = space.new_id()
    space.execute(
        space.insert(import_run).values(
            id=run_id,
            program_id=program_id,
            object=object_key,
            fingerprint=fingerprint,
            rows_done=0,
            rows_kept=0,
            rows_refused=0,
            started_at=at,
        )
    )
    return ImportRun(id=run_id, done=0, kept=0, refused=0, finished_at=None)


def forget(space: Space, run: ImportRun) -> None:
    """Let the same file be imported from the beginning."""
    space.execute(space.delete(import_run).where(import_run.c.id == run.id))


def advance(space: Space, before: ImportRun, after: ImportRun) -> None:
    """Note how far a run has come. Raises `Conflict` if somebody else has moved it."""
    moved = space.execute(
        space.update(import_run)
        .where(import_run.c.id == before.id)
        .where(import_run.c.rows_done == before.done)
        .values(
            rows_done=after.done,
            rows_kept=after.kept,
            rows_refused=after.refused,
            finished_at=after.finished_at,
        )
    )
    if moved.rowcount != 1:
        raise Conflict(
            "同一个文件正在由另一个进程导入。", "Another process is importing the same file."
        )
