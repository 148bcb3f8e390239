"""Triggers that need a look: calls that were refused, and what can never fire as things stand."""

from collections.abc import Iterator
from dataclasses import dataclass

from app.access import Can
from app.program.checked_flows import CheckedFlow
from app.program.program import Program
from app.program.triggers import TRIGGER_KINDS
from app.runtime.firing import at_work
from app.runtime.hooks import KIND
from app.runtime.releases import Live
from app.runtime.triggers import TRIGGERS
from app.storage import hooks
from app.web.flows.tracing import live_of
from app.web.frame import Here
from app.web.hooks.refusing import SAID
from app.words import Words

DAY = 86_400_000_000
AHEAD = 400
"""Days ahead that a time is looked for: longer than a year, so that yearly days are found."""
SILENT = 30
NO_TIME = Words(
    f"以后 {AHEAD} 天里没有一次：它用的日子都过去了。",
    f"No time in the next {AHEAD} days: the days that it names are over.",
)
NO_ADDRESS = Words(
    "还没有生成 Webhook 地址，没有人能调用它。", "It has no webhook address: nobody can call it."
)
NOBODY_CALLED = Words(
    f"{SILENT} 天以上没有人调用过它。", f"Nobody has called it for over {SILENT} days."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class TriggerSign:
    """What is to be looked at, and where."""

    flow: Words
    url: str | None
    what: Words
    count: int | None = None
    """How often calls were refused; None: a hint."""
    last: int | None = None


def trigger_signs(here: Here) -> tuple[TriggerSign, ...]:
    program = here.standing.live or here.standing.draft
    hints = () if here.standing.number is None else _hints(here, live_of(here))
    return (*_refused(here, program), *hints)


def _refused(here: Here, program: Program | None) -> Iterator[TriggerSign]:
    for each in hooks.refusals(here.space, here.program_id):
        flow = None if program is None else program.find_flow(each.flow)
        is_hook = flow is not None and flow.trigger is not None and flow.trigger.kind == KIND
        yield TriggerSign(
            flow=Words(each.flow, each.flow) if flow is None else flow.label,
            url=_hook_url(here, each.flow) if is_hook else None,
            what=SAID.get(each.reason, Words(each.reason, each.reason)),
            count=each.count,
            last=each.last_at,
        )


def _hook_url(here: Here, key: str) -> str | None:
    may = here.visitor.may(Can.PUBLISH)
    return here.url("hook_pages.hook", hooked=key) if may else None


def _hints(here: Here, found: Live) -> Iterator[TriggerSign]:
    for flow in at_work(found):
        assert flow.flow.trigger is not None
        kind = flow.flow.trigger.kind
        if kind == KIND:
            what = _silent(here, flow)
            url = _hook_url(here, flow.flow.key)
        else:
            what = NO_TIME if _never_comes(here, found, flow) else None
            url = here.url("builder.flow", key=flow.flow.key)
        if what is not None:
            yield TriggerSign(flow=flow.flow.label, url=url, what=what)


def _never_comes(here: Here, found: Live, flow: CheckedFlow) -> bool:
    assert flow.flow.trigger is not None
    kind = TRIGGER_KINDS[flow.flow.trigger.kind]
    if not kind.timed:
        return False
    until = here.now + AHEAD * DAY
    times = TRIGGERS[kind.key].times(flow, here.now, until, found.moment(here.now))
    return next(times, None) is None


def _silent(here: Here, flow: CheckedFlow) -> Words | None:
    key, since = flow.flow.key, here.now - SILENT * DAY
    made = hooks.of_flow(here.space, here.program_id, key)
    if made is None:
        return NO_ADDRESS
    last = next(iter(hooks.latest(here.space, here.program_id, key, limit=1)), None)
    heard = made.created_at if last is None else max(last.at, made.created_at)
    return NOBODY_CALLED if heard < since else None
