"""Programmes at work on both databases."""

from collections.abc import Callable

import pytest

from app.runtime.allowing import Verdict
from app.storage.spaces import Spaces
from tests.runtime.clubs import Club
from tests.runtime.scripted_doors import Doors
from tests.runtime.sending import Sending, telling


@pytest.fixture
def club(spaces: Spaces) -> Callable[..., Club]:
    """Publish a programme and give it with its clock."""
    return lambda content, **more: Club(spaces, content, **more)


@pytest.fixture
def sending(club: Callable[..., Club]) -> Callable[..., Sending]:
    """Publish a programme that writes to whoever joins, and give it with its sender."""

    def made(door: Doors | None = None, *, channel: str = "webhook", **more: str) -> Sending:
        found = Sending(club=club(telling(channel, **more)))
        if door is not None:
            found.door = door  # type: ignore[assignment]  # It answers as a door does.
        return found

    return made


@pytest.fixture
def everything_is_allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let everything go out: consent and the like have tests of their own."""
    monkeypatch.setattr(
        "app.runtime.preparing.allowed",
        lambda _space, _current, sent, *, now: {each.id: Verdict(send=True) for each in sent},
    )
