"""What a draft would say by channels that nobody has set up, told before it is published."""

from collections.abc import Iterator
from dataclasses import dataclass

from app.access import Can
from app.program.checked import CheckedProgram
from app.program.flows import Flow
from app.program.message_template import CHANNELS
from app.runtime.sender_health import served
from app.storage.outbox import INBOX
from app.web.frame import Here
from app.words import Words

SENDS = "send_message"


@dataclass(frozen=True, slots=True, kw_only=True)
class Unsent:
    """An automation whose messages would wait, and for what."""

    flow: Words
    channel: Words
    url: str | None
    """Where the channel is set up, for whom may."""


def unsent(here: Here, checked: CheckedProgram | None) -> tuple[Unsent, ...]:
    """Give each automation that is to work and a channel it speaks by in vain."""
    if checked is None:
        return ()
    there = served(here.space, here.program_id)
    url = here.url("channels.channels") if here.visitor.may(Can.MANAGE_CHANNELS) else None
    return tuple(
        Unsent(flow=each.flow.label, channel=CHANNELS[channel], url=url)
        for each in checked.flows.values()
        if each.flow.enabled
        for channel in dict.fromkeys(_speaks_by(each.flow))
        if channel in CHANNELS and channel not in there
    )


def _speaks_by(flow: Flow) -> Iterator[str]:
    for step in flow.steps:
        if step.kind == SENDS and not step.off:
            yield str(step.options.get("channel") or INBOX)
