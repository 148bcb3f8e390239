"""Run `python -m app` as the command `rungs`."""

from app.cli import main

main(prog_name="rungs")
