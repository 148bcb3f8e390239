"""Which tier has which benefit, and how much of it: one form for all tiers of a ladder."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from app.builder import drafts
from app.builder.checks import CHECKS
from app.builder.designs import given_by, tiers_of
from app.builder.earning import program_of
from app.builder.offers import Offer
from app.builder.parts import print_of
from app.errors import Finding, NotFound
from app.program.benefit import TierBenefit
from app.program.benefit_words import benefit_value
from app.program.benefits.base import CATEGORIES, BenefitKind
from app.program.checked import check_program
from app.program.declared import findings_in
from app.program.ladder import Ladder, Tier
from app.program.program import Program
from app.web.designs.declared import Kind, asked_by, find_kind
from app.web.designs.form_page import drawn
from app.web.designs.forms import Typed, option_of, shown
from app.web.designs.tier_model import Cell, Group, MatrixPage, Row
from app.web.frame import Here
from app.web.records.inputs import Input
from app.web.records.showing import tier_shown
from app.words import Words

NOTHING = Words("", "")
GONE = Words("方案里没有了", "Not in the programme any more")
Given = dict[str, list[Any]]
"""What each tier gives as the document has it."""


def ladder_of(program: Program, key: str) -> tuple[int, Ladder]:
    """Find a ladder and its place. Raises `NotFound`."""
    for n, each in enumerate(program.ladders):
        if each.key == key:
            return n, each
    raise NotFound(f"草稿里没有等级体系“{key}”。", f"The draft has no ladder {key!r}.")


def readable(here: Here) -> tuple[Any, Program]:
    """Give the draft as it is written and as it is read. Raises `NotFound`."""
    content = drafts.get(here.space, here.program_id).content
    program = program_of(content)
    if program is None:
        raise NotFound("草稿读不懂，请先修好它。", "The draft cannot be read; mend it first.")
    return content, program


def filled(here: Here, ladder: str) -> dict[str, str]:
    """Give what fills the form: what is ticked, and what is different on each tier."""
    content, program = readable(here)
    values: dict[str, str] = {}
    for tier in tiers_of(content, ladder):
        for given in tier.get("benefits") or []:
            key, own = _parts(given)
            name = f"{tier['key']}.{key}"
            values[f"has.{name}"] = "y"
            benefit = program.find_benefit(key)
            kind = None if benefit is None else find_kind(Offer.BENEFIT, benefit.kind)
            for each in () if kind is None else kind.options:
                values[f"own.{name}.{each.key}"] = shown(own.get(each.key), each, here.formats)
    return values


def _parts(given: Any) -> tuple[str, Mapping[str, Any]]:
    if isinstance(given, str):
        return given, {}
    own = given.get("options") or {}
    return str(given.get("benefit", "")), own if isinstance(own, Mapping) else {}


def read(program: Program, ladder: Ladder, typed: Typed) -> tuple[Given, dict[str, Words]]:
    """Write what was ticked and typed as tiers have it, with what is wrong by input."""
    given: Given = {}
    errors: dict[str, Words] = {}
    for tier in ladder.tiers:
        given[tier.key] = []
        for key in _in_order(program, tier):
            name = f"{tier.key}.{key}"
            if not typed.get(f"has.{name}"):
                continue
            own, wrong = _own(program, key, name, typed)
            errors |= wrong
            given[tier.key].append({"benefit": key, "options": own} if own else key)
    return given, errors


def _in_order(program: Program, tier: Tier) -> list[str]:
    """Give the benefits a tier has in its own order, then all others."""
    there = [each.benefit for each in tier.benefits]
    return [*there, *(each.key for each in program.benefits if each.key not in there)]


def _own(
    program: Program, key: str, name: str, typed: Typed
) -> tuple[dict[str, Any], dict[str, Words]]:
    benefit = program.find_benefit(key)
    kind = None if benefit is None else find_kind(Offer.BENEFIT, benefit.kind)
    if benefit is None or kind is None:
        return {}, {}
    own: dict[str, Any] = {}
    for each in kind.options:
        field = replace(each, key=f"own.{name}.{each.key}")
        if (value := option_of(typed, field)) is not None:
            own[each.key] = value
    found = findings_in(kind.options, own, "", part=True)
    errors = {f"own.{name}.{each.path.strip('/')}": each.message for each in found}
    for each in kind.options:
        if each.required and {**benefit.options, **own}.get(each.key) is None:
            errors[f"own.{name}.{each.key}"] = Words(
                "通常的没写，这里要写。", "Nothing usual is said: say it here."
            )
    return own, errors


def matrix_page(
    here: Here,
    key: str,
    typed: Typed | None = None,
    *,
    errors: Mapping[str, Words] | None = None,
    problem: Words | None = None,
    moved: bool = False,
) -> MatrixPage:
    """Show what all tiers give, as the draft has it or as it is typed. Raises `NotFound`."""
    content, program = readable(here)
    n, ladder = ladder_of(program, key)
    kept = filled(here, key)
    drawing = _Drawing(
        here=here,
        program=program,
        ladder=ladder,
        typed=kept if typed is None else typed,
        kept=kept if moved else None,
        errors=errors or {},
        findings=_findings(program, n, ladder) if typed is None else {},
    )
    shown_tiers = [(tier_shown(ladder, each.key), each.key) for each in ladder.tiers]
    keys = [each.key for each in ladder.tiers]
    seen = print_of(given_by(content, key, ["benefits"], keys))
    return MatrixPage(
        title=Words("各级有哪些权益", "Which tier has which benefit"),
        ladder=ladder.label,
        url=here.url("designs.save_tiers", ladder=key),
        back_url=here.url("designs.designs", _anchor="tiers"),
        here_url=here.url("designs.tiers", ladder=key),
        new_url=here.url("designs.new", offer=Offer.BENEFIT.value),
        tiers=tuple(
            (tier, here.url("designs.pack", ladder=key, tier=tier_key))
            for tier, tier_key in shown_tiers
            if tier is not None
        ),
        groups=tuple(drawing.groups()),
        wrong=len(errors or {}),
        problem=problem,
        moved=moved,
        by=drafts.get(here.space, here.program_id).saved_by or "",
        seen=seen if typed is None or moved else typed.get("seen", ""),
    )


def _findings(program: Program, n: int, ladder: Ladder) -> dict[str, Finding]:
    """Give what the checks say of benefits on tiers, by tier and benefit."""
    found: dict[str, Finding] = {}
    listed = list(CHECKS["known_benefits"].check(check_program(program)))
    for m, tier in enumerate(ladder.tiers):
        for k, given in enumerate(tier.benefits):
            place = f"/ladders/{n}/tiers/{m}/benefits/{k}"
            for each in listed:
                if each.path == place or each.path.startswith(f"{place}/"):
                    found.setdefault(f"{tier.key}.{given.benefit}", each)
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class _Drawing:
    here: Here
    program: Program
    ladder: Ladder
    typed: Typed
    kept: Typed | None
    """What somebody else said meanwhile."""
    errors: Mapping[str, Words]
    findings: Mapping[str, Finding]

    def groups(self) -> Iterator[Group]:
        for category, label in CATEGORIES.items():
            rows = []
            for each in self.program.benefits:
                kind = find_kind(Offer.BENEFIT, each.kind)
                if isinstance(kind, BenefitKind) and kind.category is category:
                    rows.append(self._row(each.key, each.label, kind))
            if rows:
                yield Group(label=label, rows=tuple(rows))
        known = {
            each.key
            for each in self.program.benefits
            if find_kind(Offer.BENEFIT, each.kind) is not None
        }
        named = [one.benefit for tier in self.ladder.tiers for one in tier.benefits]
        lost = [key for key in dict.fromkeys(named) if key not in known]
        if lost:
            rows = [self._row(key, Words(key, key), None) for key in lost]
            yield Group(label=GONE, rows=tuple(rows))

    def _row(self, key: str, label: Words, kind: Kind | None) -> Row:
        usual = benefit_value(self.program, TierBenefit(benefit=key))
        named = {"offer": Offer.BENEFIT.value, "design": key}
        return Row(
            label=label,
            kind=NOTHING if kind is None or kind.label == label else kind.label,
            usual=usual,
            url=None if kind is None else self.here.url("designs.edit", **named),
            cells=tuple(self._cell(each, key, kind) for each in self.ladder.tiers),
        )

    def _cell(self, tier: Tier, key: str, kind: Kind | None) -> Cell:
        name = f"{tier.key}.{key}"
        given = next((each for each in tier.benefits if each.benefit == key), None)
        said = NOTHING if given is None else benefit_value(self.program, given)
        finding = self.findings.get(name)
        return Cell(
            name=f"has.{name}",
            tier=tier.label,
            given=bool(self.typed.get(f"has.{name}")),
            inputs=() if kind is None else tuple(self._inputs(key, name, kind)),
            said=said,
            error=None if finding is None else finding.message,
            theirs=self._theirs(name, given, said),
        )

    def _inputs(self, key: str, name: str, kind: Kind) -> Iterator[Input]:
        benefit = self.program.find_benefit(key)
        usual = {} if benefit is None else benefit.options
        for asked, option in zip(asked_by(kind), kind.options, strict=True):
            own = f"own.{name}.{option.key}"
            known = shown(usual.get(option.key, option.default), option, self.here.formats)
            found = drawn(
                self.program, kind, asked, self.typed.get(own, ""), error=self.errors.get(own)
            )
            labels = dict(found.choices)
            if known in labels:
                known = labels[known].to(self.here.formats.language)
            yield replace(found, key=own, placeholder=known, blank=True)

    def _theirs(self, name: str, given: TierBenefit | None, said: Words) -> Words | None:
        """Say what the draft has now, where that is not what is typed."""
        if self.kept is None:
            return None
        names = {f"has.{name}"} | {
            each for each in (*self.kept, *self.typed) if each.startswith(f"own.{name}.")
        }
        if all(self.kept.get(each, "") == self.typed.get(each, "") for each in names):
            return None
        if given is None:
            return Words("没有", "not given")
        return said if said.zh else Words("有", "given")
