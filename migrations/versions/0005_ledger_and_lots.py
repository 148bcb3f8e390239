"""The ledger: lots and what was taken from them."""

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    pass
