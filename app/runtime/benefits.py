"""Which benefits a member has now: those of the tiers in force, and those granted besides."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from app.errors import Conflict, Finding, Invalid, NotFound
from app.program.benefit import Benefit
from app.program.benefits import BENEFIT_KINDS
from app.program.budget import Budget
from app.program.declared import findings_in, values_of
from app.program.fields.base import Reading
from app.program.ladder import Ladder, Tier
from app.runtime.budget_books import Till
from app.runtime.coupon_prices import budgets_in, prices_of_benefits
from app.runtime.releases import Live
from app.storage import audit, grants, held, records
from app.storage.budget_charges import GRANT
from app.storage.coupons import short
from app.storage.grants import Grant
from app.storage.space import Space
from app.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Having:
    """A benefit that a member has, and where it comes from."""

    benefit: Benefit
    options: Mapping[str, Any]
    """What was designed, with what is different here."""
    ladder: Ladder | None = None
    tier: Tier | None = None
    grant: Grant | None = None
    """None where it comes with the tier."""
    outdone: bool = False
    """Whether more of the same kind comes from elsewhere; the highest holds (E-14)."""

    @property
    def values(self) -> Mapping[str, Any]:
        """The options as their fields keep values."""
        kind = BENEFIT_KINDS[self.benefit.kind]
        return values_of(kind.options, self.options)

    def sentence(self, reading: Reading) -> Words:
        """Say how much it is."""
        return BENEFIT_KINDS[self.benefit.kind].sentence(self.values, reading)


def benefits_of(
    space: Space, live: Live, member_ids: Sequence[int], *, now: int
) -> dict[int, tuple[Having, ...]]:
    """Give what each of these members has, by a handful of statements for all of them.

    A tier that is tried or paid for gives its benefits as an earned one does.
    """
    found: dict[int, list[Having]] = defaultdict(list)
    for member_id, standings in held.held(space, live.catalogue.members, member_ids).items():
        for ladder in live.checked.program.ladders:
            tier = standings[ladder.key].tier if ladder.key in standings else None
            found[member_id] += _of_tier(live, ladder, tier)
    program_id = live.catalogue.program_id
    for each in grants.in_force(space, program_id, member_ids, at=now):
        found[each.member_id] += _granted(live, each)
    return {member_id: _best(each) for member_id, each in found.items()}


def _of_tier(live: Live, ladder: Ladder, key: str | None) -> Iterable[Having]:
    tier = next((each for each in ladder.tiers if each.key == key), None)
    for given in () if tier is None else tier.benefits:
        benefit = live.checked.program.find_benefit(given.benefit)
        if benefit is not None:
            options = {**benefit.options, **given.options}
            yield Having(benefit=benefit, options=options, ladder=ladder, tier=tier)


def _granted(live: Live, grant: Grant) -> Iterable[Having]:
    """Give what a grant comes to; nothing, where the live release has the benefit no more."""
    benefit = live.checked.program.find_benefit(grant.benefit)
    if benefit is not None:
        options = {**benefit.options, **grant.options}
        yield Having(benefit=benefit, options=options, grant=grant)


def _best(having: Sequence[Having]) -> tuple[Having, ...]:
    """Mark what is outdone by more of the same kind."""
    most: dict[str, float] = {}
    for each in having:
        strength = BENEFIT_KINDS[each.benefit.kind].strength(each.values)
        if strength is not None:
            most[each.benefit.kind] = max(strength, most.get(each.benefit.kind, strength))
    return tuple(_marked(each, most, list(having[:n])) for n, each in enumerate(having))


def _marked(each: Having, most: Mapping[str, float], before: Sequence[Having]) -> Having:
    kind = BENEFIT_KINDS[each.benefit.kind]
    strength = kind.strength(each.values)
    if strength is None:
        outdone = any(one.benefit.key == each.benefit.key for one in before)
    else:
        same = any(
            one.benefit.kind == kind.key and kind.strength(one.values) == strength for one in before
        )
        outdone = same or strength < most[kind.key]
    return Having(
        benefit=each.benefit,
        options=each.options,
        ladder=each.ladder,
        tier=each.tier,
        grant=each.grant,
        outdone=outdone,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Granting:
    """A benefit that a member is to have; moments are microseconds UTC."""

    member_id: int
    benefit: str
    cause: str
    """What brings it; a member is granted something once under the same cause."""
    reason: str
    options: Mapping[str, Any] = field(default_factory=dict)
    starts_at: int | None = None
    """None is now."""
    ends_at: int | None = None


def grant(
    space: Space,
    live: Live,
    wanted: Sequence[Granting],
    *,
    now: int,
    by: str | None,
    budgets: Sequence[Budget] | None = None,
) -> list[Grant]:
    """Grant benefits to members; give those that are new. Raises `Invalid`.

    What budgets do not let through is left out, and written down; they are the release's own
    where none are given.
    """
    for each in wanted:
        _refuse(live, each, now=now)
    members = sorted({each.member_id for each in wanted})
    records.lock(space, live.catalogue.members, members)
    known = grants.known(space, members, sorted({short(each.cause) for each in wanted}))
    fresh = {
        (each.member_id, short(each.cause)): each
        for each in wanted
        if (each.member_id, short(each.cause)) not in known
    }
    program = live.checked.program
    within = program.budgets if budgets is None else budgets
    named = {each.benefit for each in fresh.values()}
    prices = prices_of_benefits(within, [each for each in program.benefits if each.key in named])
    program_id = live.catalogue.program_id
    till = Till.opened(space, program_id, budgets_in(prices), live.moment(now))
    through = {
        (member_id, cause): each
        for (member_id, cause), each in fresh.items()
        if till.takes(prices[each.benefit], member_id=member_id, cause=cause, what=each.benefit)
    }
    found = [
        _made(each, grant_id, now=now, by=by)
        for each, grant_id in zip(through.values(), space.take_ids(len(through)), strict=True)
    ]
    grants.add(space, program_id, found)
    for made in found:
        till.note(GRANT, made.member_id, made.id, prices[made.benefit])
    till.close()
    if by is not None:
        for each_grant in found:
            _note(space, each_grant, "benefit.granted", now=now, by=by, why=each_grant.reason)
    return found


def _made(wanted: Granting, grant_id: int, *, now: int, by: str | None) -> Grant:
    return Grant(
        member_id=wanted.member_id,
        id=grant_id,
        benefit=wanted.benefit,
        options=dict(wanted.options),
        starts_at=now if wanted.starts_at is None else wanted.starts_at,
        ends_at=wanted.ends_at,
        cause=short(wanted.cause),
        reason=wanted.reason.strip(),
        granted_at=now,
        granted_by=by,
    )


def end(
    space: Space, live: Live, member_id: int, grant_id: int, *, now: int, by: str | None, why: str
) -> Grant:
    """End a grant before its time. Raises `NotFound`, `Invalid` and `Conflict`."""
    program_id = live.catalogue.program_id
    found = grants.find(space, program_id, member_id, grant_id)
    if found is None:
        raise NotFound("没有这项权益。", "There is no such benefit.")
    if not why.strip():
        raise Invalid("请写明原因。", "Say why.")
    if found.ended_at is not None or (found.ends_at is not None and found.ends_at <= now):
        raise Conflict("它已经结束了。", "It is over already.")
    grants.end(space, found, at=now, by=by, why=why.strip())
    _note(space, found, "benefit.ended", now=now, by=by, why=why.strip())
    ended = grants.find(space, program_id, member_id, grant_id)
    assert ended is not None
    return ended


def _refuse(live: Live, asked: Granting, *, now: int) -> None:
    benefit = live.checked.program.find_benefit(asked.benefit)
    findings: list[Finding] = []
    if benefit is None:
        findings.append(
            Finding.of(
                "/benefit",
                f"没有权益“{asked.benefit}”。",
                f"There is no benefit {asked.benefit!r}.",
            )
        )
    else:
        options = BENEFIT_KINDS[benefit.kind].options
        joined = {**benefit.options, **asked.options}
        findings += findings_in(options, joined, "/options")
    if not asked.reason.strip():
        findings.append(Finding.of("/reason", "请写明原因。", "Say why."))
    starts_at = now if asked.starts_at is None else asked.starts_at
    if asked.ends_at is not None and asked.ends_at <= max(starts_at, now):
        findings.append(
            Finding.of(
                "/ends_at", "结束时间要晚于现在和开始时间。", "The end is after now and the start."
            )
        )
    if findings:
        first = findings[0].message
        raise Invalid(first.zh, first.en, tuple(findings))


def _note(space: Space, found: Grant, action: str, *, now: int, by: str | None, why: str) -> None:
    audit.note(
        space,
        at=now,
        actor=by,
        action=action,
        subject=f"member:{found.member_id}",
        detail={"grant": str(found.id), "benefit": found.benefit, "why": why},
    )
