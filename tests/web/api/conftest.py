"""A programme behind the API, with a key, on each kind of database."""

from collections.abc import Callable
from typing import Any

import pytest

from app.storage.spaces import Spaces
from tests.runtime.clubs import Club
from tests.web.api.callers import Caller, a_caller

Callers = Callable[..., Caller]


@pytest.fixture
def calls(spaces: Spaces, tmp_path: Any) -> Callers:
    """Publish a programme, and give somebody who calls its API with every scope."""

    def make(content: Any, *, key: str = "team", **more: Any) -> Caller:
        return a_caller(Club(spaces, content, key=key), tmp_path, **more)

    return make
