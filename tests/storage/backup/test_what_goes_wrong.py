"""Whatever happens to a backup, to the disk or to the process: nothing is lost, nothing is half."""

import errno
import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from sqlalchemy import Connection, Engine, event, inspect, text

from app.errors import AppError, Conflict
from app.files import CannotWrite
from app.storage.backup.archive import MANIFEST
from app.storage.backup.bring_back import CannotRestore
from app.storage.backup.manifest import Broken
from app.storage.engine import make_engine
from app.storage.heartbeat import WORKER, beat
from app.storage.revision import newest_revision
from app.storage.spaces import Spaces
from app.storage.upgrade import migrate, revision_of, upgrade
from tests.storage.wholes import (
    HOUR,
    NOW,
    contents,
    restored,
    rows_of,
    taken,
    written_anew,
)


def refused(engine: Engine, file: Path, error: type[AppError] = Broken) -> str:
    """Have a restore refused, and see that nothing came of it; give what was said."""
    with pytest.raises(error) as caught:
        restored(engine, file)
    assert inspect(engine).get_table_names() == []
    return caught.value.words.en


@pytest.mark.parametrize("share", [0.02, 0.2, 0.4, 0.6, 0.8, 0.95, 0.999])
def test_a_file_that_was_cut_off_is_refused(file: Path, nowhere: Engine, share: float) -> None:
    whole_file = file.read_bytes()
    file.write_bytes(whole_file[: int(len(whole_file) * share)])
    assert "not a complete backup" in refused(nowhere, file)


def test_a_byte_that_changed_in_any_table_is_noticed(file: Path, nowhere: Engine) -> None:
    good = file.read_bytes()
    for middle in _middles(file):
        bad = bytearray(good)
        bad[middle] ^= 0x55
        file.write_bytes(bad)
        assert "Nothing was changed" in refused(nowhere, file)


def _middles(file: Path) -> list[int]:
    """Say where the middle of every text is that is not all but empty."""
    with ZipFile(file) as opened:
        long = [each for each in opened.infolist() if each.compress_size > 40]
    assert len(long) > 20
    # A header and the name come first.
    return [each.header_offset + 30 + len(each.filename) + 20 + 10 for each in long]


def test_a_table_that_does_not_agree_with_its_sum_is_named(file: Path, nowhere: Engine) -> None:
    found = contents(file)
    changed = found["tables/program.tsv"].replace(b"club", b"clan")
    assert changed != found["tables/program.tsv"]
    _with_old_sums(file, "tables/program.tsv", changed)
    assert "tables/program.tsv" in refused(nowhere, file)


def test_a_list_of_contents_that_does_not_agree_with_its_sum_is_named(
    file: Path, nowhere: Engine
) -> None:
    changed = contents(file)[MANIFEST].replace(b'"rows"', b'"Rows"', 1)
    _with_old_sums(file, MANIFEST, changed)
    assert MANIFEST in refused(nowhere, file)


def _with_old_sums(file: Path, name: str, changed: bytes) -> None:
    _write(file, contents(file) | {name: changed})


def _write(file: Path, texts: dict[str, bytes]) -> None:
    with ZipFile(file, "w") as target:
        for name, said in texts.items():
            target.writestr(name, said)


@pytest.mark.parametrize("said", [b"", b"PK", b"SQLite format 3\0" + bytes(4_000)])
def test_another_file_is_no_backup(nowhere: Engine, tmp_path: Path, said: bytes) -> None:
    file = tmp_path / "one.zip"
    file.write_bytes(said)
    assert "not a complete backup" in refused(nowhere, file)


def test_a_file_that_is_not_there_is_said_to_be_missing(nowhere: Engine, tmp_path: Path) -> None:
    assert "There is no file" in refused(nowhere, tmp_path / "none.zip")


def test_another_zip_is_no_backup(nowhere: Engine, tmp_path: Path) -> None:
    _write(tmp_path / "one.zip", {"manifest.json": b"{}"})
    assert "not a backup of Rungs" in refused(nowhere, tmp_path / "one.zip")


def test_a_newer_format_and_a_newer_schema_are_refused(file: Path, nowhere: Engine) -> None:
    written_anew(file, lambda told: told.update(rungs_backup=2), {})
    assert "newer version" in refused(nowhere, file)
    written_anew(file, lambda told: told.update(rungs_backup=1, revision="9999"), {})
    assert "newer than this version" in refused(nowhere, file, Conflict)


def test_a_table_that_is_not_of_the_schema_is_refused(file: Path, nowhere: Engine) -> None:
    def rename(told: dict[str, Any]) -> None:
        told["tables"][0]["name"] = "stranger"

    texts = contents(file)
    first = next(name for name in texts if name.startswith("tables/"))
    written_anew(file, rename, {"tables/stranger.tsv": texts[first]})
    assert "does not belong to the schema" in refused(nowhere, file)


def test_a_column_with_a_name_that_publishing_never_gives_is_refused(
    file: Path, nowhere: Engine
) -> None:
    def rename(told: dict[str, Any]) -> None:
        table = next(each for each in told["tables"] if each["name"].startswith("r_"))
        table["columns"][-1][0] = 'x" text); drop table workspace; --'

    written_anew(file, rename, {})
    assert "does not belong to the schema" in refused(nowhere, file)


