"""`rungs backup`: a whole installation in one file."""

from contextlib import closing
from pathlib import Path
from typing import Any

import click

from app import config
from app.cli.place import json_option, open_spaces
from app.cli.progress import Shown
from app.cli.speech import say, say_json
from app.clock import system_clock, to_instant
from app.storage.backup.manifest import Manifest
from app.storage.backup.take import Taken, take

FOLDER = "backups"
MEBIBYTE = 1 << 20
a_file = click.Path(path_type=Path)


@click.command()
@click.argument("file", type=a_file, required=False)
@click.option("--force", is_flag=True, help="覆盖已有的文件。 Replace a file that is there.")
@json_option
def backup(file: Path | None, *, force: bool, as_json: bool) -> None:
    """把整个系统备份到一个文件。 Write the whole installation into one file.

    网页和后台照常运行；备份是同一个时刻的样子。不写文件名时放在数据文件夹的 backups 里。
    密钥不在备份里：RUNGS_SECRET_KEYS（或 secret-keys 文件）要另外保存。

    Web and workers go on; the backup is as of one moment. Without a name it goes to `backups` in
    the data folder. The keys are not in it: keep RUNGS_SECRET_KEYS (or the file secret-keys)
    elsewhere.
    """
    now = system_clock()
    if file is None:
        folder = config.load().data_dir / FOLDER
        folder.mkdir(mode=0o700, exist_ok=True)
        file = folder / f"rungs-{now:%Y-%m-%dT%H%M%SZ}.zip"
    with closing(Shown()) as shown:
        taken = take(open_spaces().engine, file, now=to_instant(now), replace=force, told=shown)
    if as_json:
        say_json(contents(file, taken.manifest) | {"bytes": taken.size})
    else:
        _tell(file, taken)


def _tell(file: Path, taken: Taken) -> None:
    rows, size = taken.manifest.rows, taken.size / MEBIBYTE
    say(
        f"已备份到 {file}：{rows:,} 行，{size:.1f} MiB。密钥不在里面，请另外保存。",
        f"Backed up to {file}: {rows:,} rows, {size:.1f} MiB. Keep the keys elsewhere.",
    )


def contents(file: Path, manifest: Manifest) -> dict[str, Any]:
    """Say what is in a backup, as one object."""
    found = manifest.to_json()
    names = ("version", "revision", "database", "taken_at", "rows")
    return {
        "file": str(file),
        **{name: found[name] for name in names},
        "tables": {each.name: each.rows for each in manifest.tables},
    }
