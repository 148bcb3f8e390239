"""The form of a coupon or a benefit: what its kind asks for, what it says, what is wrong."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from app.builder import drafts
from app.builder.earning import program_of
from app.builder.offer_uses import uses_of
from app.builder.offers import Offer
from app.builder.parts import find, print_of
from app.errors import Finding, Severity
from app.program.benefits import BenefitKind
from app.program.checked import check_program
from app.program.field import Field
from app.program.program import Program
from app.web.designs import forms
from app.web.designs.declared import OPTIONS, VALIDITY, WAY, WAYS, Kind, names_of, parts_of
from app.web.designs.forms import Errors, Typed, placed
from app.web.designs.listing import (
    EMPTY,
    LABELS,
    below,
    findings_of,
    tiers_having,
    urls_of,
    used,
)
from app.web.designs.model import Difference, FormPage, Meanwhile, PartShown, WayShown
from app.web.designs.telling import told_of
from app.web.frame import Here
from app.web.records.inputs import Input, input_of
from app.words import Words

LEFT_OPEN = Words("可以空着，由各级写明。", "May be blank: each tier says it then.")
CURRENCY = OPTIONS + "currency"
"""The option by which kinds name a currency."""


def form_page(
    here: Here,
    offer: Offer,
    kind: Kind,
    key: str | None,
    typed: Typed,
    *,
    errors: Errors | None = None,
    problem: Words | None = None,
    meanwhile: Meanwhile | None = None,
) -> FormPage:
    """Show one being written, as it is typed or as the draft has it; `key` is None of a new one."""
    content = drafts.get(here.space, here.program_id).content
    program = program_of(content) or EMPTY
    there = None if key is None else find(content, offer.value, key)
    about = _about(program, offer, key)
    blocking = placed([each for each in about if each.severity is Severity.ERROR])
    inputs = _Inputs(program, kind, typed, {**blocking, **(errors or {})})
    document = forms.read(offer, kind, typed, there)
    known = {each.key for each in names_of(offer, kind)} | {WAY}
    named = LABELS[offer]
    return FormPage(
        title=Words(f"新建{named.zh}", f"New {named.en.lower()}")
        if there is None
        else Words.from_json(there.get("label") or str(key)),
        kind=kind.label,
        kind_key=kind.key,
        is_coupon=offer is Offer.COUPON,
        url=here.url("designs.add", offer=offer.value, kind=kind.key)
        if key is None
        else here.url("designs.save", offer=offer.value, design=key),
        told_url=here.url("designs.told", offer=offer.value, kind=kind.key),
        back_url=here.url("designs.designs", _anchor=offer.value),
        parts=tuple(inputs.parts(offer)),
        ways=tuple(inputs.ways()) if offer is Offer.COUPON else (),
        way_error=inputs.errors.get(WAY),
        wrong=len(errors or {}),
        problem=problem,
        findings=tuple(each for each in about if not any(name in known for name in placed([each]))),
        notes=placed([each for each in about if each.severity is not Severity.ERROR]),
        told=told_of(here, program, offer, kind, document),
        seen=print_of(there) if "seen" not in typed or meanwhile else typed["seen"],
        meanwhile=meanwhile,
        uses=() if key is None else used(here, program, uses_of(program, offer, key)),
        tiers=tuple(tiers_having(program, key)) if key and offer is Offer.BENEFIT else (),
        urls=None if there is None or key is None else urls_of(here, offer, key),
    )


def _about(program: Program, offer: Offer, key: str | None) -> tuple[Finding, ...]:
    """Give what the checks say about one of the draft, at paths within it."""
    listed = program.coupons if offer is Offer.COUPON else program.benefits
    keys = [each.key for each in listed]
    if key not in keys:
        return ()
    place = f"/{offer.value}/{keys.index(key)}"
    found = below(findings_of(check_program(program)), place)
    return tuple(replace(each, path=each.path.removeprefix(place)) for each in found)


class _Inputs:
    """The inputs of a form, drawn from fields as those of records are."""

    def __init__(self, program: Program, kind: Kind, typed: Typed, errors: Errors) -> None:
        self.program, self.kind = program, kind
        self.typed, self.errors = typed, errors

    def parts(self, offer: Offer) -> Iterator[PartShown]:
        for each in parts_of(offer, self.kind):
            yield PartShown(
                key=each.key,
                title=each.title,
                about=each.about,
                inputs=tuple(self.input(field) for field in each.fields),
            )

    def ways(self) -> Iterator[WayShown]:
        chosen = self.typed.get(WAY, "always")
        for value, label in WAYS:
            yield WayShown(
                value=value,
                label=label,
                chosen=value == chosen,
                inputs=tuple(self.input(each) for each in VALIDITY.get(value, ())),
            )

    def input(self, field: Field) -> Input:
        value, error = self.typed.get(field.key, ""), self.errors.get(field.key)
        found = drawn(self.program, self.kind, field, value, error=error)
        if isinstance(self.kind, BenefitKind) and field.required:
            # What is usual may be left to each tier to say.
            return replace(found, required=False, blank=True, help=field.help or LEFT_OPEN)
        return found


def drawn(
    program: Program,
    kind: Kind,
    field: Field,
    value: str,
    *,
    error: Words | None = None,
    placeholder: str = "",
) -> Input:
    """Draw one field; an option that names a coupon or a currency offers those there are."""
    unit = str(field.options.get("unit") or "")
    found = replace(
        input_of(field, value, error=error),
        blank=not field.required or bool(placeholder),
        unit=Words(unit, unit) if unit else None,
        placeholder=placeholder,
    )
    offered = _offered(program, kind, field.key)
    if offered is None:
        return found
    choices = {each.key: each.label for each in offered}
    if value and value not in choices:
        choices[value] = Words(f"{value}（没有了）", f"{value} (is gone)")
    return replace(found, choices=tuple(choices.items()))


def _offered(program: Program, kind: Kind, name: str) -> Any:
    """Give the things of the programme that an option names; None where it names none."""
    coupon = getattr(kind, "coupon_option", None)
    if coupon is not None and name == OPTIONS + coupon:
        return program.coupons
    return program.currencies if name == CURRENCY else None


def meanwhile_of(here: Here, offer: Offer, kind: Kind, key: str, typed: Typed) -> Meanwhile:
    """Say what somebody else did to the same thing while this was being typed."""
    draft = drafts.get(here.space, here.program_id)
    theirs = find(draft.content, offer.value, key)
    return Meanwhile(
        by=draft.saved_by or "",
        gone=theirs is None,
        differences=() if theirs is None else tuple(_differences(here, offer, kind, theirs, typed)),
        url=here.url("designs.designs")
        if theirs is None
        else here.url("designs.edit", offer=offer.value, design=key),
    )


def _differences(
    here: Here, offer: Offer, kind: Kind, theirs: Mapping[str, Any], typed: Typed
) -> Iterator[Difference]:
    filled = forms.fill(offer, kind, theirs, here.formats)
    program = program_of(drafts.get(here.space, here.program_id).content) or EMPTY
    ways = dict(WAYS)
    if (way := filled.get(WAY)) != typed.get(WAY):
        label = Words("有效期", "How long it holds")
        yield Difference(
            label=label,
            theirs=_way(here, ways, way),
            yours=_way(here, ways, typed.get(WAY)),
        )
    for field in names_of(offer, kind):
        before, now = filled.get(field.key, ""), typed.get(field.key, "").strip()
        if before != now:
            names = dict(drawn(program, kind, field, now).choices)
            yield Difference(
                label=field.label,
                theirs=_said(here, names, before),
                yours=_said(here, names, now),
            )


def _way(here: Here, ways: Mapping[str, Words], value: str | None) -> str:
    return ways.get(value or "always", Words("", "")).to(here.formats.language)


def _said(here: Here, names: Mapping[str, Words], value: str) -> str:
    return names[value].to(here.formats.language) if value in names else value
