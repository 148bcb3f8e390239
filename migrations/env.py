"""How Alembic meets the database: on the connection that `app.storage.upgrade` prepared."""

from importlib import import_module
from pkgutil import iter_modules
from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext

from app import storage
from app.storage import types
from app.storage.engine import make_engine
from app.storage.metadata import metadata

# Tables stand beside the functions that read them and add themselves to the metadata.
for module in iter_modules(storage.__path__, f"{storage.__name__}."):
    import_module(module.name)


def is_ours(_object: Any, name: str | None, kind: str, _reflected: bool, _other: Any) -> bool:  # noqa: FBT001 - Alembic's signature.
    """Leave alone what operators design: their tables are made when a programme is published."""
    return not (kind == "table" and (name or "").startswith("r_"))


def render(kind: str, item: Any, autogenerate: AutogenContext) -> str | Literal[False]:
    """Write our column types by their names, which never change what they mean."""
    names = [name for name, value in vars(types).items() if kind == "type" and value is item]
    if not names:
        return False
    autogenerate.imports.add(f"from app.storage.types import {names[0]}")
    return names[0]


def migrate(connection: Any) -> None:
    context.configure(
        connection=connection,
        target_metadata=metadata,
        include_object=is_ours,
        # Both databases take back a half-done migration; Alembic does not expect it of SQLite.
        transactional_ddl=True,
        render_item=render,
    )
    with context.begin_transaction():
        context.run_migrations()


prepared = context.config.attributes.get("connection")
if prepared is not None:
    migrate(prepared)
else:
    url = context.get_x_argument(as_dictionary=True).get("url", "sqlite://")
    with make_engine(url).begin() as fresh:
        migrate(fresh)
