"""Why a run ended as it did, in both languages."""

import re
from collections.abc import Iterable, Mapping

from app.errors import Finding
from app.storage.flow_runs import CANCELLED, LOOPED, RunRow
from app.storage.outgoing import kept, said
from app.words import Words

REFUSED = "refused\n"
"""How the text of a run begins whose step was refused; the reason follows in both languages."""
NO_MEMBER = "No such member."
UNKNOWN = Words(
    "这一步执行出错，试了 5 次。修正原因后可以重跑。",
    "This step broke, five times. Once the cause is mended it can be run again.",
)
_ENDED: Mapping[str, Words] = {
    "merged": Words(
        "会员已与另一条记录合并，那一边的运行继续。",
        "The member became one with another, whose run goes on.",
    ),
    "deleted": Words("会员已注销。", "The member left."),
    "cancelled": Words("由人取消。", "Somebody cancelled it."),
    NO_MEMBER: Words("会员已不在。", "The member is gone."),
}
_FAILED: tuple[tuple[str, Words], ...] = (
    (
        "The process ended while",
        Words(
            "执行这一步时进程多次中断，为不影响其他会员已停下。",
            "The process ended again and again at this step, so it was stopped.",
        ),
    ),
    (
        "The live release has no ledger",
        Words("现在发布的版本没有积分账本。", "The live release has no ledger."),
    ),
    ("The field", Words("这个字段不能写入，或已被删除。", "This field cannot be set, or is gone.")),
)
_BROKEN = re.compile(r"[A-Za-z_]\w*: ")
"""How the text of an exception begins: by its kind."""


def refusal(*reasons: Words) -> str:
    """Write down why a step could not be done for a member, for `why` to read."""
    zh = "；".join(_on_one_line(each.to("zh")) for each in reasons)
    en = "; ".join(_on_one_line(each.to("en")) for each in reasons)
    return REFUSED + kept(Words(zh, en))


def refusal_of(findings: Iterable[Finding]) -> str:
    return refusal(*(each.message for each in findings))


def _on_one_line(text: str) -> str:
    return " ".join(text.split())


def why(run: RunRow) -> Words | None:
    """Say in plain words why a run ended as it did, or why it is tried again."""
    if run.state == LOOPED:
        chain = (run.error or "").replace(">", " → ")
        return Words(
            f"几个自动化互相触发，为防止无限循环在这里停下：{chain}",
            f"Automations set one another in motion; it was stopped here: {chain}",
        )
    if run.error is None:
        return None
    if run.state == CANCELLED:
        return _ENDED.get(run.error, Words(run.error, run.error))
    return _why_failed(run.error)


def _why_failed(error: str) -> Words:
    if error.startswith(REFUSED):
        return said(error.removeprefix(REFUSED))
    for begins, words in _FAILED:
        if error.startswith(begins):
            return words
    # Refusals from before both languages were kept are in English alone.
    return UNKNOWN if _BROKEN.match(error) else Words(error, error)


def for_engineers(error: str | None) -> str | None:
    """Give what broke a step as it was written; nothing where the reason says it all."""
    return None if error is None or error.startswith(REFUSED) else error


def in_one_language(error: str | None) -> str | None:
    """Give the text of a run to programs that read one text alone: English where there are two."""
    if error is None or not error.startswith(REFUSED):
        return error
    return said(error.removeprefix(REFUSED)).en
