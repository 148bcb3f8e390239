"""Bring our own tables to the shape this version expects, once, whoever starts first."""

import sqlite3
from contextlib import closing
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, text

ROOT = Path(__file__).resolve().parent.parent
LOCK = 0x52554E47
"""The number of PostgreSQL's advisory lock that only one migrating process holds."""


def upgrade(engine: Engine) -> tuple[str | None, str]:
    """Run what is missing in one transaction, and say the revision before and after."""
    newest = newest_revision()
    before = revision_of(engine)
    if before == newest:
        return before, newest
    if before is not None:
        keep_copy(engine, before)
    with engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
        config = _alembic()
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
    return before, newest


def revision_of(engine: Engine) -> str | None:
    with engine.connect() as connection:
        return revision(connection)


def revision(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def newest_revision() -> str:
    head = ScriptDirectory.from_config(_alembic()).get_current_head()
    assert head is not None, "The folder of migrations is empty."
    return head


def keep_copy(engine: Engine, before: str) -> Path | None:
    """Copy a SQLite file before it changes; a PostgreSQL database is backed up by its keeper."""
    file = engine.url.database
    if engine.dialect.name != "sqlite" or not file or file == ":memory:":
        return None
    copy = Path(f"{file}.before-{before}")
    with closing(sqlite3.connect(file)) as source, closing(sqlite3.connect(copy)) as target:
        source.backup(target)
    copy.chmod(0o600)
    return copy


def _alembic() -> Config:
    inside = ROOT / "migrations"
    folder = inside if inside.is_dir() else ROOT.parent / "migrations"
    config = Config()
    config.set_main_option("script_location", str(folder).replace("%", "%%"))
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    config.set_main_option("path_separator", "os")
    return config
