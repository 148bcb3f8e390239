"""What was known at a moment of the past, and members who went."""

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    pass
