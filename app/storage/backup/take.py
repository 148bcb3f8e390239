"""Taking a backup: every table as of one moment, while web and workers go on writing."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine

from app.errors import Conflict
from app.files import written_whole
from app.storage.backup.archive import Writer
from app.storage.backup.lines import written
from app.storage.backup.manifest import Manifest, Table
from app.storage.backup.shapes import all_shapes
from app.storage.engine import reading
from app.storage.heartbeat import BACKUP, beat
from app.storage.revision import newest_revision, revision

ROWS = 1_000
READING = "backup"
Told = Callable[[str, int, int], object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """A backup that is complete."""

    manifest: Manifest
    size: int
    """Bytes of the file."""


def take(engine: Engine, file: Path, *, now: int, replace: bool, told: Told) -> Taken:
    """Write a backup as of this moment; the file is there when it is whole, or not at all."""
    with (
        written_whole(file, replace=replace) as target,
        Writer.on(target, at=now) as writer,
        _one_moment(engine) as connection,
    ):
        manifest = _write(connection, writer, now=now, told=told)
    size = file.stat().st_size
    with engine.begin() as connection:
        beat(connection, BACKUP, at=now, detail={"rows": manifest.rows, "bytes": size})
    return Taken(manifest=manifest, size=size)


def _one_moment(engine: Engine) -> Any:
    """Open one consistent view, which holds nobody up."""
    if engine.dialect.name == "postgresql":
        engine = engine.execution_options(
            isolation_level="REPEATABLE READ", postgresql_readonly=True
        )
    return reading(engine)


def _write(connection: Connection, writer: Writer, *, now: int, told: Told) -> Manifest:
    found = revision(connection)
    if found != newest_revision():
        raise Conflict(
            f"数据库结构为 {found}，程序需要 {newest_revision()}；请先运行 rungs db upgrade。",
            f"The tables are at {found}, this version works with {newest_revision()}; "
            "run rungs db upgrade first.",
        )
    shapes = all_shapes(connection)
    tables = []
    for place, shape in enumerate(shapes, start=1):
        tables.append(writer.table(shape, _blocks(connection, shape)))
        told(READING, place, len(shapes))
    manifest = Manifest(
        version=version("rungs"),
        revision=found,
        database=connection.dialect.name,
        taken_at=now,
        tables=tuple(tables),
    )
    writer.finish(manifest)
    return manifest


def _blocks(connection: Connection, shape: Table) -> Iterator[bytes]:
    """Read a table as lines, a piece at a time."""
    quote = connection.dialect.identifier_preparer.quote
    columns = ", ".join(map(quote, shape.names))
    driver: Any = connection.connection.driver_connection
    if connection.dialect.name == "postgresql":
        with (
            driver.cursor() as cursor,
            cursor.copy(f"COPY {quote(shape.name)} ({columns}) TO STDOUT") as copy,
        ):
            yield from copy
        return
    kinds = [each.kind for each in shape.columns]
    rows = driver.execute(f"SELECT {columns} FROM {quote(shape.name)}")  # noqa: S608  # Names of ours.
    while found := rows.fetchmany(ROWS):
        yield written(found, kinds)
