"""What is said when the database takes nothing: to whoever asked, and on every page meanwhile."""

import shutil
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field

from flask import Flask, current_app, g

from app.clock import to_instant
from app.storage.trouble import Trouble
from app.web.services import services
from app.words import Words

NAME = "rungs-trouble"
SECOND = 1_000_000
REMEMBERED = 30 * SECOND
"""How long after the last refusal pages say so, unless something was kept since."""
LEAST_FREE = 16 * 2**20
"""Bytes without which a disk counts as full, whether or not anybody has tried to write."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A trouble in words, with what it is over HTTP."""

    status: int
    again_after: int
    """Seconds."""
    title: Words
    text: Words
    advice: Words
    banner: Words

    @property
    def headers(self) -> Mapping[str, str]:
        return {"Retry-After": str(self.again_after)}


SAID: Mapping[Trouble, Said] = {
    Trouble.FULL: Said(
        status=507,
        again_after=30,
        title=Words("磁盘已满", "The disk is full"),
        text=Words(
            "没有保存任何改动：服务器的磁盘没有空间了。",
            "Nothing was changed: the server's disk has no room left.",
        ),
        advice=Words(
            "请让管理员腾出磁盘空间，然后再提交一次。",
            "Ask whoever runs this to make room on the disk, then send it again.",
        ),
        banner=Words(
            "磁盘已满：可以查看，但不能保存；自动化和消息暂停。腾出空间后会自动恢复。",
            "The disk is full: everything can be read and nothing saved, and automations wait."
            " They go on by themselves once there is room.",
        ),
    ),
    Trouble.BUSY: Said(
        status=503,
        again_after=1,
        title=Words("稍后重试", "Try again in a moment"),
        text=Words(
            "数据库正忙。没有保存任何改动，请稍后重试。",
            "The database is busy. Nothing was changed; try again in a moment.",
        ),
        advice=Words(
            "若一直如此，可能有别的程序占用了数据库。",
            "If it stays, another program may be holding the database.",
        ),
        banner=Words(
            "数据库正忙，刚才有改动没能保存；请稍后重试。",
            "The database is busy: a change could not be saved just now. Try again in a moment.",
        ),
    ),
    Trouble.AWAY: Said(
        status=503,
        again_after=5,
        title=Words("连不上数据库", "The database is away"),
        text=Words(
            # A server that ended while it confirmed may have kept everything.
            "与数据库的连接断了，说不准这次改动有没有保存。请稍后先看一眼，再决定是否重试。",
            "The connection to the database ended, and it is not certain whether this was kept."
            " Look in a moment before you send it again.",
        ),
        advice=Words(
            "数据库恢复后会自动继续，不用重启。",
            "It goes on by itself once the database is back.",
        ),
        banner=Words(
            "与数据库的连接刚才断过；正在自动恢复。",
            "The connection to the database ended a moment ago; it goes on by itself.",
        ),
    ),
}


@dataclass(slots=True)
class Seen:
    """What this process was refused last, and when."""

    _last: tuple[Trouble, int] | None = None
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def refused(self, trouble: Trouble, *, now: int) -> None:
        with self._lock:
            self._last = (trouble, now)

    def kept(self) -> None:
        """Note that the database takes what is written."""
        self._last = None

    def lasting(self, *, now: int) -> Trouble | None:
        last = self._last
        return last[0] if last is not None and now - last[1] < REMEMBERED else None


def register(app: Flask) -> None:
    app.extensions[NAME] = Seen()
    app.context_processor(lambda: {"banner": banner})


def seen() -> Seen:
    found: Seen = current_app.extensions[NAME]
    return found


def note(trouble: Trouble) -> Said:
    """Remember a trouble for the pages that follow; give what is to be said of it."""
    # The answer is put together without the database: whoever asks is nobody we know.
    if "visitor" not in g:
        g.visitor = None
    seen().refused(trouble, now=to_instant(services().clock()))
    return SAID[trouble]


def lasting() -> Trouble | None:
    """Say what keeps the database from taking anything, as far as this process can know."""
    known = services()
    found = seen().lasting(now=to_instant(known.clock()))
    if found is None and shutil.disk_usage(known.config.data_dir).free < LEAST_FREE:
        return Trouble.FULL
    return found


def banner() -> Words | None:
    found = lasting()
    return None if found is None else SAID[found].banner
