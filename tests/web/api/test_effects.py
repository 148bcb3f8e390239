"""Before and after an incentive over the API, and on the command line."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from app.access import Scope
from app.cli import main
from app.storage.spaces import Spaces
from tests.runtime.clubs import Club
from tests.runtime.flowing import Flowing, flow, give, programme
from tests.web.api.callers import Caller, a_caller

ENTERS = flow("activity", give(), options={"kind": "enter"})


def lived(spaces: Spaces) -> Club:
    """One member went in on 1 March and bought two days later; a week has passed since."""
    club = Club(spaces, programme(ENTERS))
    club.wait(days=-40)
    club.join("anna")
    club.wait(days=40)
    club.act("anna", "enter")
    Flowing(club).run()
    club.wait(days=2)
    club.buy("anna", "12.34")
    club.wait(days=8)
    return club


@pytest.fixture
def caller(spaces: Spaces, tmp_path: Path) -> Caller:
    return a_caller(lived(spaces), tmp_path, scopes=[Scope.STANDING_READ])


def test_each_measure_is_told_before_and_after_in_the_main_unit(caller: Caller) -> None:
    found = caller.get("/effects/flow/flow").get_json()
    assert (found["members"], found["held_out"], found["estimated"]) == (1, False, False)
    week = found["windows"][0]
    (group,) = week["groups"]
    assert (week["days"], group["counted"], group["too_early"]) == (7, 1, 0)
    spend = next(each for each in group["measures"] if each["measure"] == "amount")
    assert (spend["before"], spend["after"], spend["change_each"]) == (0, 12.34, 12.34)
    assert spend["differs"] is None


def test_it_may_be_asked_from_what_was_given(caller: Caller) -> None:
    assert caller.get("/effects/flow/flow?since=given").get_json()["since"] == "given"


@pytest.mark.parametrize(
    ("path", "status"),
    [("flow/nothing", 404), ("nothing/flow", 404), ("flow/flow?since=never", 400)],
)
def test_what_cannot_be_asked_is_refused(caller: Caller, path: str, status: int) -> None:
    assert caller.get(f"/effects/{path}").status_code == status


def test_the_command_says_the_same(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("RUNGS_DATABASE_URL", sqlite_url)
    monkeypatch.setenv("RUNGS_LANGUAGE", "en")
    spaces = Spaces.at(sqlite_url)
    lived(spaces)
    spaces.engine.dispose()
    console = CliRunner()
    said = console.invoke(main, ["effect", "flow", "flow"])
    assert said.exit_code == 0, said.output
    assert "Spend: 0.00 → 12.34  (+12.34)" in said.output
    assert "Before and after is no proof" in said.output
    assert json.loads(console.invoke(main, ["effect", "coupon", "ten_off", "--json"]).output)[
        "members"
    ]
    lines = console.invoke(main, ["effect", "flow", "flow", "--csv"]).output.splitlines()
    assert lines[0].startswith("window_days,group,members")
