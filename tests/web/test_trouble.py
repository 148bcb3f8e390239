"""What people see while the database takes nothing, and that all is well again afterwards."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import timedelta

import pytest
from sqlalchemy import event, select
from structlog.testing import capture_logs
from werkzeug.test import TestResponse

from app.clock import to_instant
from app.health import examine_jobs
from app.runtime.retries import Retries
from app.storage.standing_tables import tier_layer
from app.storage.trouble import Trouble
from app.web import trouble
from app.worker import show_signs_of_life
from tests.faults.disks import Statements
from tests.web.houses import House, Visitor, enrol

REASON = "十周年答谢：" + "感谢多年支持，" * 8


@pytest.fixture(autouse=True)
def _nothing_is_printed() -> Iterator[None]:
    with capture_logs():
        yield


@pytest.fixture
def impatient(house: House) -> House:
    """The house, where nobody waits ten seconds for a lock."""
    engine = house.spaces.engine

    @event.listens_for(engine, "connect")
    def _hurry(connection: sqlite3.Connection, _record: object) -> None:
        connection.execute("PRAGMA busy_timeout=20")

    engine.dispose()
    return house


@contextmanager
def held_by_another(house: House) -> Iterator[None]:
    """Let another program hold the file for writing."""
    with closing(sqlite3.connect(str(house.spaces.engine.url.database))) as other:
        other.isolation_level = None
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


def give_gold(visitor: Visitor, member: int) -> TestResponse:
    form = {"kind": "floor", "tier": "main/gold", "reason": REASON}
    ours = {"Sec-Fetch-Site": "same-origin"}
    return visitor.post(f"{visitor.house.at}/members/{member}/layers", form, headers=ours)


def layers(house: House) -> int:
    with house.spaces.reading(house.mine.workspace_id) as space:
        return len(space.execute(select(tier_layer.c.id)).all())


def test_a_full_disk_is_said_on_every_page_until_something_is_kept(house: House) -> None:
    anna = enrol(house.mine, "anna", name="安娜")
    owner, home = house.signed_in(), f"{house.at}/members/{anna}"
    disk = Statements(house.spaces.engine)
    assert "磁盘已满" not in owner.read(home)
    disk.fill()
    refused = give_gold(owner, anna)
    assert (refused.status_code, refused.headers["Retry-After"]) == (507, "30")
    assert "没有保存任何改动" in refused.text
    # What was typed is there to be sent again.
    assert REASON in refused.text
    assert layers(house) == 0
    # Reading goes on, and says why nothing can be saved; a visit need not be noted.
    house.wait(minutes=2)
    give_gold(owner, anna)
    assert "磁盘已满" in owner.read(home)
    disk.free()
    assert give_gold(owner, anna).status_code == 302
    assert layers(house) == 1
    assert "磁盘已满" not in owner.read(home)


def test_a_banner_is_forgotten_where_nobody_tries_again(house: House) -> None:
    anna = enrol(house.mine, "anna")
    owner = house.signed_in()
    disk = Statements(house.spaces.engine)
    disk.fill()
    give_gold(owner, anna)
    disk.free()
    house.wait(seconds=trouble.REMEMBERED / trouble.SECOND)
    assert "磁盘已满" not in owner.read(f"{house.at}/members/{anna}")


def test_a_disk_without_room_is_said_before_anybody_tries(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    owner = house.signed_in()
    monkeypatch.setattr(trouble, "LEAST_FREE", 2**62)
    assert "磁盘已满" in owner.read(f"{house.at}/members")


def test_an_editor_is_told_in_its_own_form_that_the_disk_is_full(house: House) -> None:
    owner = house.signed_in()
    state = json.loads(owner.read(f"{house.at}/draft.json"))
    token = owner.token()
    disk = Statements(house.spaces.engine)
    disk.fill()
    content = {**state["content"], "label": {"zh": "另一个", "en": "Another"}}
    body = {"content": content, "seen": state["version"]}
    headers = {"X-CSRFToken": token, "Accept": "application/json"}
    answer = owner.client.put(f"{house.at}/draft.json", json=body, headers=headers)
    assert answer.status_code == 507, answer.text
    assert answer.content_type == "application/problem+json"
    assert answer.get_json()["title"] == "磁盘已满"


def test_a_file_that_another_program_holds_is_worth_trying_again(impatient: House) -> None:
    house = impatient
    anna = enrol(house.mine, "anna", name="安娜")
    owner = house.signed_in()
    with held_by_another(house):
        refused = give_gold(owner, anna)
        assert (refused.status_code, refused.headers["Retry-After"]) == (503, "1")
        assert "数据库正忙" in refused.text
        # Whoever only reads waits for nobody.
        house.now += timedelta(minutes=2)
        assert "安娜" in owner.read(f"{house.at}/members/{anna}")
    assert layers(house) == 0
    assert give_gold(owner, anna).status_code == 302
    assert layers(house) == 1


def test_a_database_that_cannot_be_reached_is_no_fault_of_the_page(house: House) -> None:
    owner = house.signed_in()

    def gone(*_: object) -> None:
        error = sqlite3.OperationalError("unable to open database file")
        error.sqlite_errorcode = sqlite3.SQLITE_CANTOPEN
        raise error

    event.listen(house.spaces.engine, "do_execute", gone)
    answer = owner.get(f"{house.at}/members")
    event.remove(house.spaces.engine, "do_execute", gone)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    assert "连不上数据库" in answer.text
    assert owner.get(f"{house.at}/members").status_code == 200


def test_the_page_of_health_says_which_work_waits_for_the_database(house: House) -> None:
    retries = Retries()
    program_id, at = house.mine.program_id, to_instant(house.now)
    retries.failed("automations", program_id, now=at, trouble=Trouble.FULL)
    retries.failed("messages", program_id, now=at)
    show_signs_of_life(house.spaces.engine, house.now, retries)
    page = house.signed_in().read(f"{house.at}/health")
    assert "automations (磁盘已满)、messages" in page
    assert "database full" in examine_jobs(house.spaces.engine).says.en
