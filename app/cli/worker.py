"""`rungs worker`: the background process alone."""

import click

from app import config, logs
from app.clock import system_clock
from app.storage.engine import make_engine
from app.worker import run


@click.command()
def worker() -> None:
    """只启动后台进程。 Do what is due: evaluations, schedules, messages."""
    settings = config.load()
    logs.configure(settings.log_level)
    run(make_engine(settings.database_url), clock=system_clock, config=settings)
