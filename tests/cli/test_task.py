"""`rungs task` and `rungs flow groups`: what waits, what was done, and deciding it."""

import json
from typing import Any

import pytest
from click.testing import CliRunner, Result

from app.cli import main
from app.storage.spaces import Spaces
from tests.runtime.clubs import Club
from tests.runtime.desks import Desk, ask
from tests.runtime.flowing import flow, programme


@pytest.fixture
def desk(sqlite_url: str) -> Desk:
    desk = Desk(Club(Spaces.at(sqlite_url), programme(flow("activity", ask(), options=VISIT))))
    desk.club.join("anna")
    desk.visit()
    return desk


VISIT = {"kind": "visit"}


def run(url: str, data: Any, *arguments: str, expect: int = 0) -> Result:
    environment = {
        "RUNGS_DATABASE_URL": url,
        "RUNGS_LANGUAGE": "en",
        "RUNGS_DATA_DIR": str(data),
    }
    done = CliRunner().invoke(main, list(arguments), env=environment)
    assert done.exit_code == expect, done.output + repr(done.exception)
    return done


def test_a_task_is_listed_done_and_told(desk: Desk, sqlite_url: str, tmp_path: Any) -> None:
    def said(*arguments: str, expect: int = 0) -> str:
        return run(sqlite_url, tmp_path, *arguments, expect=expect).output

    (found,) = json.loads(said("task", "list", "--json"))
    assert (found["task"], found["state"]) == (desk.task().key, "open")
    assert "Say why" in said("task", "do", found["task"], "not_done", expect=1)
    assert "Done: Done" in said("task", "do", found["task"], "done", "--note", "fine")
    assert json.loads(said("task", "list", "--json")) == []
    history = json.loads(said("task", "show", found["task"], "--json"))["history"]
    assert [(each["action"], each["actor"]) for each in history] == [
        ("opened", None),
        ("done", "console"),
    ]
    assert "no A/B test" in said("flow", "groups", "flow", "call", expect=1)
