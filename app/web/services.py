"""What every view needs, given to the application when it is made."""

from dataclasses import dataclass
from typing import cast

from flask import Flask, current_app
from sqlalchemy import Engine

from app.clock import Clock
from app.config import Config

NAME = "rungs"


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """The settings, the database and the clock of this application."""

    config: Config
    engine: Engine
    clock: Clock


def give(app: Flask, services: Services) -> None:
    app.extensions[NAME] = services


def services() -> Services:
    return cast("Services", current_app.extensions[NAME])
