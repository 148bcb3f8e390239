"""Calls that are refused: told to the caller, and counted by reason; nothing of them is kept."""

from flask import g
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge

from app.clock import to_instant
from app.errors import Conflict, Invalid, NotFound
from app.runtime.flow_control import TooMany
from app.runtime.hook_signature import Unproved
from app.runtime.hooks import TooManyCalls, Unmapped
from app.storage import hooks
from app.storage.hooks import Hook, NoSuchHook
from app.web.database import connection
from app.web.services import services
from app.words import Words


class Unreadable(Invalid):
    """The body is not JSON."""

    def __init__(self) -> None:
        super().__init__("内容应是一个 JSON 对象。", "The body is expected to be a JSON object.")


_REASONS: tuple[tuple[type[Exception], str], ...] = (
    (Unproved, "unproved"),
    (NoSuchHook, "retired"),
    (RequestEntityTooLarge, "too_large"),
    (TooManyCalls, "too_many"),
    (TooMany, "full"),
    (Unreadable, "unreadable"),
    (Unmapped, "unmapped"),
    (NotFound, "unknown_member"),
    (Invalid, "record"),
    (Conflict, "off"),
    (HTTPException, "unreadable"),
)
BROKEN = "broken"
SAID = {
    "unproved": Words(
        "签名或密钥不对，或时间相差超过 5 分钟", "Not signed as it should be, or minutes late"
    ),
    "retired": Words("用了已停用的旧地址", "Came to an address that was retired"),
    "too_large": Words("内容超过 256 KiB", "The body is over 256 KiB"),
    "too_many": Words("一分钟里太多次", "Too many within a minute"),
    "full": Words("未结束的运行太多", "Too many runs are under way"),
    "unreadable": Words("内容不是 JSON 对象", "The body is no JSON object"),
    "unmapped": Words("按设置在内容里取不到会员", "What the mapping gives names no member"),
    "unknown_member": Words("没有这位会员", "There is no such member"),
    "record": Words("记录没有通过检查", "The record did not pass the checks"),
    "off": Words("自动化没有启用或没有发布", "The automation is off or not published"),
    BROKEN: Words("处理时出错，请看日志", "It broke while it was seen to; see the log"),
}


def is_from(hook: Hook) -> None:
    """Note whose address was called, for when the call is refused."""
    g.hook = hook


def count(error: Exception) -> None:
    """Count a refused call where its address was ours; what it had written is undone first."""
    hook: Hook | None = g.get("hook")
    if hook is None:
        return
    reason = next((word for kind, word in _REASONS if isinstance(error, kind)), BROKEN)
    connection().rollback()
    with services().spaces.writing(hook.workspace_id) as space:
        at = to_instant(services().clock())
        hooks.note_refusal(space, hook.program_id, hook.flow, reason, at=at)
