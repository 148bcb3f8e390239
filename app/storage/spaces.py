"""Transactions: opened by web, worker and commands, and by nothing below them."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine

from app.storage.engine import make_engine, reading
from app.storage.ids import Ids, TrialIds
from app.storage.space import Space


class Spaces:
    """Opens transactions on one database."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.ids = Ids()

    @classmethod
    def at(cls, url: str) -> "Spaces":
        return cls(make_engine(url))

    @contextmanager
    def writing(self, workspace_id: int) -> Iterator[Space]:
        """Keep what is written if the block ends well, and undo it otherwise."""
        with self.engine.begin() as connection:
            yield Space(connection, workspace_id, self.ids)

    @contextmanager
    def reading(self, workspace_id: int) -> Iterator[Space]:
        """Look at one consistent state; nothing is kept."""
        with reading(self.engine) as connection:
            yield Space(connection, workspace_id, self.ids)

    @contextmanager
    def trying(self, workspace_id: int) -> Iterator[Space]:
        """Write for a moment what nobody else sees, and keep nothing of it.

        Identifiers are not those that are given out, so that not even a block of them is missing.
        """
        with self.engine.connect() as connection, connection.begin() as transaction:
            try:
                yield Space(connection, workspace_id, TrialIds())
            finally:
                transaction.rollback()

    @contextmanager
    def installation(self) -> Iterator[Connection]:
        """Write what belongs to no workspace: workspaces, accounts, heartbeats."""
        with self.engine.begin() as connection:
            yield connection
