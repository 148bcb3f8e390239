"""A backup holds everything as of one moment, and brings it back on either database."""

import stat
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine, text

from app.errors import Conflict
from app.runtime.resealing import renew
from app.sealing import Seals
from app.storage.backup import lines
from app.storage.backup.bring_back import GAP
from app.storage.backup.manifest import Kind
from app.storage.revision import newest_revision
from app.storage.spaces import Spaces
from app.storage.upgrade import revision_of, upgrade
from tests.runtime.clubs import Club
from tests.runtime.sending import SEALS, SECRET, Sending
from tests.storage.wholes import (
    CONTENT,
    FIELDS,
    contents,
    restored,
    rows_of,
    taken,
    whole,
    wrong,
)


def test_every_table_comes_back_on_either_database(
    spaces: Spaces, elsewhere: Engine, tmp_path: Path
) -> None:
    whole(spaces)
    before, file = rows_of(spaces.engine), tmp_path / "one.zip"
    assert sum(map(len, before.values())) > 50
    assert wrong(spaces) == {}
    told = taken(spaces.engine, file).manifest
    assert restored(elsewhere, file) == told
    assert rows_of(elsewhere) == before
    assert wrong(Spaces(elsewhere)) == {}
    assert revision_of(elsewhere) == newest_revision()
    again = taken(elsewhere, tmp_path / "two.zip").manifest
    assert {each.name: each.rows for each in again.tables} == {
        each.name: each.rows for each in told.tables
    } | {"restoration": 1}
    drafts = text("SELECT CAST(content AS TEXT) FROM draft")
    with spaces.engine.connect() as here, elsewhere.connect() as there:
        # What somebody wrote keeps its order.
        assert here.execute(drafts).scalars().all() == there.execute(drafts).scalars().all()


def test_a_restored_programme_is_at_work_and_gives_nobody_an_id_of_before(
    restored_club: Club,
) -> None:
    found = Sending(club=restored_club)
    dora = found.club.join("dora")
    assert dora > GAP
    assert found.club.buy("dora", 2_000).member_id == dora
    assert found.club.tiers(["anna", "dora"]) == {"anna": "gold", "dora": "gold"}
    found.join("emma")
    found.club.wait(days=31)
    found.join("finn")
    # Anna, Bert, Cora, Dora and Emma are told twice, and Finn once.
    assert found.states()["webhook", "ready"] == 5 * 2 + 1
    assert wrong(found.club.spaces) == {}


def test_columns_that_come_with_a_later_release_are_made_in_a_restored_table(
    restored_club: Club,
) -> None:
    club = restored_club
    more = {"key": "nick", "kind": "text", "label": "Nick"}
    member = {"key": "member", "label": "Member", "fields": [*FIELDS, more]}
    club.publish(CONTENT | {"objects": [member]})
    gina = club.join("gina", nick="Gigi", tags=["c"])
    members = club.live.catalogue.members
    with club.spaces.reading(club.workspace_id) as space:
        asked = space.select(members.table, members.fields["nick"], members.fields["tags"])
        row = space.execute(asked.where(members.identity == gina)).one()
    assert tuple(row) == ("Gigi", ["c"])


def test_a_backup_is_of_the_moment_it_began_whatever_is_written_meanwhile(
    spaces: Spaces, nowhere: Engine, tmp_path: Path
) -> None:
    found = whole(spaces)
    before = rows_of(spaces.engine)
    written: list[int] = []

    def write(_what: str, done: int, _total: int) -> None:
        if done % 10 == 1:
            written.append(found.club.join(f"late{done}"))
            found.club.buy(f"late{done}", 50)

    taken(spaces.engine, tmp_path / "one.zip", told=write)
    assert len(written) > 5
    assert rows_of(spaces.engine) != before
    restored(nowhere, tmp_path / "one.zip")
    assert rows_of(nowhere) == before
    assert wrong(Spaces(nowhere)) == {}


def test_what_is_sealed_stays_sealed_and_its_key_is_not_in_the_backup(
    file: Path, nowhere: Engine
) -> None:
    everything = b"".join(contents(file).values())
    assert b"webhook" in everything
    for hidden in (SECRET, *SEALS.keys):
        assert hidden.encode() not in everything
    restored(nowhere, file)
    assert renew(Spaces(nowhere), SEALS, check=True).fresh == 1
    other = Seals(("another key that nobody can guess",))
    assert len(renew(Spaces(nowhere), other, check=True).locked) == 1


def test_a_backup_is_for_its_owner_and_does_not_say_where_the_database_is(
    spaces: Spaces, tmp_path: Path
) -> None:
    taken(spaces.engine, tmp_path / "one.zip")
    assert stat.S_IMODE((tmp_path / "one.zip").stat().st_mode) == 0o600
    place = (spaces.engine.url.database or "").encode()
    assert place not in b"".join(contents(tmp_path / "one.zip").values())


def test_who_was_signed_in_is_not_in_a_backup(spaces: Spaces, tmp_path: Path) -> None:
    taken(spaces.engine, tmp_path / "one.zip")
    names = contents(tmp_path / "one.zip")
    assert "tables/user.tsv" in names
    assert "tables/session.tsv" not in names
    assert "tables/sign_in_link.tsv" not in names


def test_it_is_written_down_when_the_last_backup_was_taken(spaces: Spaces, tmp_path: Path) -> None:
    found = taken(spaces.engine, tmp_path / "one.zip")
    assert found.size == (tmp_path / "one.zip").stat().st_size
    with spaces.engine.connect() as connection:
        row = connection.execute(text("SELECT at FROM heartbeat WHERE name = 'backup'")).scalar()
    assert row == found.manifest.taken_at


def test_an_installation_that_has_its_tables_and_nothing_in_them_counts_as_empty(
    file: Path, elsewhere: Engine, nowhere: Engine
) -> None:
    upgrade(elsewhere)
    restored(elsewhere, file)
    restored(nowhere, file)
    assert rows_of(elsewhere) == rows_of(nowhere)


def test_nothing_is_restored_over_what_is_there(spaces: Spaces, tmp_path: Path) -> None:
    whole(spaces)
    taken(spaces.engine, tmp_path / "one.zip")
    before = rows_of(spaces.engine)
    with pytest.raises(Conflict, match="data here already"):
        restored(spaces.engine, tmp_path / "one.zip")
    assert rows_of(spaces.engine) == before


values = {
    Kind.WHOLE: st.integers(-(2**63), 2**63 - 1),
    Kind.NUMBER: st.floats(allow_nan=False),
    Kind.BOOLEAN: st.integers(0, 1),
    Kind.TEXT: st.text(st.characters(exclude_characters="\0", codec="utf-8")),
    Kind.CONTENT: st.text(st.characters(exclude_characters="\0", codec="utf-8")),
}


@given(st.lists(st.tuples(*(st.none() | each for each in values.values()))))
def test_lines_say_what_rows_said(rows: list[tuple[Any, ...]]) -> None:
    said = lines.written(rows, list(values))
    assert said.count(b"\n") == len(rows)
    again = said.split(b"\n")[:-1]
    assert list(lines.read((line + b"\n" for line in again), list(values))) == rows
