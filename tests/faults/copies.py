"""Copies of a database for one life each: made anew is dear, and copied is cheap."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from shutil import copyfile

from sqlalchemy import URL, Connection, Engine

from app.storage.engine import make_engine
from tests.servers_of_databases import copied


@dataclass(slots=True, kw_only=True)
class Copies:
    """Copies of one database, each where the one before it was."""

    _opened: dict[str, Engine] = field(default_factory=dict)
    """Statements that are compiled once serve all of them."""

    @contextmanager
    def of(self, engine: Engine, folder: Path) -> Iterator[Engine]:
        """Give a copy for a while."""
        is_sqlite = engine.dialect.name == "sqlite"
        with _file(engine, folder) if is_sqlite else _database(engine) as url:
            opened = self._opened.get(url) or self._opened.setdefault(url, make_engine(url))
            try:
                yield opened
            finally:
                opened.dispose()


@contextmanager
def _file(engine: Engine, folder: Path) -> Iterator[str]:
    file = engine.url.database
    assert file is not None
    with engine.begin() as connection:
        connection.exec_driver_sql("SELECT 1")
    engine.dispose()
    there = folder / "copied.sqlite3"
    copyfile(file, there)
    try:
        yield f"sqlite:///{there}"
    finally:
        for each in folder.glob("copied.sqlite3*"):
            each.unlink()


@contextmanager
def _database(engine: Engine) -> Iterator[str]:
    engine.dispose()
    url, name = engine.url, f"{engine.url.database}_twin"
    with _administrator(url) as server:
        copied(server, name, f'TEMPLATE "{url.database}" STRATEGY file_copy')
    try:
        yield url.set(database=name).render_as_string(hide_password=False)
    finally:
        with _administrator(url) as server:
            server.exec_driver_sql(f'DROP DATABASE "{name}" WITH (FORCE)')


@contextmanager
def _administrator(url: URL) -> Iterator[Connection]:
    outside = make_engine(url.set(database="postgres").render_as_string(hide_password=False))
    with outside.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        yield connection
    outside.dispose()
