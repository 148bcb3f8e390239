"""The web server: gunicorn, or waitress where gunicorn does not run."""

import sys

from flask import Flask

from app.web.services import NAME, Services

if sys.platform == "win32":
    from waitress import serve as serve_with_threads

    def serve(app: Flask, *, host: str, port: int, processes: int) -> None:
        """Answer requests until the process ends."""
        serve_with_threads(app, host=host, port=port, threads=8 * processes)

else:
    from gunicorn.app.base import BaseApplication
    from gunicorn.config import Config
    from gunicorn.glogging import Logger

    class PlainLogger(Logger):
        """Leaves shape and destination of log lines to the rest of the programme."""

        def setup(self, cfg: Config) -> None:
            self.error_log.propagate = True
            self.access_log.propagate = False

    class Gunicorn(BaseApplication):
        """One application, loaded before the processes are forked so that they share memory."""

        def __init__(self, app: Flask, options: dict[str, object]) -> None:
            self.app = app
            self.options = options
            super().__init__()

        def load_config(self) -> None:
            for name, value in self.options.items():
                self.cfg.set(name, value)

        def load(self) -> Flask:
            return self.app

    def serve(app: Flask, *, host: str, port: int, processes: int) -> None:
        """Answer requests until the process ends."""
        services: Services = app.extensions[NAME]
        options: dict[str, object] = {
            "bind": f"{host}:{port}",
            "workers": processes,
            "threads": 4,
            "worker_class": "gthread",
            "preload_app": True,
            "logger_class": PlainLogger,
            "max_requests": 20_000,
            "max_requests_jitter": 2_000,
            "timeout": 120,
            # It would stand in the home folder, one for all servers of a person.
            "control_socket_disable": True,
            # A connection must not be shared by two processes.
            "post_fork": lambda _server, _worker: services.engine.dispose(close=False),
        }
        Gunicorn(app, options).run()
