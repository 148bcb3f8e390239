"""Triggers fire in the transaction of the change: members go in as sets, each cause once."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Select, literal, select

from app.days import (
    Moment,
    from_day,
    start_of_day,
    start_of_month,
    start_of_quarter,
    start_of_year,
)
from app.program.benefit import Every
from app.program.checked_flows import CheckedFlow
from app.program.flows import Enrol, Flow, Reentry
from app.program.objects import ACTIVITY, ORDER
from app.program.triggers import TRIGGER_KINDS
from app.runtime.happenings import Happened, Submitted, Ticket
from app.runtime.releases import Live
from app.runtime.triggers import TRIGGERS
from app.runtime.triggers.base import Entering
from app.storage import audit, cascades, flow_memory, flow_runs, occurrences
from app.storage.flow_runs import CHAINED, Entry
from app.storage.occurrences import FlowState
from app.storage.space import Space
from app.storage.types import TEXT
from app.words import Words

DEEPEST = 8
"""Automations that may set one another in motion, one after the other."""
MOST_CHAINED = 100
"""Runs that others led to, of one member within an hour; beyond, the flow is paused."""
AN_HOUR = 3_600_000_000
GUARD = "guard"
"""Who paused a flow that went on and on."""
ACTIVITY_OF, ORDERED, ROSE, COUPON_USED = "activity:", "order", "rise", "coupon_used"
"""What waits for an event are told by."""


def fire(happened: Happened) -> int:
    """Let in whom triggers name, and end waits for what happened; give how many went in."""
    if not happened:
        return 0
    entered = 0
    for flow in at_work(happened.live):
        # What is true already is found by a look at everybody.
        if flow.flow.enrol is Enrol.CURRENT:
            continue
        assert flow.flow.trigger is not None
        for entering in TRIGGERS[flow.flow.trigger.kind].entering(flow, happened):
            entered += _enter(flow, entering, happened)
    _wake(happened)
    return entered


def _enter(flow: CheckedFlow, entering: Entering, happened: Happened) -> int:
    space, live, moment, chain = happened.space, happened.live, happened.moment, happened.chain
    if not happened.once:
        return let_in(space, live, flow, entering, moment, chain)
    place = (space, live.catalogue.program_id, flow.flow.key)
    found = flow_memory.first_of_each(*place, entering.found, happened.once)
    entered = let_in(space, live, flow, replace(entering, found=found), moment, chain)
    flow_memory.note_seen(*place, flow_memory.under(found, happened.once), entering.values)
    return entered


def minds_tiers(space: Space, live: Live) -> bool:
    """Say whether anything follows when tiers change."""
    kinds = {each.flow.trigger.kind for each in at_work(live) if each.flow.trigger}
    return "tier_changed" in kinds or _anybody_waits(space, live)


def _anybody_waits(space: Space, live: Live) -> bool:
    return live.ever_had_flows and flow_runs.anybody_waits(space, live.catalogue.program_id)


def at_work(live: Live) -> Iterator[CheckedFlow]:
    """Give the flows of a release that members may enter."""
    for each in live.checked.flows.values():
        flow = each.flow
        if flow.enabled and each.usable and flow.trigger and flow.find_step(flow.start):
            yield each


def let_in(
    space: Space, live: Live, flow: CheckedFlow, entering: Entering, moment: Moment, chain: str
) -> int:
    """Put members into a flow, as often as it lets one in."""
    found = once(space, live, flow.flow, entering, moment)
    entry = entry_of(live, flow, entering, chain)
    program_id = live.catalogue.program_id
    entered = flow_runs.enrol(space, program_id, entry, found, entering.values, now=moment.now)
    if chain and entered:
        _stop_cascade(space, program_id, flow.flow, entering, chain, now=moment.now)
    return entered


def entry_of(live: Live, flow: CheckedFlow, entering: Entering, chain: str) -> Entry:
    """Say how members go into a flow."""
    return Entry(
        flow=flow.flow.key,
        release_id=live.catalogue.release_id,
        step=str(flow.flow.start),
        chain=chain,
        object=entering.object,
        looped=loop_in(flow.flow, chain),
    )


def _stop_cascade(
    space: Space, program_id: int, flow: Flow, entering: Entering, chain: str, *, now: int
) -> None:
    """Pause a flow that others set off for the same member again and again; say which they were."""
    busiest = cascades.busiest(
        space, program_id, entering.found, entering.values, since=now - AN_HOUR
    )
    if busiest <= MOST_CHAINED:
        return
    held = occurrences.states(space, program_id).get(flow.key) or FlowState(
        flow=flow.key, since=None
    )
    if held.paused_at is not None:
        return
    why = Words(
        f"连锁触发：同一位会员一小时内超过 {MOST_CHAINED} 次，经过 {chained(chain, flow.key)}",
        f"A cascade: over {MOST_CHAINED} runs of one member in an hour, by way of"
        f" {chained(chain, flow.key)}",
    )
    said = f"{why.zh} · {why.en}"
    state = replace(held, paused_at=now, paused_by=GUARD, paused_why=said)
    occurrences.set_state(space, program_id, state)
    audit.note(
        space,
        at=now,
        actor=None,
        action="flow.paused",
        subject=f"flow:{flow.key}",
        detail={"why": said},
    )


def once(space: Space, live: Live, flow: Flow, entering: Entering, moment: Moment) -> Select[Any]:
    """Leave out those who have been in as often as the flow lets one in."""
    assert flow.trigger is not None
    lasts = TRIGGER_KINDS[flow.trigger.kind].lasts and entering.natural
    cause = cause_of(flow, moment, natural=entering.natural)
    by_period = flow.reentry is Reentry.EACH_PERIOD and entering.natural
    if cause is None and not lasts and not by_period:
        return entering.found
    who, program_id = entering.found.subquery(), live.catalogue.program_id
    named = who.c.cause if cause is None else literal(cause, TEXT)
    found = select(who.c.member_id, who.c.id, who.c.record_id, named.label("cause"))
    if lasts:
        found = found.where(flow_memory.unseen(space, program_id, flow.key, who))
    if by_period:
        since = start_of_day(_period_start(flow.period, moment), moment.calendar.zone)
        found = found.where(flow_memory.not_entered(space, program_id, flow.key, who, since=since))
    return found


def loop_in(flow: Flow, chain: str) -> str | None:
    """Name the chain where automations have come round to one that is in it, or went too deep."""
    before = chain.split(CHAINED) if chain else []
    if flow.key in before or len(before) >= DEEPEST:
        return CHAINED.join([*before, flow.key])
    return None


def chained(chain: str, flow: str) -> str:
    return f"{chain}{CHAINED}{flow}" if chain else flow


def cause_of(flow: Flow, moment: Moment, *, natural: bool) -> str | None:
    """Give what a member may go in for once; None leaves it to the trigger."""
    match flow.reentry:
        case Reentry.ONCE:
            return "once"
        case Reentry.EACH_PERIOD if not natural:
            return f"period:{from_day(_period_start(flow.period, moment)).isoformat()}"
        case _:
            return None


def _period_start(every: Every, moment: Moment) -> int:
    today = moment.today
    match every:
        case Every.DAY:
            return today
        case Every.WEEK:
            return moment.calendar.start_of_week(today)
        case Every.MONTH:
            return start_of_month(today)
        case Every.QUARTER:
            return start_of_quarter(today)
        case Every.YEAR:
            return start_of_year(today)


def _wake(happened: Happened) -> None:
    names: dict[str, set[int]] = defaultdict(set)
    for each in happened.kept:
        if each.before is None and each.object == ORDER:
            names[ORDERED].add(each.member_id)
        elif each.before is None and each.object == ACTIVITY:
            names[f"{ACTIVITY_OF}{each.after.get('kind')}"].add(each.member_id)
    for turned in happened.turned:
        ladder = happened.live.checked.program.ladder(turned.ladder)
        if ladder.position(turned.new) > ladder.position(turned.old):
            names[ROSE].add(turned.member_id)
    for ticket in happened.used:
        names[COUPON_USED].add(ticket.member_id)
        names[used_of(ticket.design)].add(ticket.member_id)
    wake(happened.space, happened.live, names, happened.moment)


def used_of(design: str) -> str:
    """Name the use of a coupon of one design, which somebody may wait for."""
    return f"{COUPON_USED}:{design}"


def wake(space: Space, live: Live, names: Mapping[str, set[int]], moment: Moment) -> None:
    """End the waits of members for events of these names."""
    program_id = live.catalogue.program_id
    if names and _anybody_waits(space, live):
        for name, members in sorted(names.items()):
            flow_runs.wake(space, program_id, name, sorted(members), now=moment.now)


def submitted(space: Space, live: Live, sent: Sequence[Submitted], *, now: int) -> None:
    """Fire for forms that were submitted."""
    fire(Happened(space=space, live=live, moment=live.moment(now), submitted=sent))


def used(space: Space, live: Live, tickets: Sequence[Ticket], *, now: int) -> None:
    """Fire for coupons that were used."""
    fire(Happened(space=space, live=live, moment=live.moment(now), used=tickets))


def expired(space: Space, live: Live, tickets: Sequence[Ticket], *, now: int) -> None:
    """Fire for coupons that expired."""
    fire(Happened(space=space, live=live, moment=live.moment(now), expired=tickets))
