"""What came in quietly lets nobody in later: what is true of its members now counts as seen."""

from app.program.triggers import TRIGGER_KINDS
from app.runtime.firing import at_work
from app.runtime.happenings import Happened
from app.runtime.triggers import TRIGGERS
from app.runtime.triggers.base import has_begun, of_members


def note(happened: Happened) -> None:
    """Have the silences, segments and small gaps of these members be known to automations.

    Otherwise the next look at everybody would find them, and let in whom the import kept out.
    Before an automation has looked at everybody once, these are like all others it finds.
    """
    if not happened.members:
        return
    for flow in at_work(happened.live):
        assert flow.flow.trigger is not None
        work = TRIGGERS[flow.flow.trigger.kind]
        if TRIGGER_KINDS[work.key].lasts and has_begun(happened, flow, work.sort(flow)):
            work.begin(flow, of_members(happened, happened.members))
