"""What `start.py` is told, and the order in which things are done."""

import argparse
import os
import sys
from io import TextIOWrapper
from pathlib import Path

from app.launcher import checks, machine, pages
from app.launcher.environment import ROOM_TO_INSTALL, Environment
from app.launcher.explain import CannotStart, say
from app.launcher.installation import Installation
from app.launcher.server import Server

ROOT = Path(__file__).resolve().parents[2]
PORT = 8000
ROOM_TO_RUN = 100 * 2**20


def main(arguments: list[str]) -> int:
    """Do what the command line says and give the exit status."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            # A console that cannot show Chinese must not stop the programme.
            stream.reconfigure(errors="replace")
    try:
        match arguments:
            case ["check"]:
                return checks.check(_environment("test"))
            case ["test", *options]:
                return checks.check_and_test(_environment("test"), options)
            case _:
                return _start(_parse(arguments))
    except CannotStart as problem:
        print(f"\n{problem}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def _parse(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="start.py",
        description="安装并启动登阶；start.py check 检查代码，start.py test 检查并运行全部测试。 "
        "Set up and serve Rungs; `start.py check` checks the code, "
        "`start.py test` also runs every test.",
    )
    parser.add_argument("--port", type=_port, default=PORT, help="端口 · the port (8000)")
    parser.add_argument("--no-browser", action="store_true", help="不打开浏览器 · open no browser")
    parser.add_argument("--reset", action="store_true", help="清空数据重来 · begin with new data")
    parser.add_argument("--setup-only", action="store_true", help="只安装 · set up, do not serve")
    return parser.parse_args(arguments)


def _port(written: str) -> int:
    highest = 65535
    if not written.isdigit() or not 0 < int(written) <= highest:
        raise argparse.ArgumentTypeError(f"1 … {highest}")
    return int(written)


def _start(options: argparse.Namespace) -> int:
    if not options.setup_only:
        machine.refuse_taken_port(options.port)
    environment = _environment()
    installation = Installation(environment, os.environ)
    machine.refuse_read_only(installation.data)
    machine.refuse_full_disk(installation.data, needed=ROOM_TO_RUN)
    if options.reset:
        installation.reset()
    installation.make_ready()
    if options.setup_only:
        say("安装完成，运行 python3 start.py 启动。", "Set up. Run python3 start.py to serve.")
        return 0
    return Server(installation, options.port).run(browser=not options.no_browser)


def _environment(extra: str = "") -> Environment:
    environment = Environment(ROOT)
    if not environment.is_ready(extra):
        machine.refuse_read_only(ROOT)
        machine.refuse_full_disk(ROOT, needed=ROOM_TO_INSTALL)
        environment.make_ready(extra)
    pages.make_ready(environment)
    return environment
