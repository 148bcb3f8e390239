"""T9: a disk that is full at any moment costs nobody anything, and work goes on by itself after.

Two stand-ins for a full disk need no disk; `--small-disk` names a folder on a small file system,
which is filled in earnest: `mount -t tmpfs -o size=24m tmpfs /tmp/small`.
"""

import shutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError
from structlog.testing import capture_logs

from app.runtime.crash_points import armed
from app.runtime.engine import Engine
from app.runtime.sender import LEASE
from tests.faults.disks import Ballast, Disk, Pages, Statements
from tests.faults.outages import lives
from tests.faults.test_messages_survive import Arrived
from tests.runtime.clubs import Club
from tests.runtime.sending import SECRET, Sending, telling

Clubs = Callable[..., Club]
SECOND = 1_000_000
KINDS: tuple[type[Disk], ...] = (Pages, Statements)


@pytest.fixture(autouse=True)
def _nothing_is_printed() -> Iterator[None]:
    with capture_logs():
        yield


@pytest.fixture
def small(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Path]:
    """The folder of a small file system, if there is one."""
    given = request.config.getoption("--small-disk")
    if given is None:
        yield tmp_path
        return
    folder = Path(given) / "house"
    folder.mkdir()
    yield folder
    shutil.rmtree(folder)


@pytest.mark.parametrize("kind", KINDS)
def test_a_disk_that_is_full_at_any_crash_point_costs_nobody_anything(
    sqlite_club: Clubs, small: Path, request: pytest.FixtureRequest, kind: type[Disk]
) -> None:
    stride = request.config.getoption("--crash-points")
    really = request.config.getoption("--small-disk") is not None
    found, refused = lives(sqlite_club, small, Ballast if really else kind, stride)
    assert found == []
    assert refused > 0


def test_a_worker_that_forgets_what_it_owes_would_be_noticed(
    sqlite_club: Clubs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The negative control: who could not be let go of is held until the lease is over."""
    usual = vars(Engine)["_leave"]

    def leave(self: Engine, *arguments: object) -> None:
        try:
            usual(self, *arguments)
        finally:
            vars(Engine)["_owed"].__get__(self).clear()

    monkeypatch.setattr(Engine, "_leave", leave)
    found, _ = lives(sqlite_club, tmp_path, Statements, 3)
    assert found != []


def of_club(clubs: Clubs, folder: Path) -> tuple[Sending, Arrived]:
    found = Sending(club=clubs(telling("webhook")))
    found.account("webhook", url="https://club.example/", secret=SECRET, per_minute=100_000)
    found.join(*(f"m{n}" for n in range(3)))
    return found, Arrived(folder / "arrived.txt")


@pytest.mark.parametrize("at", ["claimed message", "sent before mark"])
def test_a_message_that_left_while_the_disk_was_full_does_not_leave_again(
    sqlite_club: Clubs, tmp_path: Path, at: str
) -> None:
    sending, arrived = of_club(sqlite_club, tmp_path)
    club = sending.club
    disk = Statements(club.spaces.engine)
    sending.door = arrived  # type: ignore[assignment]  # It answers as a door does.
    sender = sending.sender()

    def fate(name: str) -> None:
        if name == at:
            disk.fill()

    with armed(fate):
        for _ in range(3):
            # Nothing more is claimed while something is owed.
            with suppress(OperationalError):
                sender.turn(club.workspace_id, club.program_id)
            club.wait(seconds=LEASE / SECOND)
    disk.free()
    while sender.turn(club.workspace_id, club.program_id):
        pass
    assert list(arrived.keys().values()) == [1, 1, 1]
    assert dict(sending.states()) == {("webhook", "sent"): 3}
    with club.spaces.engine.connect() as connection:
        attempts = connection.exec_driver_sql("SELECT attempts FROM outbox").scalars().all()
    assert attempts == [1, 1, 1]
