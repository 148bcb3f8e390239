"""What every view needs, given to the application when it is made."""

from dataclasses import dataclass, field
from typing import cast
from urllib.parse import urlsplit

from flask import Flask, current_app
from sqlalchemy import Engine

from app.clock import Clock
from app.config import Config
from app.storage.spaces import Spaces

NAME = "rungs"
LOOPBACK = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """The settings, the database and the clock of this application."""

    config: Config
    engine: Engine
    clock: Clock
    spaces: Spaces = field(init=False)
    """Transactions that end before the answer is made, on the same database."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "spaces", Spaces(self.engine))

    @property
    def is_secure(self) -> bool:
        """Whether cookies are for HTTPS only: always, but for a trial on one's own machine."""
        parts = urlsplit(self.config.public_url)
        return not (parts.scheme == "http" and parts.hostname in LOOPBACK)


def give(app: Flask, services: Services) -> None:
    app.extensions[NAME] = services


def services() -> Services:
    return cast("Services", current_app.extensions[NAME])
