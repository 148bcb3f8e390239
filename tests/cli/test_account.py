"""People who are helped from the console."""

import json

import pytest
from click.testing import CliRunner

from app.cli.account import sign_in_link, user_add, user_password
from app.passwords import is_password
from app.storage import accounts, sessions
from app.storage.programs import create_workspace
from app.storage.spaces import Spaces


@pytest.fixture
def team(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> Spaces:
    """A fresh installation with one workspace and nobody in it."""
    monkeypatch.setenv("RUNGS_DATABASE_URL", sqlite_url)
    spaces = Spaces.at(sqlite_url)
    with spaces.installation() as connection:
        create_workspace(connection, spaces.ids.one(connection), key="team", label="Team", at=0)
    return spaces


def test_the_first_link_makes_the_first_owner_and_the_second_finds_them(team: Spaces) -> None:
    first, second = (CliRunner().invoke(sign_in_link, ["--json"]) for _ in range(2))
    assert first.exit_code == second.exit_code == 0
    told = json.loads(first.output)
    assert told["url"].startswith("http://127.0.0.1:8000/sign-in/")
    assert told["url"] != json.loads(second.output)["url"]
    with team.engine.connect() as connection:
        owner = accounts.first_owner(connection)
        assert owner is not None
        assert [each.label for each in accounts.memberships(connection, owner.id)] == ["Team"]
        kept = connection.execute(sessions.sign_in_link.select()).all()
    assert {each.user_id for each in kept} == {owner.id}


def test_a_link_for_somebody_unknown_is_refused_in_words(team: Spaces) -> None:
    answer = CliRunner().invoke(sign_in_link, ["--email", "nobody@example.com"])
    assert answer.exit_code != 0
    assert "nobody@example.com" in str(answer.exception)


def test_somebody_is_added_with_a_password_that_can_be_changed(team: Spaces) -> None:
    arguments = ["Chen@Example.com", "--name", "陈", "--workspace", "team", "--role", "analyst"]
    added = CliRunner().invoke(user_add, [*arguments, "--password", "correct horse"])
    assert added.exit_code == 0, added.output
    changed = CliRunner().invoke(user_password, ["chen@example.com", "--password", "another horse"])
    assert changed.exit_code == 0, changed.output
    with team.engine.connect() as connection:
        found = accounts.find_user(connection, "CHEN@example.com")
        assert found is not None
        assert [each.role for each in accounts.memberships(connection, found.id)] == ["analyst"]
    assert is_password("another horse", found.password)
    assert not is_password("correct horse", found.password)


def test_a_short_password_is_refused(team: Spaces) -> None:
    arguments = ["a@example.com", "--name", "A", "--workspace", "team", "--password", "short"]
    answer = CliRunner().invoke(user_add, arguments)
    assert answer.exit_code != 0
    with team.engine.connect() as connection:
        assert accounts.find_user(connection, "a@example.com") is None
