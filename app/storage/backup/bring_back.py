"""Bringing a backup back into an installation that is empty: all of it, or nothing."""

import sqlite3
from pathlib import Path

import psycopg
from sqlalchemy import Connection, Engine, inspect, literal, select, update
from sqlalchemy import Table as SQLTable
from sqlalchemy.exc import SQLAlchemyError

from app.errors import AppError, Conflict
from app.program.codec import load
from app.storage import programs, restorations, views
from app.storage.backup.archive import Archive
from app.storage.backup.fill import Filler
from app.storage.backup.manifest import Manifest
from app.storage.backup.shapes import PASSING, is_operators, our_tables
from app.storage.backup.take import Told
from app.storage.heartbeat import WORKER, last_beat
from app.storage.ids import RECORDS, Ids
from app.storage.revision import VERSIONS, known_revisions, newest_revision, revision
from app.storage.space import Space
from app.storage.tables import heartbeat, id_block
from app.storage.upgrade import hold_others, migrate

VERIFYING, RESTORING = "verifying", "restoring"
GAP = 1_000_000_000
"""Identifiers that the original may have given out since, and others know things by."""
SILENCE = 30_000_000
"""Microseconds after which a worker that said nothing is not there."""


class CannotRestore(AppError):
    """The database took none of it."""


def bring_back(engine: Engine, file: Path, *, now: int, sends: bool, told: Told) -> Manifest:
    """Fill an empty installation from a backup, in one transaction.

    Unless this copy takes over and `sends`, messages are held until somebody says what becomes of
    those that the original may have sent.
    """
    with Archive.open(file) as archive:
        manifest = archive.manifest
        if manifest.revision not in known_revisions():
            raise _newer(manifest.revision)
        archive.verify(lambda rows: told(VERIFYING, rows, manifest.rows))
        try:
            with engine.begin() as connection:
                hold_others(connection)
                _make_room(connection, manifest.revision, now=now)
                _fill(connection, archive, told)
                migrate(connection, newest_revision())
                _begin_anew(connection, manifest, now=now, sends=sends)
        except (SQLAlchemyError, sqlite3.Error, psycopg.Error) as error:
            raise _refused(error) from error
    if engine.dialect.name == "postgresql":
        with engine.begin() as connection:
            connection.exec_driver_sql("ANALYZE")
    return manifest


def _make_room(connection: Connection, wanted: str, *, now: int) -> None:
    """Have the tables of the backup's schema, without a row. Raises `Conflict`."""
    there = revision(connection)
    if there is not None:
        if there not in known_revisions():
            raise _newer(there)
        _refuse_unless_empty(connection, now=now)
        if there != wanted:
            our_tables().drop_all(connection)
            connection.exec_driver_sql(f"DROP TABLE {VERSIONS.name}")
    migrate(connection, wanted)
    for name in PASSING:
        connection.execute(our_tables().tables[name].delete())


def _refuse_unless_empty(connection: Connection, *, now: int) -> None:
    there = set(inspect(connection).get_table_names())
    beat = last_beat(connection, WORKER) if heartbeat.name in there else None
    if beat is not None and beat > now - SILENCE:
        raise Conflict(
            "后台进程还在运行；请先停下网页和后台进程，半分钟后再恢复。",
            "A worker is alive; stop web and workers, and restore half a minute later.",
        )
    ours = [each for each in our_tables().sorted_tables if each.name in there - PASSING]
    full = [each.name for each in ours if _has_rows(connection, each)]
    full += sorted(filter(is_operators, there))
    if full:
        raise Conflict(
            f"这里已经有数据（{full[0]}）；只能恢复到空的系统。"
            "请换一个空的数据库或 RUNGS_DATA_DIR，原来的保持不动。",
            f"There is data here already ({full[0]}); a backup is restored into an empty "
            "installation only. Name an empty database or another RUNGS_DATA_DIR; what is here "
            "stays as it is.",
        )


def _has_rows(connection: Connection, table: SQLTable) -> bool:
    asked = select(literal(1)).select_from(table).limit(1)
    return connection.execute(asked).first() is not None


def _fill(connection: Connection, archive: Archive, told: Told) -> None:
    """Write the tables in their order: those first that others refer to."""
    filler, done = Filler.of(connection, archive), 0
    for each in archive.manifest.tables:
        filler.fill(each)
        done += each.rows
        told(RESTORING, done, archive.manifest.rows)


def _begin_anew(connection: Connection, manifest: Manifest, *, now: int, sends: bool) -> None:
    """Have nothing mixed up with what the original has done since."""
    connection.execute(
        update(id_block).where(id_block.c.name == RECORDS).values(next=id_block.c.next + GAP)
    )
    restorations.note(connection, at=now, taken_at=manifest.taken_at, sends=sends)
    for workspace_id, program_id in programs.all_programs(connection):
        space = Space(connection, workspace_id, Ids())
        live_id = programs.get_program(space, program_id).live_release_id
        assert live_id is not None
        row = programs.get_release_by_id(space, program_id, live_id)
        views.make(space, program_id, load(row.content), row.layout)


def _newer(found: str) -> Conflict:
    return Conflict(
        f"数据库结构 {found} 比这个版本（{newest_revision()}）新；请用更新的版本恢复。",
        f"The schema {found} is newer than this version works with ({newest_revision()}); "
        "restore with a newer version.",
    )


def _refused(error: Exception) -> CannotRestore:
    said = str(getattr(error, "orig", None) or error).strip().partition("\n")[0]
    return CannotRestore(
        f"数据库没有接受：{said}。什么都没有改动。",
        f"The database refused it: {said}. Nothing was changed.",
    )
