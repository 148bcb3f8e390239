"""`rungs segment`: who is in one, on a terminal."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from app import config
from app.cli import main
from app.storage.spaces import Spaces
from tests.runtime.clubs import Club
from tests.web.api.test_segments import CONTENT


@pytest.fixture
def team(monkeypatch: pytest.MonkeyPatch, sqlite_url: str, tmp_path: Path) -> Iterator[Club]:
    monkeypatch.setenv("RUNGS_DATABASE_URL", sqlite_url)
    assert config.load().database_url == sqlite_url
    spaces = Spaces.at(sqlite_url)
    made = Club(spaces, CONTENT)
    made.join("m1")
    made.join("m2")
    made.buy("m2", 5)
    yield made
    spaces.engine.dispose()


def test_segments_are_counted_and_their_members_listed(team: Club) -> None:
    listed = CliRunner().invoke(main, ["segment", "list", "--json"])
    assert listed.exit_code == 0, listed.output
    assert [each["key"] for each in json.loads(listed.output)] == ["buyers"]
    found = CliRunner().invoke(main, ["segment", "members", "buyers", "--limit", "5"])
    assert found.exit_code == 0, found.output


def test_a_segment_there_is_not_is_named_with_those_there_are(team: Club) -> None:
    answer = CliRunner().invoke(main, ["segment", "members", "nobody"])
    assert answer.exit_code != 0
    assert "buyers" in answer.output
