"""Where a member stood on a day of the past and why: the rules and the records as of then."""

from dataclasses import dataclass

from app.access import Can
from app.clock import from_instant
from app.days import from_day, local_day
from app.errors import AppError, Invalid, NotFound
from app.expression.explain import State
from app.runtime.hindsight import read_moment, release_at, standing_at
from app.runtime.releases import Live, live
from app.runtime.standing import LadderView, TierView
from app.storage import departures, records
from app.web.frame import Here
from app.web.records.conditions import line
from app.web.records.model import Rung, TierShown
from app.web.records.showing import initial_of_member, name_of, tier_shown
from app.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class LadderThen:
    label: Words
    tier: TierShown | None
    since: int | None
    rungs: tuple[Rung, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberThen:
    """What a page about a past moment shows."""

    name: str
    initial: str
    number: str
    member_url: str | None
    """None: the member is not there any more."""
    url: str
    """Where the form asks for another day."""
    day: str
    """The day in the form."""
    today: str
    at: int | None
    release: int | None
    ladders: tuple[LadderThen, ...] = ()
    problem: Words | None = None
    """Why nothing can be told."""


def member_then_page(here: Here, member_id: int, asked: str) -> MemberThen:
    """Explain one moment; a moment about which nothing is known is answered on the same page."""
    found = live(here.space, here.program_id)
    try:
        at = read_moment(asked or here.formats.day_of(here.now), found, now=here.now)
        then = release_at(here.space, here.program_id, at)
        seen = standing_at(here.space, then, member_id, at=at)
    except (Invalid, NotFound) as error:
        return _nothing(here, found, member_id, asked, error)
    name = name_of(seen.fields, personal=here.visitor.may(Can.READ_PERSONAL))
    return MemberThen(
        name=name,
        initial=initial_of_member(name),
        number=str(seen.fields.get("number") or seen.fields.get("external_id") or ""),
        member_url=_member_url(here, member_id),
        url=here.url("records.member_then", member_id=member_id),
        day=_day_of(at, then),
        today=here.formats.day_of(here.now),
        at=at,
        release=then.number,
        ladders=tuple(_ladder(each) for each in seen.ladders),
    )


def _nothing(here: Here, found: Live, member_id: int, asked: str, error: AppError) -> MemberThen:
    day = asked[: len("2026-05-03")]
    there = records.find_rows(here.space, found.catalogue.members, [member_id])
    personal = here.visitor.may(Can.READ_PERSONAL)
    name = name_of(there[member_id], personal=personal) if there else str(member_id)
    return MemberThen(
        name=name,
        initial=initial_of_member(name),
        number="",
        member_url=_member_url(here, member_id),
        url=here.url("records.member_then", member_id=member_id),
        day=day if len(day) == len("2026-05-03") else "",
        today=here.formats.day_of(here.now),
        at=None,
        release=None,
        problem=error.words,
    )


def _member_url(here: Here, member_id: int) -> str | None:
    gone = departures.find(here.space, here.program_id, [member_id]).get(member_id)
    if gone is not None and gone.into_id is None:
        return None
    return here.url("records.member", member_id=member_id)


def _day_of(at: int, then: Live) -> str:
    zone = then.checked.program.settings.calendar.zone
    return from_day(local_day(at, zone)).isoformat()


def moment_in_address(at: int) -> str:
    """Write a moment so that nothing of it is lost."""
    return from_instant(at).isoformat().replace("+00:00", "Z")


def _ladder(view: LadderView) -> LadderThen:
    return LadderThen(
        label=view.ladder.label,
        tier=tier_shown(view.ladder, view.tier.key) if view.tier else None,
        since=view.since,
        rungs=tuple(_rung(view, each) for each in reversed(view.tiers)),
    )


def _rung(view: LadderView, tier: TierView) -> Rung:
    shown = tier_shown(view.ladder, tier.tier.key)
    assert shown is not None
    explained = tier.explained
    state = explained.state if explained else State.MET
    upcoming = tier is view.next
    return Rung(
        tier=shown,
        state=state.value,
        note=_note(tier, state),
        condition=line(explained) if explained else None,
        current=tier.held,
        next=upcoming,
        open=upcoming or tier.held,
    )


def _note(tier: TierView, state: State) -> Words:
    if state is State.MET:
        return Words("当时条件已满足", "The condition was met then")
    if tier.held:
        return Words("当时不满足，还没有重新评定", "Not met then, and not yet looked at again")
    if tier.reached:
        return Words(
            "当时不满足，更高的等级不要求它", "Not met; the higher tier asked other things"
        )
    return Words("当时不满足", "Not met then")
