"""T3: whoever dies at whichever point, the end is the same as if nobody had."""

from collections.abc import Callable
from pathlib import Path

import pytest

from app.runtime import engine
from tests.faults.dying import Deaths, House, Tables, what_members_have
from tests.runtime.clubs import Club

Clubs = Callable[..., Club]
MEMBERS = 4


@pytest.fixture(autouse=True)
def _leases_end_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let nobody wait for the dead, so that all moments are those of a life without a death."""
    monkeypatch.setattr(engine, "LEASE", 0)


def test_dying_at_each_crash_point_leaves_every_table_as_if_nobody_had(
    sqlite_club: Clubs, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    house = House.of(sqlite_club, MEMBERS)
    tables = Tables(house.club)
    counted = Deaths()
    with house.copied(tmp_path) as clean:
        assert clean.live_through(counted) == 0
        expected = tables.of(clean.club)
    differences = {}
    for n in range(1, counted.passed + 1, request.config.getoption("--crash-points")):
        with house.copied(tmp_path) as one:
            assert one.live_through(Deaths(n)) == 1
            found = tables.of(one.club)
        if found != expected:
            wrong = [name for name, rows in found.items() if rows != expected[name]]
            differences[n, counted.names[n - 1]] = wrong
    assert differences == {}
    assert len(set(counted.names)) >= 18, counted.names


def test_dying_again_and_again_leaves_members_what_they_would_have(club: Clubs) -> None:
    house = House.of(club, MEMBERS)
    twin = House.of(club, MEMBERS, key="twin")
    assert twin.live_through() == 0
    assert house.live_through(Deaths(4, 15, 27)) == 3
    assert what_members_have(house.club) == what_members_have(twin.club)
