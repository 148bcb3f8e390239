"""PostgreSQL refuses rows of another workspace even where a statement forgot to ask."""

from collections.abc import Iterator

import pytest
from sqlalchemy import make_url, text

from app.storage.spaces import Spaces
from tests.runtime.clubs import Club, document

NOBODY = "rungs_plain_role"


@pytest.fixture
def plain(postgresql_url: str) -> Iterator[Spaces]:
    """The database as a role sees it that is no superuser."""
    owner = Spaces.at(postgresql_url)
    name = f"{NOBODY}_{make_url(postgresql_url).database}"[-60:]
    with owner.engine.begin() as connection:
        connection.execute(text(f'CREATE ROLE "{name}" LOGIN'))
        connection.execute(text(f'GRANT ALL ON ALL TABLES IN SCHEMA public TO "{name}"'))
        connection.execute(text(f'GRANT CREATE ON SCHEMA public TO "{name}"'))
    url = make_url(postgresql_url).set(username=name)
    seen = Spaces.at(url.render_as_string(hide_password=False))
    yield seen
    seen.engine.dispose()
    with owner.engine.begin() as connection:
        connection.execute(text(f'DROP OWNED BY "{name}" CASCADE'))
        connection.execute(text(f'DROP ROLE "{name}"'))
    owner.engine.dispose()


@pytest.mark.postgresql
def test_a_statement_without_a_filter_sees_one_workspace_only(plain: Spaces) -> None:
    one = Club(plain, document(("basic", None)), key="one")
    other = Club(plain, document(("basic", None)), key="other")
    one.join("ann")
    other.join("bob")
    members = other.live.catalogue.members.table.name
    with plain.reading(one.workspace_id) as space:
        count = text(f"SELECT count(*) FROM {members}")  # The name is ours.
        assert space.execute(count).scalar() == 0
        seen = space.execute(text("SELECT DISTINCT workspace_id FROM tier_change")).scalars()
        assert set(seen) == {one.workspace_id}
