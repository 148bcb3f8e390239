"""That this is a restored copy, and sends nothing until somebody says so."""

from collections.abc import Iterator

from app.storage import restorations
from app.web.flows.health_model import Sign
from app.web.frame import Here
from app.words import Words


def held_sign(here: Here) -> Iterator[Sign]:
    """Say since when messages are held, where they are."""
    held = restorations.held(here.space.connection)
    if held is not None:
        taken, at = here.formats.moment(held.taken_at), here.formats.moment(held.at)
        yield Sign(
            key="held",
            label=Words("对外发送", "Sending"),
            good=False,
            value=Words("暂停", "On hold"),
            note=Words(
                f"{at} 从 {taken} 的备份恢复。原来的系统可能已经发过等着的消息："
                "请在服务器上运行 rungs outbox resume。",
                f"Restored {at} from a backup of {taken}. The original may have sent what waits: "
                "run rungs outbox resume on the server.",
            ),
        )
