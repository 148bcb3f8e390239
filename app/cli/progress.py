"""How far long work has come: a bar on a terminal, plain lines elsewhere."""

import sys

import click
from tqdm import tqdm

from app.words import Words

WHAT = {
    "member": Words("会员", "members"),
    "order": Words("订单", "orders"),
    "activity": Words("行为", "activities"),
    "mailing": Words("营销触达", "mailings"),
    "buckets": Words("按日汇总", "day buckets"),
    "metrics": Words("指标", "metrics"),
    "tiers": Words("等级", "tiers"),
    "backup": Words("已备份的表", "tables backed up"),
    "verifying": Words("核对备份", "rows verified"),
    "restoring": Words("恢复", "rows restored"),
    "sample": Words("示例数据", "sample data"),
}
_PARTS = 5
"""Plain lines for one piece of work."""


class Shown:
    """Tells of several pieces of work, one after the other, on standard error."""

    def __init__(self) -> None:
        self._what: str | None = None
        self._bar: tqdm | None = None
        self._told = 0

    def __call__(self, what: str, done: int, total: int) -> None:
        if what != self._what:
            self.close()
            self._what, self._told = what, 0
            if sys.stderr.isatty():
                self._bar = tqdm(total=total, desc=_name(what), unit="", leave=True)
        if self._bar is not None:
            self._bar.total = max(total, done)
            self._bar.update(done - self._bar.n)
        elif done >= total or done - self._told >= total / _PARTS:
            self._told = done
            click.echo(f"{_name(what)}: {done:,} / {max(total, done):,}", err=True)

    def close(self) -> None:
        if self._bar is not None:
            self._bar.close()
            self._bar = None


def _name(what: str) -> str:
    words = WHAT.get(what, Words(what, what))
    return f"{words.zh} {words.en}" if words.zh != words.en else words.zh
