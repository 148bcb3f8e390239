"""A database for one measurement, made beside the one that is named and removed afterwards."""

import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import URL, create_engine
from sqlalchemy.engine import make_url

from app.storage.spaces import Spaces
from app.storage.upgrade import upgrade


@contextmanager
def database(url: str | None) -> Iterator[Spaces]:
    """Open an empty database of the product; what `url` names is never written to.

    A PostgreSQL address names a server where databases may be created, a SQLite address the
    folder of its file; without one, a temporary file is used.
    """
    named = None if url is None else make_url(url)
    if named is not None and named.get_backend_name() != "sqlite":
        with _on_server(named) as made, _opened(made) as spaces:
            yield spaces
        return
    folder = None if named is None or not named.database else Path(named.database).parent
    with _in_folder(folder) as made, _opened(made) as spaces:
        yield spaces


@contextmanager
def _opened(url: URL) -> Iterator[Spaces]:
    spaces = Spaces.at(url.render_as_string(hide_password=False))
    try:
        upgrade(spaces.engine)
        yield spaces
    finally:
        spaces.engine.dispose()


@contextmanager
def _in_folder(folder: Path | None) -> Iterator[URL]:
    with tempfile.TemporaryDirectory(prefix="rungs-bench-", dir=folder) as inside:
        yield URL.create("sqlite", database=f"{inside}/bench.sqlite3")


@contextmanager
def _on_server(named: URL) -> Iterator[URL]:
    made = named.set(database=f"rungs_bench_{uuid.uuid4().hex[:12]}")
    _administer(named, f'CREATE DATABASE "{made.database}" TEMPLATE template0')
    try:
        yield made
    finally:
        _administer(named, f'DROP DATABASE IF EXISTS "{made.database}" WITH (FORCE)')


def _administer(server: URL, statement: str) -> None:
    administrator = create_engine(server, isolation_level="AUTOCOMMIT")
    with administrator.connect() as connection:
        connection.exec_driver_sql(statement)
    administrator.dispose()
