"""The ladders of a draft read aloud for their editor, right or wrong, as they are being written."""

from collections.abc import Iterator, Mapping
from typing import Any

from app.builder.measures import measures_of, usual_measures
from app.builder.parameters import cases_of
from app.builder.starts import STARTS
from app.program.benefit_words import benefit_words, pack_words, recurring_words
from app.program.benefits import BENEFIT_KINDS
from app.program.benefits.base import BenefitKind
from app.program.checked import CheckedLadder, check_program
from app.program.codec import load
from app.program.ladder import Tier
from app.program.program import Program
from app.program.reader import Unreadable
from app.program.rules_page import Section
from app.web.builder.ladder import live_ladder, members_counted
from app.web.builder.ladder_model import (
    BenefitKindShown,
    Choice,
    GivenRead,
    LadderIsland,
    LadderRead,
    LaddersRead,
    OptionShown,
    SectionRead,
    TierRead,
)
from app.web.builder.model import RuleShown
from app.web.builder.rules import ladder_rules
from app.web.frame import Here

NUMBERS = ("integer", "money", "number", "percent")
UNREADABLE = LaddersRead(readable=False, ladders=(), cases={})


def read_ladders(here: Here, content: Any) -> LaddersRead:
    """Read a document aloud. Nothing is proved, so that it can be done while somebody types."""
    try:
        program = load(content)
    except Unreadable:
        return UNREADABLE
    checked = check_program(program)
    return LaddersRead(
        readable=True,
        ladders=tuple(_read(here, checked.program, each) for each in checked.ladders.values()),
        cases={
            each.key: cases_of(each, checked.program) for each in program.parameters if each.cases
        },
    )


def _read(here: Here, program: Program, checked: CheckedLadder) -> LadderRead:
    ladder = checked.ladder
    nothing = dict.fromkeys(range(len(ladder.tiers)), ())
    rules = ladder_rules(program, checked, live_ladder(here, ladder.key), nothing, {})
    rungs = zip(ladder.tiers, reversed(rules.rungs), rules.page.tiers, strict=True)
    return LadderRead(
        key=ladder.key,
        note=rules.note,
        terms=rules.terms,
        tiers=tuple(_tier(program, tier, rung, said.sections) for tier, rung, said in rungs),
        promised=tuple(_sections(rules.page.sections)),
        measures=measures_of(program, ladder),
    )


def _tier(program: Program, tier: Tier, rung: RuleShown, sections: tuple[Section, ...]) -> TierRead:
    return TierRead(
        key=tier.key,
        sentence=rung.sentence,
        terms=rung.terms,
        changed=rung.changed,
        benefits=tuple(
            GivenRead(benefit=each.benefit, said=benefit_words(program, each))
            for each in tier.benefits
        ),
        pack=None if tier.pack is None else pack_words(program, tier.pack),
        recurring=tuple(recurring_words(program, each) for each in tier.recurring),
        promised=tuple(_sections(sections)),
    )


def _sections(found: tuple[Section, ...]) -> Iterator[SectionRead]:
    return (SectionRead(title=each.title, lines=each.lines) for each in found)


def island(here: Here, content: Any) -> LadderIsland:
    """Give what the editor needs besides the draft."""
    program = _program(here, content)
    usual = () if program is None else usual_measures(program, _first(program))
    currencies = () if program is None else program.currencies
    return LadderIsland(
        read=read_ladders(here, content),
        members=_members(here),
        usual=usual,
        starts=STARTS,
        currencies=tuple(Choice(key=each.key, label=each.label) for each in currencies),
        benefit_kinds={each.key: _kind(each) for each in BENEFIT_KINDS},
    )


def _kind(kind: BenefitKind) -> BenefitKindShown:
    return BenefitKindShown(
        label=kind.label,
        options=tuple(
            OptionShown(
                key=each.key,
                label=each.label,
                number=each.kind in NUMBERS,
                unit=str(each.options.get("unit", "")),
                coupon=each.key == kind.coupon_option,
            )
            for each in kind.options
        ),
    )


def _program(here: Here, content: Any) -> Program | None:
    try:
        return load(content)
    except Unreadable:
        return here.standing.live


def _first(program: Program) -> str | None:
    return program.ladders[0].key if program.ladders else None


def _members(here: Here) -> Mapping[str, Mapping[str, int]] | None:
    counted = members_counted(here)
    if counted is None:
        return None
    found: dict[str, dict[str, int]] = {}
    for (ladder, tier), members in counted.items():
        found.setdefault(ladder, {})[tier] = members
    return found
