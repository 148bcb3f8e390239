"""What a search finds of a programme's design: fields, tiers, forms, benefits, flows and more."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Protocol

from app.access import Can
from app.builder import drafts
from app.errors import NotFound
from app.program.codec import load
from app.program.program import Program
from app.program.reader import Unreadable
from app.web.frame import Here
from app.web.language import t
from app.words import Words

MOST = 12
FIELD = Words("字段", "Field")
OBJECT = Words("对象", "Object")
TIER = Words("等级", "Tier")
LADDER = Words("等级体系", "Ladder")
FORM = Words("表单", "Form")
BENEFIT = Words("权益", "Benefit")
COUPON = Words("优惠券", "Coupon")
SEGMENT = Words("人群", "Segment")
PARAMETER = Words("参数", "Parameter")
FLOW = Words("自动化", "Automation")


@dataclass(frozen=True, slots=True, kw_only=True)
class Thing:
    """Something that was designed, and the page where it is."""

    sort: Words
    label: Words
    key: str
    endpoint: str
    place: str = ""
    """A JSON Pointer that the page opens at."""
    within: Words | None = None


def found_things(here: Here, wanted: str) -> list[dict[str, str]]:
    """Find what was designed by its name in either language or by its key."""
    program = _draft(here) if here.visitor.may(Can.READ_PROGRAM) else None
    if program is None or not wanted:
        return []
    found = (each for each in things(program) if _fits(each, wanted))
    return [_shown(here, each) for each in islice(found, MOST)]


def things(program: Program) -> Iterator[Thing]:
    yield from _tiers(program)
    yield from _fields(program)
    yield from _named(program)


def _draft(here: Here) -> Program | None:
    """Give what is being designed; of a draft that cannot be read, what is live."""
    try:
        return load(drafts.get(here.space, here.program_id).content)
    except (NotFound, Unreadable):
        return here.standing.live


def _tiers(program: Program) -> Iterator[Thing]:
    for n, ladder in enumerate(program.ladders):
        place = f"/ladders/{n}"
        yield Thing(
            sort=LADDER, label=ladder.label, key=ladder.key, endpoint="builder.ladder", place=place
        )
        for m, tier in enumerate(ladder.tiers):
            yield Thing(
                sort=TIER,
                label=tier.label,
                key=tier.key,
                endpoint="builder.ladder",
                place=f"{place}/tiers/{m}",
                within=ladder.label,
            )


def _fields(program: Program) -> Iterator[Thing]:
    page = "builder.objects"
    written = {each.key: n for n, each in enumerate(program.designed)}
    for each in program.objects:
        n = written.get(each.key)
        place = "" if n is None else f"/objects/{n}"
        yield Thing(sort=OBJECT, label=each.label, key=each.key, endpoint=page, place=place)
        places = {field.key: at for at, field in program.written_fields(each.key)}
        for field in each.fields:
            yield Thing(
                sort=FIELD,
                label=field.label,
                key=field.key,
                endpoint=page,
                place=places.get(field.key, place),
                within=each.label,
            )


class Named(Protocol):
    """Whatever has a name and a key."""

    @property
    def key(self) -> str: ...

    @property
    def label(self) -> Words: ...


def _named(program: Program) -> Iterator[Thing]:
    benefits = "benefits.benefits"
    yield from _each(FORM, program.forms, "builder.design_forms", "/forms/{n}")
    yield from _each(BENEFIT, program.benefits, benefits)
    yield from _each(COUPON, program.coupons, benefits)
    yield from _each(SEGMENT, program.segments, "records.segments")
    yield from _each(PARAMETER, program.parameters, "builder.parameters")
    yield from _each(FLOW, program.flows, "builder.document", "/flows/{n}")


def _each(sort: Words, named: Iterable[Named], endpoint: str, place: str = "") -> Iterator[Thing]:
    for n, each in enumerate(named):
        at = place.format(n=n)
        yield Thing(sort=sort, label=each.label, key=each.key, endpoint=endpoint, place=at)


def _fits(thing: Thing, wanted: str) -> bool:
    return any(wanted in each.casefold() for each in (*thing.label, thing.key))


def _shown(here: Here, thing: Thing) -> dict[str, str]:
    address = here.url(thing.endpoint)
    detail = [t(thing.sort), t(thing.within) if thing.within else ""]
    return {
        "label": t(thing.label),
        "detail": " · ".join(each for each in detail if each),
        "url": f"{address}#{thing.place}" if thing.place else address,
    }
