"""Our own tables come about by migrations alone, on both databases."""

from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, inspect, text
from sqlalchemy.exc import OperationalError

from app import storage
from app.storage.engine import make_engine
from app.storage.metadata import metadata
from app.storage.revision import newest_revision
from app.storage.upgrade import revision_of, upgrade


def test_the_migrations_make_the_tables_that_the_code_works_with(engine: Engine) -> None:
    for module in iter_modules(storage.__path__, f"{storage.__name__}."):
        import_module(module.name)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": False})
        assert compare_metadata(context, metadata) == []


def test_a_second_upgrade_changes_nothing(engine: Engine) -> None:
    assert upgrade(engine) == (newest_revision(), newest_revision())


def test_a_migration_that_fails_half_way_leaves_the_database_as_it_was(tmp_path: Path) -> None:
    empty = make_engine(f"sqlite:///{tmp_path / 'empty.sqlite3'}")
    with empty.begin() as connection:
        connection.execute(text("CREATE TABLE workspace (id INTEGER)"))
    with pytest.raises(OperationalError, match="table workspace already exists"):
        upgrade(empty)
    assert revision_of(empty) is None
    assert inspect(empty).get_table_names() == ["workspace"]
    empty.dispose()
