"""PostgreSQL minds whose rows they are, and a plain role takes backups and restores them."""

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import Connection, text

from app.storage.spaces import Spaces
from tests.storage.wholes import restored, rows_of, taken, whole


@pytest.fixture
def plain(_postgresql: Connection) -> Iterator[Spaces]:
    """A database that belongs to a role without any privilege."""
    name = f"rungs_plain_{uuid4().hex}"
    _postgresql.exec_driver_sql(f'CREATE ROLE "{name}" LOGIN')
    _postgresql.exec_driver_sql(f'CREATE DATABASE "{name}" OWNER "{name}" TEMPLATE template0')
    url = _postgresql.engine.url.set(username=name, database=name)
    opened = Spaces.at(url.render_as_string(hide_password=False))
    yield opened
    opened.engine.dispose()
    _postgresql.exec_driver_sql(f'DROP DATABASE "{name}" WITH (FORCE)')
    _postgresql.exec_driver_sql(f'DROP ROLE "{name}"')


@pytest.mark.postgresql
def test_a_restored_database_minds_whose_rows_they_are(
    postgresql_url: str, plain: Spaces, tmp_path: Path
) -> None:
    original = Spaces.at(postgresql_url)
    club = whole(original).club
    taken(original.engine, tmp_path / "one.zip")
    restored(plain.engine, tmp_path / "one.zip")
    assert rows_of(plain.engine) == rows_of(original.engine)
    again = taken(plain.engine, tmp_path / "two.zip").manifest
    counts = {each.name: each.rows for each in again.tables}
    members = club.live.catalogue.members.table.name
    assert counts[members] == 3
    guarded = text("SELECT relname FROM pg_class WHERE relrowsecurity AND relforcerowsecurity")
    with original.engine.connect() as here, plain.engine.connect() as there:
        walls = set(here.execute(guarded).scalars())
        assert {members, "outbox", "program"} <= walls
        assert set(there.execute(guarded).scalars()) == walls
    with plain.reading(club.workspace_id + 1) as space:
        for name in (members, "outbox", "program"):
            count = text(f'SELECT count(*) FROM "{name}"')  # The names are ours.
            assert space.execute(count).scalar() == 0
    original.engine.dispose()
