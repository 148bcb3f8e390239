"""A product with two teams: made once, and copied for each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.storage.engine import make_engine
from tests.web.houses import House


@pytest.fixture(scope="session")
def _built(
    _sqlite_template: bytes, tmp_path_factory: pytest.TempPathFactory
) -> tuple[House, bytes]:
    folder = tmp_path_factory.mktemp("house")
    file = folder / "rungs.sqlite3"
    file.write_bytes(_sqlite_template)
    engine = make_engine(f"sqlite:///{file}")
    house = House(engine, folder)
    engine.dispose()  # The write-ahead log goes into the file.
    return house, file.read_bytes()


@pytest.fixture
def house(_built: tuple[House, bytes], tmp_path: Path) -> Iterator[House]:
    """The product on SQLite: what its queries do on each database is tested in other rooms."""
    house, content = _built
    file = tmp_path / "house.sqlite3"
    file.write_bytes(content)
    engine = make_engine(f"sqlite:///{file}")
    yield house.moved_to(engine, tmp_path)
    engine.dispose()
