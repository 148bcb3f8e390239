"""Programmes at work on both databases."""

from collections.abc import Callable, Iterator

import pytest

from app.storage.spaces import Spaces
from tests.runtime.clubs import Club


@pytest.fixture
def spaces(database_url: str) -> Iterator[Spaces]:
    opened = Spaces.at(database_url)
    yield opened
    opened.engine.dispose()


@pytest.fixture
def club(spaces: Spaces) -> Callable[..., Club]:
    """Publish a programme and give it with its clock."""
    return lambda content, **more: Club(spaces, content, **more)
