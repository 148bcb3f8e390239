"""Programmes whose workers die."""

from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import create_engine

from app.storage.spaces import Spaces
from tests.runtime.clubs import Club
from tests.runtime.conftest import club

__all__ = ["club", "sqlite_club"]


@pytest.fixture(autouse=True)
def _each_engine_has_its_dialect(monkeypatch: pytest.MonkeyPatch) -> None:
    """Share no compiled statements here: by its dialect an engine knows that its server ended."""
    monkeypatch.setattr("app.storage.engine.create_engine", create_engine)


@pytest.fixture
def sqlite_club(sqlite_url: str) -> Iterator[Callable[..., Club]]:
    """The same on SQLite alone, whose file is copied for each death."""
    opened = Spaces.at(sqlite_url)
    yield lambda content, **more: Club(opened, content, **more)
    opened.engine.dispose()
