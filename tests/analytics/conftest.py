"""Programmes at work on both databases, with histories written by hand."""

from collections.abc import Callable

import pytest

from app.storage.spaces import Spaces
from tests.analytics.histories import Past
from tests.runtime.clubs import Club

Pasts = Callable[..., Past]


@pytest.fixture
def past(spaces: Spaces) -> Pasts:
    """Publish a programme whose history is written change by change."""
    return lambda content, **more: Past(Club(spaces, content, **more))
