"""Databases that nobody has put a table into yet."""

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import Connection, Engine

from app.storage.engine import make_engine
from app.storage.spaces import Spaces
from app.storage.upgrade import upgrade
from tests.runtime.clubs import Club
from tests.storage.wholes import moved, restored, taken, whole


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def elsewhere(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """Where a backup is brought back to, once for each kind of database."""
    if request.param == "sqlite":
        opened = make_engine(f"sqlite:///{tmp_path / 'elsewhere.sqlite3'}")
        yield opened
        opened.dispose()
        return
    server: Connection = request.getfixturevalue("_postgresql")
    name = f"rungs_elsewhere_{uuid4().hex}"
    server.exec_driver_sql(f'CREATE DATABASE "{name}" TEMPLATE template0')
    opened = make_engine(server.engine.url.set(database=name).render_as_string(hide_password=False))
    yield opened
    opened.dispose()
    server.exec_driver_sql(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture(scope="session")
def _whole_once(tmp_path_factory: pytest.TempPathFactory) -> tuple[bytes, Club]:
    folder = tmp_path_factory.mktemp("whole")
    spaces = Spaces.at(f"sqlite:///{folder / 'rungs.sqlite3'}")
    upgrade(spaces.engine)
    club = whole(spaces).club
    taken(spaces.engine, folder / "one.zip")
    spaces.engine.dispose()
    return (folder / "one.zip").read_bytes(), club


@pytest.fixture
def file(_whole_once: tuple[bytes, Club], tmp_path: Path) -> Path:
    """A backup of a whole installation."""
    (tmp_path / "one.zip").write_bytes(_whole_once[0])
    return tmp_path / "one.zip"


@pytest.fixture
def restored_club(_whole_once: tuple[bytes, Club], file: Path, elsewhere: Engine) -> Club:
    """The club of that backup, brought back."""
    restored(elsewhere, file)
    return moved(_whole_once[1], elsewhere)


@pytest.fixture
def nowhere(tmp_path: Path) -> Iterator[Engine]:
    """Where nothing is to come of it."""
    opened = make_engine(f"sqlite:///{tmp_path / 'nowhere.sqlite3'}")
    yield opened
    opened.dispose()
