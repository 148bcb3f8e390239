"""Programmes at work on both databases, with histories written by hand."""

from collections.abc import Callable, Iterator

import pytest

from app.storage.spaces import Spaces
from tests.analytics.histories import Past
from tests.runtime.clubs import Club

Pasts = Callable[..., Past]


@pytest.fixture
def spaces(database_url: str) -> Iterator[Spaces]:
    opened = Spaces.at(database_url)
    yield opened
    opened.engine.dispose()


@pytest.fixture
def past(spaces: Spaces) -> Pasts:
    """Publish a programme whose history is written change by change."""
    return lambda content, **more: Past(Club(spaces, content, **more))
