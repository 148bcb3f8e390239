"""The one MetaData of our own tables, with names for every constraint, and columns most have."""

from sqlalchemy import Column, ForeignKey, MetaData

from app.storage.types import BIG

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def of_workspace() -> Column[int]:
    return Column("workspace_id", BIG, ForeignKey("workspace.id"), nullable=False)


def of_program() -> Column[int]:
    return Column("program_id", BIG, ForeignKey("program.id"), nullable=False)


def own_id() -> Column[int]:
    return Column("id", BIG, primary_key=True, autoincrement=False)
