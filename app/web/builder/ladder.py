"""The rules of the draft as they are read where no script runs: each tier, and what is found."""

from collections.abc import Iterator, Mapping

from app.builder import drafts
from app.builder.drafts import Examined
from app.errors import Finding
from app.program.ladder import Ladder
from app.runtime.overview import count_members
from app.runtime.releases import live
from app.web.builder.model import LadderPage, LadderRules
from app.web.builder.rules import ladder_rules
from app.web.frame import Here

Counted = Mapping[tuple[str, str], int]
"""Members by ladder and tier."""


def ladder_page(here: Here) -> LadderPage:
    examined = drafts.examine(drafts.get(here.space, here.program_id))
    ladders = tuple(_rules(here, examined))
    shown = {id(each) for ladder in ladders for rung in ladder.rungs for each in rung.findings}
    return LadderPage(
        saved_at=examined.saved_at,
        ladders=ladders,
        other_findings=tuple(each for each in examined.findings if id(each) not in shown),
    )


def _rules(here: Here, examined: Examined) -> Iterator[LadderRules]:
    if examined.checked is None:
        return
    counted = members_counted(here) or {}
    for n, checked in enumerate(examined.checked.ladders.values()):
        before = live_ladder(here, checked.ladder.key)
        by_tier = {
            place: _under(examined.findings, f"/ladders/{n}/tiers/{place}")
            for place in range(len(checked.ladder.tiers))
        }
        yield ladder_rules(examined.checked.program, checked, before, by_tier, counted)


def members_counted(here: Here) -> Counted | None:
    """Count members by ladder and tier; None before the first release."""
    if here.standing.number is None:
        return None
    return count_members(here.space, live(here.space, here.program_id))


def live_ladder(here: Here, key: str) -> Ladder | None:
    ladders = here.standing.live.ladders if here.standing.live else ()
    return next((each for each in ladders if each.key == key), None)


def _under(findings: tuple[Finding, ...], path: str) -> tuple[Finding, ...]:
    return tuple(each for each in findings if f"{each.path}/".startswith(f"{path}/"))
