"""T10: PostgreSQL is restarted, and replaced by the server that followed it; all goes on by itself.

Both servers are made for these tests. Events come in over HTTP and workers go on meanwhile, or one
worker lives through it from a crash point on. What was confirmed is there, once.
"""

import os
import shutil
import tempfile
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import text
from structlog.testing import capture_logs

from app.runtime.checkups import examine
from app.runtime.intake import Entry
from app.storage.engine import POSTGRESQL, make_engine
from app.storage.spaces import Spaces
from app.storage.upgrade import upgrade
from tests.faults import servers
from tests.faults.outages import lives
from tests.faults.restarts import Crew, Restarted, Stopped, TakenOver, Traffic
from tests.faults.servers import Pair, Server
from tests.faults.situations import runs_of
from tests.faults.test_flows_survive import on_the_way, wrong
from tests.runtime.clubs import Club
from tests.runtime.flowing import flow, give, programme, step, tell
from tests.web.api.callers import Caller, a_caller

pytestmark = pytest.mark.postgresql
Shops = Callable[..., Caller]
DAY = 86_400_000_000
MEMORY, ROOM = Path("/dev/shm"), 2**30
"""Where servers are copied faster, if there are so many bytes."""
A_ROUND = 20
"""Visits between two outages, at least."""
THANKS = flow(
    "activity",
    step("points", "grant_points", amount=5),
    give(),
    step("rest", "wait", time={"days": 30}),
    tell(),
    options={"kind": "visit"},
)


@pytest.fixture(autouse=True)
def _nothing_is_printed() -> Iterator[None]:
    with capture_logs():
        yield


@pytest.fixture(scope="module")
def pair() -> Iterator[Pair]:
    """Two servers, of which one follows the other, with our tables in a database."""
    found = servers.programs()
    if found is None:
        if os.environ.get("CI") == "true":
            pytest.fail("The programs of PostgreSQL must be there in CI.")
        pytest.skip("There are no programs of PostgreSQL.")
    room = MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ROOM
    folder = Path(tempfile.mkdtemp(prefix="rungs-servers-", dir=MEMORY if room else None))
    if os.geteuid() == 0:
        shutil.chown(folder, servers.USER)
    both = Pair(folder=folder, programs=found)
    try:
        both.start(_prepare)
        yield both
    finally:
        both.stop()
        shutil.rmtree(folder)


def _prepare(server: Server) -> None:
    server.ask("CREATE DATABASE pattern")
    engine = make_engine(server.url("pattern"))
    upgrade(engine)
    engine.dispose()


