"""Stages and levels that members reached on the way to a tier."""

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    pass
