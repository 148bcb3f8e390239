"""How conditions of automations find a member's values in the tables."""

from app.days import Moment
from app.runtime.releases import Live
from app.runtime.source import TableSource


def source_of(live: Live, moment: Moment, *, materialised: bool = True) -> TableSource:
    """Give the members of a release; one that is not live any more computes its metrics."""
    ladders = live.checked.program.ladders
    members = live.catalogue.members
    return TableSource(
        catalogue=live.catalogue,
        records=members,
        table=members.readable,
        moment=moment,
        ladder=ladders[0].key if ladders else "",
        materialised=materialised,
    )
