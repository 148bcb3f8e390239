"""Databases of a PostgreSQL server that are made as copies of others."""

from sqlalchemy import Connection
from sqlalchemy.exc import OperationalError

IN_USE = "55006"
TIMES = 24
"""How often a copy is tried; the server itself waits five seconds each time."""


def copied(server: Connection, name: str, how: str) -> None:
    """Make a database as a copy, once whoever has just closed a connection to the other is gone.

    A server notices that only when it has the processor.
    """
    for _ in range(TIMES):
        try:
            server.exec_driver_sql(f'CREATE DATABASE "{name}" {how}')
        except OperationalError as error:
            if getattr(error.orig, "sqlstate", None) != IN_USE:
                raise
        else:
            return
    raise AssertionError("Somebody stays connected to the database that is copied.")
