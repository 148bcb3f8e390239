"""A workspace's rows inside one transaction: what every function of this room is handed."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, CursorResult, Delete, Insert, Select, Table, Update, text
from sqlalchemy import delete as _delete
from sqlalchemy import insert as _insert
from sqlalchemy import select as _select
from sqlalchemy import update as _update

from app.storage.ids import Ids


@dataclass(frozen=True, slots=True)
class Space:
    """Statements made here see and write the rows of one workspace only."""

    connection: Connection
    workspace_id: int
    ids: Ids

    def __post_init__(self) -> None:
        if self.connection.dialect.name == "postgresql":
            # The second wall: row-level security compares each row with this setting.
            self.connection.execute(
                text("SELECT set_config('rungs.workspace', :id, true)"),
                {"id": str(self.workspace_id)},
            )

    def select(self, table: Table, *columns: Any) -> Select[Any]:
        return _select(*(columns or (table,))).where(table.c.workspace_id == self.workspace_id)

    def insert(self, table: Table) -> Insert:
        return _insert(table).values(workspace_id=self.workspace_id)

    def update(self, table: Table) -> Update:
        return _update(table).where(table.c.workspace_id == self.workspace_id)

    def delete(self, table: Table) -> Delete:
        return _delete(table).where(table.c.workspace_id == self.workspace_id)

    def execute(self, statement: Any, values: Any = None) -> CursorResult[Any]:
        return self.connection.execute(statement, values)

    def take_ids(self, count: int) -> range:
        return self.ids.take(self.connection, count)

    def new_id(self) -> int:
        return self.ids.one(self.connection)

    @property
    def is_sqlite(self) -> bool:
        return self.connection.dialect.name == "sqlite"
