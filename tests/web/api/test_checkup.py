"""What the nightly look found, over the API in the words of the page."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.access import Scope
from app.runtime.checkups import examine_what_is_due
from app.storage.spaces import Spaces
from tests.runtime.clubs import Club
from tests.runtime.flowing import programme
from tests.web.api.callers import a_caller


@pytest.fixture
def team(database_url: str) -> Iterator[Club]:
    spaces = Spaces.at(database_url)
    yield Club(spaces, programme())
    spaces.engine.dispose()


def test_the_last_look_is_read_with_what_to_do(team: Club, tmp_path: Path) -> None:
    caller = a_caller(team, tmp_path)
    before = caller.get("/checkup")
    assert before.get_json()["examined_at"] is None
    member = team.join("ann")
    with team.spaces.engine.begin() as connection:
        connection.exec_driver_sql(
            "INSERT INTO outbox (workspace_id, program_id, member_id, id, idem, channel, purpose,"
            " body, state, due_at, attempts, fence, created_at, run_id)"
            f" VALUES ({team.workspace_id}, {team.program_id}, {member}, 1, 'lost', 'inbox', 'x',"
            " '{}', 'sent', 0, 0, 0, 0, 77)"
        )
    examine_what_is_due(team.spaces.engine, team.now)
    found = caller.get("/checkup").get_json()
    assert (found["holds"], found["members"]) == (False, 1)
    (wrong,) = [each for each in found["invariants"] if not each["holds"]]
    assert (wrong["key"], wrong["count"]) == ("messages", 1)
    assert wrong["few"] == [{"what": "lost", "member": str(member)}]
    assert wrong["advice"]["zh"]
    assert wrong["advice"]["en"]


def test_who_may_not_read_members_is_refused(team: Club, tmp_path: Path) -> None:
    caller = a_caller(team, tmp_path, scopes=(Scope.PROGRAM_READ,))
    assert caller.get("/checkup").status_code == 403
