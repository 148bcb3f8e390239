"""Joins the rooms into one web application, and decides nothing."""

from flask import Flask
from sqlalchemy import Engine
from werkzeug.middleware.proxy_fix import ProxyFix

from app import links, web
from app.clock import Clock, system_clock
from app.config import Config
from app.storage.engine import make_engine
from app.web import access_log
from app.web.health import health
from app.web.services import Services, give
from app.web.strict_json import StrictJSON


def create_app(
    config: Config, *, engine: Engine | None = None, clock: Clock = system_clock
) -> Flask:
    """Make the application; it connects to the database with its first request."""
    app = Flask("app")
    serve_for(app, config, engine=engine or make_engine(config.database_url), clock=clock)
    access_log.register(app)
    app.json = StrictJSON(app)
    app.register_blueprint(health)
    web.register(app)
    if hops := config.trusted_proxies:
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops
        )
    return app


def serve_for(app: Flask, config: Config, *, engine: Engine, clock: Clock) -> None:
    """Give an application the settings, the database and the clock it goes by."""
    links.tell(config.public_url, config.secret_keys)
    app.config.update(
        SECRET_KEY=config.secret_keys[0],
        SECRET_KEY_FALLBACKS=list(config.secret_keys[1:]),
        TRUSTED_HOSTS=list(config.trusted_hosts),
    )
    give(app, Services(config=config, engine=engine, clock=clock))