def test_rows_that_the_database_refuses_leave_nothing_behind(file: Path, elsewhere: Engine) -> None:
    twice = contents(file)["tables/program.tsv"] * 2

    def count(told: dict[str, Any]) -> None:
        table = next(each for each in told["tables"] if each["name"] == "program")
        table["rows"] = 2

    written_anew(file, count, {"tables/program.tsv": twice})
    assert "The database refused it" in refused(elsewhere, file, CannotRestore)


def test_a_disk_that_fills_up_during_a_restore_leaves_what_was_there(
    file: Path, tmp_path: Path
) -> None:
    small = make_engine(f"sqlite:///{tmp_path / 'small.sqlite3'}")

    @event.listens_for(small, "connect")
    def _limit(connection: Any, _record: object) -> None:
        connection.execute("PRAGMA max_page_count=150")

    assert "full" in refused(small, file, CannotRestore)
    small.dispose()
    large = make_engine(f"sqlite:///{tmp_path / 'small.sqlite3'}")
    restored(large, file)
    large.dispose()


def test_a_disk_that_fills_up_during_a_backup_leaves_the_last_one(
    spaces: Spaces, file: Path, tmp_path: Path
) -> None:
    before = file.read_bytes()

    def fill(_what: str, done: int, _total: int) -> None:
        if done == 20:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with pytest.raises(CannotWrite, match="No space left"):
        taken(spaces.engine, file, replace=True, told=fill)
    assert file.read_bytes() == before
    assert [each.name for each in tmp_path.glob("*one.zip*")] == ["one.zip"]


def test_a_backup_into_a_folder_that_is_not_there_is_refused(
    spaces: Spaces, tmp_path: Path
) -> None:
    with pytest.raises(CannotWrite, match="No such file"):
        taken(spaces.engine, tmp_path / "none" / "one.zip")
    with pytest.raises(Conflict, match="folder"):
        taken(spaces.engine, tmp_path, replace=True)


def test_a_file_that_is_there_is_replaced_only_when_that_is_asked_for(
    spaces: Spaces, file: Path
) -> None:
    before = file.read_bytes()
    with pytest.raises(Conflict, match="--force"):
        taken(spaces.engine, file)
    assert file.read_bytes() == before
    taken(spaces.engine, file, replace=True)


def test_a_backup_whose_process_is_killed_never_takes_its_name(
    spaces: Spaces, tmp_path: Path
) -> None:
    file, url = tmp_path / "one.zip", spaces.engine.url.render_as_string(hide_password=False)
    killed(spaces.engine, lambda die: taken(make_engine(url), file, told=die), after=30)
    assert not file.exists()
    taken(spaces.engine, file)


def test_a_restore_whose_process_is_killed_leaves_the_installation_empty(
    file: Path, elsewhere: Engine
) -> None:
    upgrade(elsewhere)
    before = rows_of(elsewhere)
    url = elsewhere.url.render_as_string(hide_password=False)
    killed(elsewhere, lambda die: restored(make_engine(url), file, told=die), after=100)
    assert rows_of(elsewhere) == before
    assert restored(elsewhere, file).rows > 0


def killed(engine: Engine, do: Callable[[Any], object], *, after: int) -> None:
    """Have a process of its own do something, and die when it has told so many times."""
    engine.dispose()
    child = os.fork()
    if child == 0:
        told = 0

        def die(*_: object) -> None:
            nonlocal told
            told += 1
            if told == after:
                os.kill(os.getpid(), signal.SIGKILL)

        do(die)
        os._exit(1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL


def test_an_installation_whose_worker_is_alive_is_left_alone(file: Path, elsewhere: Engine) -> None:
    upgrade(elsewhere)
    with elsewhere.begin() as connection:
        beat(connection, WORKER, at=NOW + HOUR - 5_000_000, detail={})
    with pytest.raises(Conflict, match="A worker is alive"):
        restored(elsewhere, file)
    with elsewhere.begin() as connection:
        beat(connection, WORKER, at=NOW + HOUR - 60_000_000, detail={})
    restored(elsewhere, file)


def test_a_database_of_another_version_is_not_backed_up(spaces: Spaces, tmp_path: Path) -> None:
    with spaces.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0024'"))
    with pytest.raises(Conflict, match="rungs db upgrade"):
        taken(spaces.engine, tmp_path / "one.zip")
    assert list(tmp_path.glob("*.zip*")) == []


def test_a_backup_of_an_older_schema_is_brought_up_to_date(
    elsewhere: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = make_engine(f"sqlite:///{tmp_path / 'old.sqlite3'}")
    with old.begin() as connection:
        migrate(connection, "0024")
        _a_workspace(connection)
    with monkeypatch.context() as patch:
        patch.setattr("app.storage.backup.take.newest_revision", lambda: "0024")
        taken(old, tmp_path / "old.zip")
    assert "tables/restoration.tsv" not in contents(tmp_path / "old.zip")
    upgrade(elsewhere)
    assert restored(elsewhere, tmp_path / "old.zip").revision == "0024"
    assert revision_of(elsewhere) == newest_revision()
    assert rows_of(elsewhere)["workspace"] == rows_of(old)["workspace"]
    old.dispose()


def _a_workspace(connection: Connection) -> None:
    connection.execute(
        text("INSERT INTO workspace (id, key, label, created_at) VALUES (1, 'old', 'Old', 5)")
    )
