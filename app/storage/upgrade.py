"""Bring our own tables to the shape this version expects, once, whoever starts first."""

import sqlite3
from contextlib import closing
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine, text

from app.storage.revision import migrations, newest_revision, revision

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
        hold_others(connection)
        migrate(connection, newest)
    return before, newest


def hold_others(connection: Connection) -> None:
    """Let whoever else would change the tables wait for the end of this transaction."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})


def migrate(connection: Connection, to: str) -> None:
    """Run what is missing up to a revision, in the transaction of the caller."""
    config = _alembic()
    config.attributes["connection"] = connection
    command.upgrade(config, to)


def revision_of(engine: Engine) -> str | None:
    with engine.connect() as connection:
        return revision(connection)


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
    config = Config()
    config.set_main_option("script_location", str(migrations()).replace("%", "%%"))
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    config.set_main_option("path_separator", "os")
    return config
