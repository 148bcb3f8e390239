"""The objects of a programme, with how many records each has and when the last one came."""

from app.program.objects import MEMBER
from app.runtime.listing import Wish, count_up_to
from app.runtime.releases import live
from app.storage import records
from app.web.frame import Here
from app.web.objects.model import ObjectShown, ObjectsPage
from app.web.objects.opened import Opened
from app.web.objects.showing import count_shown, icon_of

MOST_COUNTED = 100_000
"""Beyond this the number is not worth the time that counting takes."""
EVERYTHING = Wish()


def objects_page(here: Here) -> ObjectsPage:
    found = live(here.space, here.program_id)
    shown = [Opened(here=here, live=found, kept=each) for each in found.catalogue.records.values()]
    # Members have a list of their own, which is what people look for first.
    shown.sort(key=lambda each: each.key != MEMBER)
    return ObjectsPage(
        objects=tuple(_object(each) for each in shown),
        design_url=here.url("builder.objects"),
    )


def _object(opened: Opened) -> ObjectShown:
    here = opened.here
    count = count_up_to(
        here.space, opened.live, opened.key, EVERYTHING, most=MOST_COUNTED, now=here.now
    )
    last = records.latest(here.space, opened.kept, None, limit=1)
    return ObjectShown(
        label=opened.designed.label,
        icon=icon_of(opened.key),
        counted=count_shown(opened, count, MOST_COUNTED),
        last=last[0]["created_at"] if last else None,
        url=opened.list_url,
        add_url=opened.new_url if opened.may_add else None,
    )
