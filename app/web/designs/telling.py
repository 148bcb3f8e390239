"""What members read of a coupon or a benefit, while it is being written."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from app.builder.offers import Offer
from app.days import from_day, local_day
from app.program.benefit_codec import read_benefit
from app.program.benefit_words import joined, terms, validity, worth
from app.program.coupon import CouponDesign
from app.program.coupon_codec import read_coupon, read_validity
from app.program.declared import values_of
from app.program.fields.base import Reading
from app.program.program import Program
from app.program.reader import Reader
from app.web.designs.declared import Kind
from app.web.designs.model import Told
from app.web.frame import Here
from app.words import Words

NOTHING = Words("", "")


def told_of(
    here: Here, program: Program, offer: Offer, kind: Kind, document: Mapping[str, Any]
) -> Told:
    """Read one aloud, right or wrong; what is not said yet is left out."""
    whole = {"key": "new", **document}
    if offer is Offer.COUPON:
        found = _coupon(here, program, kind, read_coupon(Reader(), whole, ""))
        # While one still types how long it holds, it is not said to hold for ever.
        unsaid = _is_unsaid(document.get("valid"))
        return replace(found, terms=NOTHING, example=NOTHING) if unsaid else found
    benefit = read_benefit(Reader(), whole, "")
    values = values_of(kind.options, benefit.options)
    said = _is_said(kind, benefit.options)
    reading = Reading(currency=program.settings.currency)
    return Told(
        title=_named(benefit.label, kind),
        worth=kind.sentence(values, reading) if said else NOTHING,
        terms=NOTHING,
        more=benefit.help or NOTHING,
        example=NOTHING,
    )


def _is_unsaid(valid: Any) -> bool:
    reader = Reader()
    read_validity(reader, valid, "")
    return bool(reader.findings) or valid == {}


def _is_said(kind: Kind, options: Mapping[str, Any]) -> bool:
    values = values_of(kind.options, options)
    return all(values[each.key] is not None for each in kind.options if each.required)


def _named(label: Words, kind: Kind) -> Words:
    """Call it by its name; `new` is what the codec says of one without."""
    return kind.label if label in {Words("new", "new"), NOTHING} else label


def _coupon(here: Here, program: Program, kind: Kind, design: CouponDesign) -> Told:
    said = _is_said(kind, design.options)
    return Told(
        title=_named(design.label, kind),
        worth=worth(program, design) if said else NOTHING,
        terms=coupon_terms(program, design),
        more=design.help or NOTHING,
        example=_example(here, design),
    )


def coupon_terms(program: Program, design: CouponDesign) -> Words:
    """Say where and how long a coupon holds, without what it is worth."""
    if not (design.goods or design.stores or validity(design.valid).zh):
        return Words("一直有效", "always valid")
    return terms(program, replace(design, kind="", minimum=0))


def limits_words(design: CouponDesign) -> Words:
    """Say how many one member gets, and whether it may be given away."""
    parts = []
    if design.most_each is not None:
        many = design.most_each
        parts.append(Words(f"每人最多 {many} 张", f"at most {many} each"))
    if design.transferable:
        parts.append(Words("可转赠", "may be given away"))
    return joined(parts)


def _example(here: Here, design: CouponDesign) -> Words:
    """Say from when until when one could be used that is issued today."""
    today = local_day(here.now, here.formats.zone)
    ends = design.valid.expires_on(today, here.standing.settings.calendar)
    begins = design.valid.starts_on(today)
    if ends is not None and ends <= today:
        return Words("日期已经过了，不会再发。", "Its days are over: none is issued any more.")
    if ends is None and begins is None:
        return Words("今天发的，一直能用。", "One issued today can be used for ever.")
    first = "" if begins is None else from_day(begins).isoformat()
    last = "" if ends is None else from_day(ends - 1).isoformat()
    if not last:
        return Words(f"今天发的，{first} 起能用。", f"One issued today can be used from {first}.")
    if not first:
        return Words(f"今天发的，用到 {last}。", f"One issued today can be used until {last}.")
    return Words(
        f"今天发的，{first} 起能用，到 {last}。",
        f"One issued today can be used from {first} until {last}.",
    )