@pytest.fixture
def spaces(pair: Pair) -> Iterator[Spaces]:
    """An empty database of our tables, which is found wherever it can be written."""
    name = f"test_{uuid.uuid4().hex}"
    pair.primary.ask(f"CREATE DATABASE {name} TEMPLATE pattern")
    opened = Spaces.at(pair.url(name))
    yield opened
    opened.engine.dispose()
    pair.primary.ask(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def shops(spaces: Spaces, tmp_path: Path) -> Shops:
    def opened(members: int) -> Caller:
        club = Club(spaces, programme(THANKS))
        joined = club.now.isoformat()
        names = [f"m{n}" for n in range(members)]
        club.send(
            *(
                Entry(object="member", values={"external_id": each, "joined_at": joined})
                for each in names
            )
        )
        return a_caller(club, tmp_path)

    return opened


@pytest.mark.parametrize("kind", [Stopped, Restarted, TakenOver])
def test_a_server_that_ends_at_any_crash_point_costs_nobody_anything(
    spaces: Spaces, pair: Pair, tmp_path: Path, request: pytest.FixtureRequest, kind: type[Stopped]
) -> None:
    def clubs(content: object, *, key: str) -> Club:
        return Club(spaces, content, key=key)

    stride = request.config.getoption("--crash-points")
    found, refused = lives(clubs, tmp_path, partial(kind, pair=pair), stride)
    assert found == []
    assert refused > 0


def test_whatever_happens_to_the_servers_what_was_answered_is_there_once(
    shops: Shops, pair: Pair, request: pytest.FixtureRequest
) -> None:
    rounds = request.config.getoption("--restarts")
    shop = shops(A_ROUND * rounds * 2)
    traffic = Traffic(shop=shop, members=A_ROUND * rounds * 2)
    with Crew(club=shop.club) as crew:
        for _ in range(rounds):
            _a_round(traffic, crew, pair)
        crew.go_on()
        assert not on_the_way(shop.club, "setting out")
        crew.clock.move(31 * DAY)
        traffic.go_on(pair.primary.restart("immediate"))
        crew.go_on()
        crew.clock.move(31 * DAY)
        crew.go_on()
    assert traffic.kept >= A_ROUND * rounds
    assert traffic.refused > 0
    _everything_is_there_once(shop, traffic.kept)


def _a_round(traffic: Traffic, crew: Crew, pair: Pair) -> None:
    """Go through a restart of each kind, an outage, and a failover."""
    for mode in ("fast", "immediate"):
        traffic.go_on(pair.primary.restart(mode))
        crew.go_on()
    for _ in range(A_ROUND):
        traffic.send(out=False)
    pair.primary.stop()
    _is_out(traffic)
    pair.primary.start()
    traffic.send(out=False)
    crew.go_on()
    pair.primary.stop()
    _is_out(traffic)
    pair.standby.promote()
    pair.primary, pair.standby = pair.standby, pair.primary
    traffic.send(out=False)
    pair.follow()
    crew.go_on()


def _is_out(traffic: Traffic) -> None:
    refused = traffic.refused
    traffic.send(out=True)
    assert traffic.refused == refused + 1
    page = traffic.shop.get("/records/order")
    assert (page.status_code, page.headers["Retry-After"]) == (503, "5")


def _everything_is_there_once(shop: Caller, kept: int) -> None:
    club = shop.club
    assert wrong(club, kept) == {}
    assert {each.state for each in runs_of(club)} == {"done"}
    found = examine(club.spaces, club.workspace_id, club.program_id, now=0)
    assert found.is_well, found


def test_a_server_that_takes_over_without_what_was_confirmed_is_noticed(
    shops: Shops, pair: Pair
) -> None:
    """The negative control: nobody waited for the one that follows."""
    shop = shops(A_ROUND)
    traffic = Traffic(shop=shop, members=A_ROUND)
    with _behind(pair):
        for _ in range(A_ROUND):
            traffic.send(out=False)
    with Crew(club=shop.club) as crew:
        crew.go_on()
    pair.follow()
    assert wrong(shop.club, traffic.kept)["points lost"] > 0


@contextmanager
def _behind(pair: Pair) -> Iterator[None]:
    """Have the second server take over without anything that happens meanwhile."""
    pair.primary.confirm_by("")
    pair.primary.reload()
    pair.standby.stop()
    yield
    pair.primary.stop()
    pair.standby.start()
    pair.standby.promote()
    pair.primary, pair.standby = pair.standby, pair.primary


def test_numbers_that_a_server_does_not_know_it_gave_are_not_used_twice(
    spaces: Spaces, pair: Pair
) -> None:
    """It took over without the block that this process had leased."""
    with _behind(pair), spaces.installation() as connection:
        assert len(spaces.ids.take(connection, 10)) == 10
    pair.follow()
    taken: list[int] = []
    for each in (spaces, Spaces(spaces.engine)):
        with each.installation() as connection:
            taken += each.ids.take(connection, 100)
    assert len(taken) == len(set(taken))


def test_a_connection_goes_to_the_server_that_can_be_written_and_notices_when_it_is_gone(
    spaces: Spaces, pair: Pair
) -> None:
    with spaces.engine.connect() as connection:
        assert connection.execute(text("SELECT pg_is_in_recovery()")).scalar() is False
        driver = connection.connection.driver_connection
        assert driver is not None
        used = driver.info.get_parameters()
    assert {name: used[name] for name in POSTGRESQL} == {
        name: str(value) for name, value in POSTGRESQL.items()
    }
    reader = make_engine(f"{pair.standby.url()}?target_session_attrs=any")
    with reader.connect() as connection:
        assert connection.execute(text("SELECT pg_is_in_recovery()")).scalar() is True
    reader.dispose()
