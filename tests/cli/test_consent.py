"""`rungs consent import`: what is taken in from a file, and where the other lines go."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from app.cli import main
from app.storage.spaces import Spaces
from tests.runtime.clubs import Club, document


@pytest.fixture
def team(monkeypatch: pytest.MonkeyPatch, sqlite_url: str) -> Iterator[Club]:
    monkeypatch.setenv("RUNGS_DATABASE_URL", sqlite_url)
    spaces = Spaces.at(sqlite_url)
    yield Club(spaces, document(("regular", None)))
    spaces.engine.dispose()


def test_lines_that_are_not_taken_are_kept_beside_the_file_with_their_reason(
    team: Club, tmp_path: Path
) -> None:
    team.join("ann")
    file = tmp_path / "consents.csv"
    file.write_text("member,given\nexternal_id:ann,yes\nexternal_id:eve,no\n", encoding="utf-8")
    answer = CliRunner().invoke(main, ["consent", "import", str(file), "--json"])
    assert answer.exit_code == 0, answer.output
    told = json.loads(answer.stdout)
    assert (told["rows"], told["kept"], told["refused"][0]["line"]) == (2, 1, 3)
    apart = (tmp_path / "consents.refused.csv").read_text(encoding="utf-8-sig")
    assert apart.splitlines()[1].startswith("external_id:eve,no,3,")
    said = CliRunner().invoke(main, ["consent", "import", str(file)])
    assert "Line 3" in said.stdout
    assert "1 known" in said.stdout
