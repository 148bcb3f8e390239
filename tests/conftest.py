"""What every test may ask for: a database of each kind, and a network that ends at this machine."""

import os
import socket
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import structlog
from hypothesis import HealthCheck, settings
from sqlalchemy import URL, Connection, Dialect, Engine, create_engine, event, make_url
from sqlalchemy.util import LRUCache

from app.builder.trying import counting
from app.storage import engine as storage_engine
from app.storage.engine import make_engine
from app.storage.spaces import Spaces
from app.storage.upgrade import upgrade
from tests.servers_of_databases import copied

SERVER = "RUNGS_TEST_POSTGRESQL"
LOOPBACK = ("127.", "::1", "localhost")
PATIENCE = 120
"""Seconds for which is waited what a quiet machine has in a moment."""

settings.register_profile(
    "rungs",
    print_blob=True,
    deadline=None,
    # What is drawn is the same in every run, and may take as long as it takes.
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile("anew", settings.get_profile("rungs"), derandomize=False)
settings.load_profile("rungs")
# As usual, but for the values of local variables: to draw those of one trace takes seconds.
structlog.configure(
    processors=[
        *structlog.get_config()["processors"][:-1],
        structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback),
    ]
)


@pytest.fixture(autouse=True, scope="session")
def _only_this_machine() -> Iterator[None]:
    """Let nothing be asked of another machine."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        if self.family != getattr(socket, "AF_UNIX", None) and not str(address[0]).startswith(
            LOOPBACK
        ):
            pytest.fail(f"A test tried to reach {address}.")
        connect(self, address)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", guarded)
        yield


@pytest.fixture(autouse=True, scope="session")
def _each_statement_is_compiled_once() -> Iterator[None]:
    """Let the databases of all tests share compiled statements, as those of one process would.

    A test opens a database of its own; to compile the same statements for each anew took a
    quarter of all processor time.
    """
    statements = LRUCache[Any, Any](1000)
    dialects: dict[str, Dialect] = {}

    def opened(url: str, **more: Any) -> Engine:
        made = create_engine(url, **more)
        made.update_execution_options(compiled_cache=statements)
        # A dialect is complete when it has met a database, and is part of a statement's key.
        event.listen(made, "connect", lambda *_: dialects.setdefault(made.name, made.dialect))
        made.dialect = dialects.get(made.name, made.dialect)
        return made

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("app.storage.engine.create_engine", opened)
        yield


@pytest.fixture(autouse=True, scope="session")
def _a_slow_machine_is_waited_for() -> Iterator[None]:
    """Let nobody give up on a lock, a connection or a count because the machine is busy.

    What is to be given up is given up on purpose: by a test that says after how long.
    """
    with pytest.MonkeyPatch.context() as patch:
        patient = f"PRAGMA busy_timeout={PATIENCE * 1_000}"
        pragmas = [
            patient if each.startswith("PRAGMA busy_timeout=") else each
            for each in storage_engine.SQLITE_PRAGMAS
        ]
        patch.setattr(storage_engine, "SQLITE_PRAGMAS", tuple(pragmas))
        patch.setitem(storage_engine.POSTGRESQL, "connect_timeout", PATIENCE)
        patch.setattr(counting, "PATIENCE", float(PATIENCE))
        yield


@pytest.fixture(autouse=True)
def _no_settings_from_outside(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Keep the settings of whoever runs the tests out of them."""
    for name in [name for name in os.environ if name.startswith("RUNGS_") and name != SERVER]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("RUNGS_DATA_DIR", str(tmp_path / "data"))


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def database_url(request: pytest.FixtureRequest) -> str:
    """An empty database with our tables, once for each kind of database."""
    return str(request.getfixturevalue(f"{request.param}_url"))


@pytest.fixture
def spaces(database_url: str) -> Iterator[Spaces]:
    """What the product opens of such a database."""
    opened = Spaces.at(database_url)
    yield opened
    opened.engine.dispose()


@pytest.fixture(scope="session")
def _sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    file = tmp_path_factory.mktemp("template") / "rungs.sqlite3"
    engine = make_engine(f"sqlite:///{file}")
    upgrade(engine)
    engine.dispose()
    return file.read_bytes()


@pytest.fixture
def sqlite_url(_sqlite_template: bytes, tmp_path: Path) -> str:
    file = tmp_path / "rungs.sqlite3"
    file.write_bytes(_sqlite_template)
    return f"sqlite:///{file}"


