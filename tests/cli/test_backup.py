"""`rungs backup`, `rungs restore` and what is said afterwards, on a terminal."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from app.cli import main
from app.storage.spaces import Spaces
from tests.runtime.sending import Sending
from tests.storage.wholes import rows_of, whole


@pytest.fixture
def original(monkeypatch: pytest.MonkeyPatch, sqlite_url: str) -> Iterator[Sending]:
    monkeypatch.setenv("RUNGS_DATABASE_URL", sqlite_url)
    spaces = Spaces.at(sqlite_url)
    yield whole(spaces)
    spaces.engine.dispose()


@pytest.fixture
def elsewhere(tmp_path: Path) -> Iterator[Spaces]:
    spaces = Spaces.at(f"sqlite:///{tmp_path / 'elsewhere.sqlite3'}")
    yield spaces
    spaces.engine.dispose()


def rungs(*words: str, at: Spaces | None = None) -> Result:
    environment = None
    if at is not None:
        url = at.engine.url.render_as_string(hide_password=False)
        environment = {"RUNGS_DATABASE_URL": url}
    return CliRunner().invoke(main, list(words), env=environment)


def test_a_backup_without_a_name_goes_to_the_data_folder(original: Sending, tmp_path: Path) -> None:
    said = json.loads(rungs("backup", "--json").stdout)
    file = Path(said["file"])
    assert file.parent == tmp_path / "data" / "backups"
    assert said["bytes"] == file.stat().st_size
    assert said["rows"] == sum(said["tables"].values()) > 0
    assert (said["database"], said["tables"]["workspace"]) == ("sqlite", 1)


def test_a_file_that_is_there_is_kept_unless_forced(original: Sending, tmp_path: Path) -> None:
    file = tmp_path / "one.zip"
    first = rungs("backup", str(file))
    assert first.exit_code == 0, first.output
    assert "Keep the keys elsewhere" in first.output
    second = rungs("backup", str(file))
    assert second.exit_code == 1
    assert "--force" in second.output
    assert rungs("backup", str(file), "--force").exit_code == 0


def test_a_restored_copy_holds_its_messages_until_told(
    original: Sending, elsewhere: Spaces, tmp_path: Path
) -> None:
    file = str(tmp_path / "one.zip")
    rungs("backup", file)
    answer = rungs("restore", file, at=elsewhere)
    assert answer.exit_code == 0, answer.output
    assert "rungs outbox resume" in answer.output
    # The key of this installation is another than the one that sealed the channel's password.
    assert "channel" in answer.output
    assert "RUNGS_SECRET_KEYS" in answer.output
    assert rows_of(elsewhere.engine) == rows_of(original.club.spaces.engine)
    assert rungs("outbox", "resume", at=elsewhere).exit_code == 2
    assert "Start the worker first" in rungs("outbox", "resume", "--cancel", at=elsewhere).output
    told = json.loads(rungs("outbox", "resume", "--send", "--json", at=elsewhere).stdout)
    assert told == {"waited": 3, "became": "send"}
    assert rungs("outbox", "resume", "--send", at=elsewhere).exit_code == 1


def test_a_copy_that_takes_over_says_what_it_is(
    original: Sending, elsewhere: Spaces, tmp_path: Path
) -> None:
    file = str(tmp_path / "one.zip")
    rungs("backup", file)
    said = json.loads(rungs("restore", file, "--send", "--json", at=elsewhere).stdout)
    assert (said["sends"], said["tables"]["workspace"], len(said["locked"])) == (True, 1, 1)
    assert "No messages are held" in rungs("outbox", "resume", "--send", at=elsewhere).output


def test_what_cannot_be_restored_is_said_in_a_sentence(original: Sending, tmp_path: Path) -> None:
    (tmp_path / "broken.zip").write_bytes(b"no")
    said = rungs("restore", str(tmp_path / "broken.zip"))
    assert (said.exit_code, "Traceback" in said.output) == (1, False)
    assert "not a complete backup" in said.output
    rungs("backup", str(tmp_path / "one.zip"))
    assert "data here already" in rungs("restore", str(tmp_path / "one.zip")).output


def test_the_doctor_tells_of_the_last_backup_of_budgets_and_of_what_is_held(
    original: Sending, elsewhere: Spaces, tmp_path: Path
) -> None:
    checks = json.loads(rungs("doctor", "--json").stdout)["checks"]
    assert "None was ever taken" in checks["backup"]["en"]
    assert checks["sending"]["holds"]
    assert "campaign" in checks["budget_marks"]["en"]
    assert checks["budget_marks"]["holds"]
    rungs("backup", str(tmp_path / "one.zip"))
    checks = json.loads(rungs("doctor", "--json").stdout)["checks"]
    assert "hours ago" in checks["backup"]["en"]
    rungs("restore", str(tmp_path / "one.zip"), at=elsewhere)
    checks = json.loads(rungs("doctor", "--json", at=elsewhere).stdout)["checks"]
    assert not checks["sending"]["holds"]
    assert "3 wait" in checks["sending"]["en"]
