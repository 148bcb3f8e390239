"""What came of a run, in words: what it gave, said and changed, with the step it came of."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from app.program.flow_words import Naming
from app.program.message_template import CHANNELS
from app.program.objects import ENTRY
from app.runtime.releases import Live
from app.storage import budget_charges, outgoing, run_results
from app.storage.flow_runs import RunRow
from app.storage.run_results import Said
from app.storage.space import Space
from app.words import Words

Taken = list[tuple[str, str, int]]
MESSAGE_STATES: Mapping[str, Words] = {
    "ready": Words("待发送", "To be sent"),
    "sending": Words("发送中", "Sending"),
    "retry": Words("待重试", "To be retried"),
    "sent": Words("已发送", "Sent"),
    "dead": Words("发送失败", "Undeliverable"),
    "cancelled": Words("已取消", "Cancelled"),
}
COUPON_STATES: Mapping[str, Words] = {
    "unused": Words("未使用", "Unused"),
    "used": Words("已使用", "Used"),
    "expired": Words("已过期", "Expired"),
    "void": Words("已失效", "Void"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """One thing that came of a run."""

    sort: str
    """coupon, entry, message, change or refusal."""
    step: str | None
    text: Words
    at: int
    state: str | None = None
    """Of a coupon or a message."""
    why: Words | None = None
    """What a message failed of, was held back for or waits for."""
    id: int | None = None


def results(space: Space, live: Live, released: Live, run: RunRow, taken: Taken) -> list[Result]:
    """Give what came of a run, in the order in which it came."""
    naming = Naming(released.checked.program)
    program_id = live.catalogue.program_id
    found = [
        *_coupons(space, program_id, naming, run),
        *_entries(space, live, naming, run),
        *(_message(each) for each in run_results.messages(space, program_id, run)),
        *_changes(space, live, naming, run, taken),
        *_refusals(space, live, naming, run),
    ]
    return sorted(found, key=lambda each: each.at)


def _coupons(space: Space, program_id: int, naming: Naming, run: RunRow) -> Iterator[Result]:
    for each in run_results.coupons(space, program_id, run):
        label = naming.coupon(each.design)
        yield Result(
            sort="coupon",
            step=each.cause.split(":")[2],
            text=Words(f"发了“{label.zh}”", f"Gave {label.en}"),
            at=each.at,
            state=each.state,
            id=each.id,
        )


def _entries(space: Space, live: Live, naming: Naming, run: RunRow) -> Iterator[Result]:
    if ENTRY not in live.catalogue.records:
        return
    for each in run_results.entries(space, live.catalogue.records[ENTRY], run):
        label, amount = naming.currency(each["currency"]), each["amount"]
        zh = f"加了 {amount} {label.zh}" if amount > 0 else f"扣了 {-amount} {label.zh}"
        en = f"Gave {amount} {label.en}" if amount > 0 else f"Took {-amount} {label.en}"
        yield Result(
            sort="entry",
            step=str(each["external_id"]).split(":")[2],
            text=Words(zh, en),
            at=each["occurred_at"],
        )


def _refusals(space: Space, live: Live, naming: Naming, run: RunRow) -> Iterator[Result]:
    """Say what a budget did not let through."""
    under = (f"flow:{run.id}:", f"flow:{run.member_id}.{run.id}:")
    program_id = live.catalogue.program_id
    for each in budget_charges.refused_under(space, program_id, run.member_id, under):
        is_coupon = live.checked.program.find_coupon(each.what) is not None
        what = naming.coupon(each.what) if is_coupon else naming.benefit(each.what)
        found = live.checked.program.find_budget(each.budget)
        budget = Words(each.budget, each.budget) if found is None else found.label
        yield Result(
            sort="refusal",
            step=each.cause.split(":")[2],
            text=Words(
                f"没有发出 {each.many} 份“{what.zh}”：预算“{budget.to('zh')}”已用完",
                f"{each.many} × {what.en} not given: the budget {budget.to('en')} was used up",
            ),
            at=each.at,
        )


def _message(said: Said) -> Result:
    channel = CHANNELS.get(said.channel, Words(said.channel, said.channel))
    title = said.body.get("title")
    told = None if title is None else Words.from_json(title)
    zh = f"{channel.zh}“{told.to('zh')}”" if told else channel.zh
    en = f"{channel.en} “{told.to('en')}”" if told else channel.en
    return Result(
        sort="message",
        step=said.step,
        text=Words(zh, en),
        at=said.at,
        state=said.state,
        why=outgoing.said(said.error) if said.error and said.state != "sent" else None,
        id=said.id,
    )


def _changes(
    space: Space, live: Live, naming: Naming, run: RunRow, taken: Taken
) -> Iterator[Result]:
    members = live.catalogue.members
    at_step = {at: step for step, _, at in taken}
    for each in run_results.changes(space, run, list(at_step)):
        if each.object_id == members.id:
            label = naming.field(each.field)
            yield Result(
                sort="change",
                step=at_step[each.at],
                text=Words(f"改了“{label.zh}”", f"Changed {label.en}"),
                at=each.at,
            )
