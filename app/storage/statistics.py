"""What PostgreSQL knows about the sizes of tables, without which it plans as if they were empty."""

from app.storage.catalogue import Catalogue
from app.storage.space import Space
from app.storage.tables import bucket, identity


def renew(space: Space, catalogue: Catalogue) -> None:
    """Count the tables of a programme anew; SQLite plans by its indexes alone.

    PostgreSQL does this by itself a minute after rows came in. Until then a refresh of metrics
    joins by loops: an import of a fresh programme took four times as long.
    """
    if space.is_sqlite:
        return
    tables = [each.table.name for each in catalogue.records.values()]
    names = ", ".join([*tables, bucket.name, identity.name])
    space.connection.exec_driver_sql(f"ANALYZE {names}")
