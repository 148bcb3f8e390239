"""`rungs web`: the web server alone."""

import click

from app import config, logs
from app.application import create_app
from app.server import serve


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--processes", default=2, show_default=True, type=click.IntRange(min=1))
def web(*, host: str, port: int, processes: int) -> None:
    """只启动网页服务。 Serve pages and the API."""
    settings = config.load()
    logs.configure(settings.log_level)
    serve(create_app(settings), host=host, port=port, processes=processes)
