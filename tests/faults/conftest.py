"""Programmes whose workers die."""

from collections.abc import Callable, Iterator

import pytest

from app.storage.spaces import Spaces
from tests.runtime.clubs import Club
from tests.runtime.conftest import club, spaces

__all__ = ["club", "spaces", "sqlite_club"]


@pytest.fixture
def sqlite_club(sqlite_url: str) -> Iterator[Callable[..., Club]]:
    """The same on SQLite alone, whose file is copied for each death."""
    opened = Spaces.at(sqlite_url)
    yield lambda content, **more: Club(opened, content, **more)
    opened.engine.dispose()
