"""PostgreSQL itself refuses rows of other workspaces once a transaction has named its own."""

from alembic import op

revision = "0003"
down_revision = "0002"

TABLES = (
    "program draft release object field source metric ladder tier bucket cut tier_change history"
    " identity evaluation inbox audit import_run api_key"
)


def upgrade() -> None:
    if op.get_bind().dialect.name != "postgresql":
        return
    chosen = "NULLIF(current_setting('rungs.workspace', true), '')"
    own = f"{chosen} IS NULL OR workspace_id = {chosen}::bigint"
    for name in TABLES.split():
        op.execute(f'ALTER TABLE "{name}" ENABLE ROW LEVEL SECURITY')
        op.execute(f'ALTER TABLE "{name}" FORCE ROW LEVEL SECURITY')
        op.execute(f'CREATE POLICY own_workspace ON "{name}" USING ({own}) WITH CHECK ({own})')
