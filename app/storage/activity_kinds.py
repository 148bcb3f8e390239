"""The kinds of activity that members have done."""

from sqlalchemy import select

from app.program.objects import ACTIVITY
from app.storage.catalogue import Catalogue
from app.storage.records import own
from app.storage.space import Space


def recorded_kinds(space: Space, catalogue: Catalogue, *, among: int) -> list[str]:
    """Give the kinds among so many records, for people to choose from: not every one there is."""
    activities = catalogue.records[ACTIVITY]
    some = own(space, activities, activities.fields["kind"].label("kind")).limit(among).subquery()
    found = select(some.c.kind).where(some.c.kind.is_not(None)).distinct().order_by(some.c.kind)
    return list(space.execute(found).scalars())