@pytest.fixture(scope="session")
def _postgresql(_only_this_machine: None) -> Iterator[Connection]:
    """What creates and drops databases; nobody may be connected to one that is copied."""
    given = os.environ.get(SERVER)
    if not given:
        if os.environ.get("CI") == "true":
            pytest.fail(f"{SERVER} must name a PostgreSQL server in CI.")
        pytest.skip(f"{SERVER} names no server.")
    administrator = create_engine(
        make_url(given).set(database="postgres"), isolation_level="AUTOCOMMIT"
    )
    with administrator.connect() as connection:
        yield connection
    administrator.dispose()


@pytest.fixture(scope="session")
def _postgresql_template(_postgresql: Connection) -> Iterator[URL]:
    """A migrated database that others are copied from, which is faster than migrating each."""
    with _a_database(_postgresql, "template", "TEMPLATE template0") as template:
        engine = make_engine(template.render_as_string(hide_password=False))
        upgrade(engine)
        engine.dispose()
        yield template


@pytest.fixture
def postgresql_url(_postgresql: Connection, _postgresql_template: URL) -> Iterator[str]:
    # Written page by page into the log, as is usual, a copy takes the server five times as long.
    how = f'TEMPLATE "{_postgresql_template.database}" STRATEGY file_copy'
    with _a_database(_postgresql, "test", how) as url:
        yield url.render_as_string(hide_password=False)


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    """The same, opened."""
    opened = make_engine(database_url)
    yield opened
    opened.dispose()


@contextmanager
def _a_database(server: Connection, sort: str, how: str) -> Iterator[URL]:
    name = f"rungs_{sort}_{uuid.uuid4().hex}"
    copied(server, name, how)
    yield server.engine.url.set(database=name)
    server.exec_driver_sql(f'DROP DATABASE "{name}" WITH (FORCE)')


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--rules",
        default=10_000,
        type=int,
        help="How many generated rules the three engines are compared on.",
    )
    parser.addoption(
        "--demo-share",
        default=4,
        type=int,
        help="Of how many households of the demo one is brought into PostgreSQL; 1 is all.",
    )
    parser.addoption(
        "--ledger-operations",
        default=500,
        type=int,
        help="How many random operations the ledger is put through.",
    )
    parser.addoption(
        "--coupon-operations",
        default=300,
        type=int,
        help="How many random operations coupons are put through.",
    )
    parser.addoption(
        "--histories",
        default=100,
        type=int,
        help="How many random histories tier engine and model live through, on all databases.",
    )
    parser.addoption(
        "--histories-seed",
        default=1,
        type=int,
        help="Where the chance of these histories begins.",
    )
    parser.addoption(
        "--pasts",
        default=4,
        type=int,
        help="How many random pasts are explained later, on each database.",
    )
    parser.addoption(
        "--kills",
        default=20,
        type=int,
        help="How many workers of automations are killed at random, at least.",
    )
    parser.addoption(
        "--flow-members",
        default=60,
        type=int,
        help="How many members go through an automation meanwhile.",
    )
    parser.addoption(
        "--flow-seeds",
        default=10,
        type=int,
        help="Through how many lives drawn by chance automations are put.",
    )
    parser.addoption(
        "--kills-share",
        default=0.05,
        type=float,
        help="At which share of crash points they die.",
    )
    parser.addoption(
        "--kills-seed",
        default=1,
        type=int,
        help="Where the chance of these deaths begins.",
    )
    parser.addoption(
        "--fan-out",
        default=8,
        type=int,
        help="To how many others an automation leads that sets off too many.",
    )
    parser.addoption(
        "--restarts",
        default=1,
        type=int,
        help="How many rounds of restarts and failovers of PostgreSQL are lived through.",
    )
    parser.addoption(
        "--small-disk",
        default=None,
        help="A folder on a small file system, which is filled up to the last byte.",
    )
    parser.addoption(
        "--zones",
        default=0,
        type=int,
        help="In how many time zones schedules are compared with an oracle, from 2024 to 2032.",
    )
    parser.addoption(
        "--timed",
        action="store_true",
        help="Also run what asserts how long something takes; for a machine that is quiet.",
    )
    parser.addoption(
        "--soak-minutes",
        default=0,
        type=int,
        help="For how many minutes real workers are left alone with traffic, and killed.",
    )
    parser.addoption(
        "--soak-rate",
        default=10,
        type=int,
        help="How many events a second come in meanwhile.",
    )
    parser.addoption(
        "--crash-points",
        default=4,
        type=int,
        help="Every how many crash points of automations a worker is killed at; 1 is all of them.",
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--timed"):
        return
    for each in items:
        if each.get_closest_marker("timed"):
            each.add_marker(pytest.mark.skip(reason="asserts a time; --timed runs it"))
