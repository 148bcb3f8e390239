"""Sample data on their way into a programme: how far they are, and who brings them."""

from app.clock import from_instant
from app.health import LONGEST_SILENCE
from app.storage import samples
from app.storage.heartbeat import WORKER, last_beat
from app.web.frame import Here
from app.web.gallery.model import ComingPage


def coming_page(here: Here) -> ComingPage | None:
    """Show how far it is; None for a programme that never asked for sample data."""
    found = samples.find(here.space, here.program_id)
    if found is None:
        return None
    beat = last_beat(here.space.connection, WORKER)
    now = from_instant(here.now)
    return ComingPage(
        label=here.standing.label,
        done=found.done,
        whole=found.whole,
        finished=found.is_finished,
        worker=beat is not None and now - from_instant(beat) <= LONGEST_SILENCE,
        status_url=here.url("gallery.coming_status"),
        home_url=here.url("records.home"),
    )
