"""Databases that hold nothing: rules bring their records with them."""

import os
from collections.abc import Iterator

import pytest
from sqlalchemy import Connection, create_engine


@pytest.fixture(scope="session")
def sqlite_connection() -> Iterator[Connection]:
    database = create_engine("sqlite://")
    with database.connect() as connection:
        yield connection
    database.dispose()


@pytest.fixture(scope="session")
def postgresql_connection() -> Iterator[Connection]:
    url = os.environ.get("RUNGS_TEST_POSTGRESQL")
    if url is None:
        if os.environ.get("CI") == "true":
            pytest.fail("RUNGS_TEST_POSTGRESQL must name a PostgreSQL server in CI.")
        pytest.skip("RUNGS_TEST_POSTGRESQL names no server.")
    database = create_engine(url, isolation_level="AUTOCOMMIT")
    with database.connect() as connection:
        yield connection
    database.dispose()
