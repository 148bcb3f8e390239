"""`rungs outbox`: what waits, what was given up, and what is done about it, on a terminal."""

import json
from collections.abc import Iterator

import pytest
from click.testing import CliRunner, Result

from app.cli import main
from app.storage.spaces import Spaces
from tests.runtime.clubs import Club
from tests.runtime.sending import Sending, telling


@pytest.fixture
def waiting(monkeypatch: pytest.MonkeyPatch, sqlite_url: str) -> Iterator[Sending]:
    monkeypatch.setenv("RUNGS_DATABASE_URL", sqlite_url)
    spaces = Spaces.at(sqlite_url)
    found = Sending(club=Club(spaces, telling("webhook")))
    found.join("anna", "bert")
    yield found
    spaces.engine.dispose()


def rungs(*words: str) -> Result:
    return CliRunner().invoke(main, ["outbox", *words])


def given_up(found: Sending) -> None:
    """Let it wait for a channel that nobody sets up."""
    found.club.wait(days=4)
    found.send()
    assert found.states() == {("webhook", "dead"): 2}


def test_messages_are_listed_with_what_became_of_them(waiting: Sending) -> None:
    given_up(waiting)
    listed = json.loads(rungs("list", "--state", "dead", "--json").output)
    assert [each["state"] for each in listed] == ["dead", "dead"]
    assert listed[0]["error"]["zh"] == "没有可用的渠道。"
    assert json.loads(rungs("list", "--state", "sent", "--json").output) == []
    assert "webhook" in rungs("list", "--member", "external_id:anna").output


def test_what_was_given_up_is_tried_again_alone_or_all_of_it(waiting: Sending) -> None:
    given_up(waiting)
    first = json.loads(rungs("list", "--json").output)[0]["message"]
    answer = rungs("retry", first)
    assert answer.exit_code == 0, answer.output
    assert waiting.states() == {("webhook", "dead"): 1, ("webhook", "ready"): 1}
    assert rungs("retry", first).exit_code != 0
    assert "1" in rungs("retry", "all", "--channel", "webhook").output
    assert waiting.states() == {("webhook", "ready"): 2}


def test_what_waits_is_ended(waiting: Sending) -> None:
    first = json.loads(rungs("list", "--json").output)[0]["message"]
    assert rungs("cancel", first).exit_code == 0
    assert rungs("cancel", "all").exit_code == 0
    assert waiting.states() == {("webhook", "cancelled"): 2}


@pytest.mark.parametrize("name", ["1-2", "nonsense", ""])
def test_a_message_that_is_not_there_is_said(waiting: Sending, name: str) -> None:
    answer = rungs("cancel", name)
    assert answer.exit_code != 0
    assert "no such message" in answer.output


def test_a_member_who_is_not_there_is_said(waiting: Sending) -> None:
    assert rungs("list", "--member", "external_id:nobody").exit_code != 0
