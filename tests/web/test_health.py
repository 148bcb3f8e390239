"""What those who run the server can ask, and what everybody else does not learn."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, text

from app import config
from app.application import create_app
from app.clock import to_instant
from app.launcher import machine
from app.storage import restorations
from app.storage.backup.take import take
from app.storage.engine import make_engine
from app.storage.heartbeat import WORKER, beat
from app.storage.spaces import Spaces
from app.web.health import MARK
from tests.storage.wholes import NOW, silently, whole

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
FAR = {"REMOTE_ADDR": "203.0.113.7"}


def a_client(engine: Engine, tmp_path: Path, **more: str) -> FlaskClient:
    settings = config.load({"RUNGS_DATA_DIR": str(tmp_path), **more})
    return create_app(settings, engine=engine, clock=lambda: NOON).test_client()


@pytest.fixture
def sqlite(sqlite_url: str) -> Iterator[Engine]:
    opened = make_engine(sqlite_url)
    yield opened
    opened.dispose()


def test_a_process_that_answers_is_alive_even_without_a_database(tmp_path: Path) -> None:
    nowhere = make_engine(f"sqlite:///{tmp_path / 'no' / 'such' / 'file'}")
    client = a_client(nowhere, tmp_path)
    assert client.get("/livez").status_code == 200
    assert client.get("/readyz").status_code == 503
    assert not client.get("/readyz").get_json()["checks"]["database"]["holds"]


def test_the_launcher_recognises_the_server_by_its_header(sqlite: Engine, tmp_path: Path) -> None:
    assert MARK == machine.MARK
    assert MARK in a_client(sqlite, tmp_path).get("/livez").headers


def test_a_server_with_its_database_at_the_newest_revision_is_ready(
    engine: Engine, tmp_path: Path
) -> None:
    answer = a_client(engine, tmp_path).get("/readyz")
    assert answer.status_code == 200
    assert {name: check["holds"] for name, check in answer.get_json()["checks"].items()} == {
        "database": True,
        "migrations": True,
        "worker": True,
        "disk": True,
    }


def test_looking_leaves_no_trace(engine: Engine, tmp_path: Path) -> None:
    a_client(engine, tmp_path).get("/readyz")
    with engine.begin() as connection:
        assert connection.execute(text("SELECT count(*) FROM heartbeat")).scalar_one() == 0


def test_a_database_of_another_version_is_named(sqlite: Engine, tmp_path: Path) -> None:
    with sqlite.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0000'"))
    answer = a_client(sqlite, tmp_path).get("/readyz")
    assert answer.status_code == 503
    assert "The tables are at 0000" in answer.get_json()["checks"]["migrations"]["en"]


@pytest.mark.parametrize(
    ("silence", "status"),
    [(timedelta(seconds=29), 200), (timedelta(seconds=30), 503), (None, 503)],
    ids=["heard of lately", "silent for too long", "never heard of"],
)
def test_a_server_that_counts_on_a_worker_misses_it(
    engine: Engine, tmp_path: Path, silence: timedelta | None, status: int
) -> None:
    if silence is not None:
        with engine.begin() as connection:
            beat(connection, WORKER, at=to_instant(NOON - silence), detail={})
    client = a_client(engine, tmp_path, RUNGS_EXPECT_WORKER="yes")
    assert client.get("/readyz").status_code == status


def test_strangers_learn_whether_and_not_why(sqlite: Engine, tmp_path: Path) -> None:
    answer = a_client(sqlite, tmp_path).get("/readyz", environ_base=FAR)
    assert answer.get_json() == {"status": "ok"}


def test_a_proxy_on_this_machine_does_not_make_a_stranger_an_operator(
    sqlite: Engine, tmp_path: Path
) -> None:
    answer = a_client(sqlite, tmp_path).get("/readyz", headers={"X-Forwarded-For": "127.0.0.1"})
    assert answer.get_json() == {"status": "ok"}


def test_figures_are_for_this_machine(sqlite: Engine, tmp_path: Path) -> None:
    client = a_client(sqlite, tmp_path)
    figures = client.get("/metrics").text
    assert 'rungs_check{check="database"} 1.0' in figures
    assert "rungs_disk_free_ratio 0." in figures
    assert client.get("/metrics", environ_base=FAR).status_code == 404


def test_figures_tell_of_backups_of_what_is_held_and_of_budgets(
    spaces: Spaces, tmp_path: Path
) -> None:
    whole(spaces)
    client = a_client(spaces.engine, tmp_path)
    before = client.get("/metrics").text
    assert "rungs_backup_age_seconds" not in before
    assert "rungs_sending_held 0.0" in before
    take(
        spaces.engine,
        tmp_path / "one.zip",
        now=to_instant(NOON - timedelta(hours=2)),
        replace=False,
        told=silently,
    )
    with spaces.installation() as connection:
        restorations.note(connection, at=NOW, taken_at=NOW, sends=False)
    figures = client.get("/metrics").text
    assert "rungs_backup_age_seconds 7200.0" in figures
    assert "rungs_sending_held 1.0" in figures
    assert "rungs_messages_held 3.0" in figures
    assert 'rungs_check{check="sending"} 0.0' in figures
    assert "rungs_budgets_used_up 0.0" in figures
    assert "rungs_budgets_low 1.0" in figures
    assert client.get("/readyz").status_code == 200


def test_a_broken_database_is_all_that_figures_tell(sqlite: Engine, tmp_path: Path) -> None:
    with sqlite.begin() as connection:
        connection.execute(text("DROP TABLE alembic_version"))
    figures = a_client(sqlite, tmp_path).get("/metrics").text
    assert 'rungs_check{check="migrations"} 0.0' in figures
    assert "rungs_sending_held" not in figures


def test_figures_may_be_opened_to_all(sqlite: Engine, tmp_path: Path) -> None:
    client = a_client(sqlite, tmp_path, RUNGS_METRICS_PUBLIC="yes")
    assert client.get("/metrics", environ_base=FAR).status_code == 200


def test_each_answer_carries_the_name_of_its_request(sqlite: Engine, tmp_path: Path) -> None:
    client = a_client(sqlite, tmp_path)
    names = {client.get("/livez").headers["X-Request-Id"] for _ in range(2)}
    assert len(names) == 2


def test_a_strangers_name_for_a_request_is_not_taken_over(sqlite: Engine, tmp_path: Path) -> None:
    asked = {"X-Request-Id": "forged-by-a-stranger"}
    plain = a_client(sqlite, tmp_path).get("/livez", headers=asked)
    assert plain.headers["X-Request-Id"] != "forged-by-a-stranger"
    behind = a_client(sqlite, tmp_path, RUNGS_TRUSTED_PROXIES="1")
    assert behind.get("/livez", headers=asked).headers["X-Request-Id"] == "forged-by-a-stranger"
