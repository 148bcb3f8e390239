"""Which shape our own tables have, and which one this version works with.

Apart from `upgrade`, because a server asks this at every start and need not load Alembic for it.
"""

from functools import cache
from pathlib import Path

from sqlalchemy import Connection, column, inspect, select, table

ROOT = Path(__file__).resolve().parent.parent
VERSIONS = table("alembic_version", column("version_num"))


def migrations() -> Path:
    """Find the folder of migrations: inside an installed package, or beside it in a clone."""
    inside = ROOT / "migrations"
    return inside if inside.is_dir() else ROOT.parent / "migrations"


@cache
def known_revisions() -> frozenset[str]:
    """Read the numbers of all migrations from their files' names: `0003_…`."""
    return frozenset(
        file.name.split("_")[0] for file in (migrations() / "versions").glob("[0-9]*_*.py")
    )


@cache
def newest_revision() -> str:
    return max(known_revisions())


def revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table(VERSIONS.name):
        return None
    found = connection.execute(select(VERSIONS.c.version_num)).scalar_one_or_none()
    return None if found is None else str(found)
