"""`rungs restore`: a whole installation back from one file."""

from contextlib import closing
from pathlib import Path

import click

from app import config
from app.cli.backup import a_file, contents
from app.cli.place import json_option, open_spaces
from app.cli.progress import Shown
from app.cli.speech import say, say_json
from app.clock import from_instant, system_clock, to_instant
from app.runtime.resealing import renew
from app.sealing import Seals
from app.storage.backup.bring_back import bring_back


@click.command()
@click.argument("file", type=a_file)
@click.option(
    "--send",
    is_flag=True,
    help="原来的系统已停用，这里接着发送消息。 The original is down: this copy goes on sending.",
)
@json_option
def restore(file: Path, *, send: bool, as_json: bool) -> None:
    """从备份恢复到一个空的系统。 Bring a backup back into an empty installation.

    备份来自 SQLite 或 PostgreSQL 都可以，恢复到哪一种也都可以。先停下网页和后台进程。
    要么全部恢复，要么什么都不改。恢复之后暂不对外发送消息，直到 rungs outbox resume。

    Whichever database it comes from, it goes into the one that is named here. Stop web and
    workers first. All of it is brought back, or nothing is changed. Messages are held afterwards
    until `rungs outbox resume`.
    """
    spaces, now = open_spaces(), to_instant(system_clock())
    with closing(Shown()) as shown:
        manifest = bring_back(spaces.engine, file, now=now, sends=send, told=shown)
    locked = renew(spaces, Seals(config.load().secret_keys), check=True).locked
    if as_json:
        say_json(contents(file, manifest) | {"sends": send, "locked": locked})
        return
    moment = from_instant(manifest.taken_at).isoformat(timespec="seconds")
    say(
        f"已恢复到 {moment} 的样子：{manifest.rows:,} 行。大家需要重新登录。",
        f"Restored as of {moment}: {manifest.rows:,} rows. Everybody signs in again.",
    )
    if not send:
        say(
            "暂不对外发送消息。确认原来的系统已停用后：rungs outbox resume --send 或 --cancel。",
            "Messages are held. Once the original is down: rungs outbox resume --send or --cancel.",
        )
    for name in locked:
        say(
            f"✗ {name}：封存它的密钥不在 RUNGS_SECRET_KEYS 里，请把原来的密钥加进去。",
            f"✗ {name}: the key that sealed it is not in RUNGS_SECRET_KEYS; add the old one.",
        )
