"""The application as a test has it: its routes and templates are compiled once a process."""

from copy import copy
from functools import cache

from flask import Config as FlaskConfig
from flask import Flask
from sqlalchemy import Engine

from app.application import create_app, serve_for
from app.clock import Clock
from app.config import Config
from app.web import trouble


def served(config: Config, *, engine: Engine, clock: Clock) -> Flask:
    """Make the application; compiling its routes takes longer than most of what is tested."""
    pattern = _patterns().get(config.public_url)
    if pattern is None:
        pattern = _patterns()[config.public_url] = create_app(config, engine=engine, clock=clock)
    app = copy(pattern)
    app.config = FlaskConfig(pattern.root_path, pattern.config)
    app.extensions = dict(pattern.extensions)
    app.extensions[trouble.NAME] = trouble.Seen()
    serve_for(app, config, engine=engine, clock=clock)
    return app


@cache
def _patterns() -> dict[str, Flask]:
    """By the address they are served at, which decides what cookies are like."""
    return {}
