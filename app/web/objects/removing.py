"""Deleting a record, or a member: what follows is said before it is done."""

from collections.abc import Iterator
from typing import Any

from app.errors import Invalid
from app.program.objects import ACTIVITY, ORDER, REFUND
from app.runtime.append_only import append_only
from app.runtime.departing import remove_member
from app.runtime.listing import Wish, count_up_to
from app.runtime.removal import InUse, remove_record
from app.web.objects.model import RemovalPage
from app.web.objects.opened import POSTED, Opened
from app.web.objects.showing import title_of
from app.words import Words

MOST = 100
FIGURES = Words(
    "指标马上更正；等级只会在下一次评估时因此下降。",
    "Metrics are right at once; a tier falls for it at the next evaluation alone.",
)
EARNED = Words(
    "按积分规则由它得到的积分收回；自动化已经发出的奖励和消息不收回。",
    "Points that earning rules gave for it are taken back; what automations gave or sent stays.",
)
KEPT = Words(
    "删除前的样子留在历史里，用来解释当时的等级。",
    "What it was stays in the history, which explains the tiers of then.",
)
OF_MEMBER = (
    Words(
        "姓名、手机号、邮箱、生日等个人信息全部清除，包括历史、表单答案和消息里的，无法恢复。",
        "Name, phone, e-mail, birthday and all personal data go for good, from the history, the"
        " answers to forms and the messages as well.",
    ),
    Words(
        "订单、退款、行为、账目和等级历史保留，不再署名：门店和月份的合计不变。",
        "Orders, refunds, activities, the ledger and past tiers stay without a name: what shops"
        " and months came to is the same.",
    ),
    Words(
        "没用的券作废，进行中的自动化结束，不再收到任何消息。",
        "Unused coupons are void, automations under way end, and no message is sent any more.",
    ),
    Words(
        "手机号和外部编号空出来：同一个人再来是一位新会员。",
        "The phone and the external id are free again: who comes back is a new member.",
    ),
)


def removal_page(opened: Opened, record_id: int, problem: Words | None = None) -> RemovalPage:
    """Show what is deleted and what follows. Raises `NotFound`, and `Invalid` for what stays."""
    if opened.key in POSTED:
        raise Invalid("账目不能删除。", "Ledger entries are not deleted.", tuple(append_only()))
    row = opened.get(record_id)
    return RemovalPage(
        title=title_of(opened, row),
        label=opened.designed.label,
        url=opened.here.url("objects.remove_member", member_id=record_id)
        if opened.is_members
        else opened.url("remove", record_id=record_id),
        back_url=opened.record_url(record_id),
        follows=OF_MEMBER if opened.is_members else tuple(_follows(opened, row)),
        problem=problem,
    )


def _follows(opened: Opened, row: dict[str, Any]) -> Iterator[Words]:
    if opened.key == ORDER:
        yield _with_refunds(opened, row)
    elif opened.key == REFUND:
        yield Words(
            "订单拿回这笔金额，净消费随之增加。",
            "The order has the amount back, and its net spend rises by it.",
        )
    elif opened.key == ACTIVITY and str(row.get("source") or "").startswith(f"{ORDER}:"):
        yield Words(
            "这是一笔订单的购买行为；订单本身保留。",
            "It is the purchase of an order; the order itself stays.",
        )
    if opened.of_member:
        yield FIGURES
        yield EARNED
    yield KEPT


def _with_refunds(opened: Opened, order: dict[str, Any]) -> Words:
    here = opened.here
    wish = Wish(member_id=order["member_id"], holding=(("order", order["id"]),))
    count = count_up_to(here.space, opened.live, REFUND, wish, most=MOST, now=here.now)
    if not count:
        return Words("它的购买行为一起删除。", "The purchase that was written for it goes with it.")
    refunds = "1 refund" if count == 1 else f"{count} refunds"
    return Words(
        f"它的 {count} 笔退款和购买行为一起删除。",
        f"Its {refunds} and the purchase that was written for it go with it.",
    )


def remove(opened: Opened, record_id: int) -> Words | None:
    """Delete a record as the API does; say why not where others refer to it."""
    here = opened.here
    by = here.visitor.user
    try:
        remove_record(
            here.space,
            opened.live,
            opened.key,
            record_id,
            now=here.now,
            cause=f"user:{by.id}",
            by=by.email,
        )
    except InUse as refused:
        return refused.words
    return None


def let_go(opened: Opened, member_id: int) -> None:
    """Delete a member (注销). Raises `NoSuchRecord`."""
    here, by = opened.here, opened.here.visitor.user
    remove_member(
        here.space, opened.live, member_id, now=here.now, cause=f"user:{by.id}", by=by.email
    )
