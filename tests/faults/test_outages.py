"""T10: locked by another program, held by an open transaction, sessions ended: all goes on after.

Nobody waits for a real lock: the time that is waited for one is set to a few milliseconds.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from app.runtime import retries
from tests.faults.disks import Disk
from tests.faults.outages import OutsideWriter, SessionsEnded, TableHeld, lives
from tests.runtime.clubs import Club

Clubs = Callable[..., Club]
OUTAGES: dict[str, tuple[type[Disk], ...]] = {
    "sqlite": (OutsideWriter,),
    "postgresql": (SessionsEnded, TableHeld),
}


@pytest.fixture(autouse=True)
def _nothing_is_printed() -> Iterator[None]:
    with capture_logs():
        yield


@pytest.mark.parametrize("kind", [OutsideWriter, SessionsEnded, TableHeld])
def test_an_outage_at_any_crash_point_costs_nobody_anything(
    club: Clubs, tmp_path: Path, request: pytest.FixtureRequest, kind: type[Disk]
) -> None:
    database = request.getfixturevalue("spaces").engine.dialect.name
    if kind not in OUTAGES[database]:
        pytest.skip(f"{database} knows no such outage")
    found, refused = lives(club, tmp_path, kind, request.config.getoption("--crash-points"))
    assert found == []
    assert refused > 0


def test_a_worker_that_waits_as_after_a_mistake_would_be_noticed(
    sqlite_club: Clubs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The negative control: a minute before it tries again is more than was promised."""
    monkeypatch.setattr(retries, "FIRST", 60)
    monkeypatch.setattr(retries, "LONGEST_IN_TROUBLE", 600)
    found, _ = lives(sqlite_club, tmp_path, OutsideWriter, 3)
    assert found != []
