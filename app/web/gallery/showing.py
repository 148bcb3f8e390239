"""Ready-made programmes as cards and previews."""

from collections.abc import Iterator, Sequence
from functools import cache

from flask import url_for

from app.builder import gallery
from app.builder.gallery import Example, ReadyMade
from app.builder.gallery.years import PEOPLE
from app.program.checked import CheckedLadder, CheckedProgram, check_program
from app.program.codec import load
from app.program.fields.base import Reading
from app.program.ladder import Ladder
from app.program.program import Program
from app.web.builder.rules import ladder_rules
from app.web.gallery.automations import automations
from app.web.gallery.model import (
    CardShown,
    ExampleShown,
    LadderPreview,
    ObjectShown,
    PreviewPage,
    RungShown,
    ValueShown,
)
from app.web.records.model import TierShown
from app.web.records.showing import tier_shown
from app.words import Words

ORDER = ("retail", "education", "fitness")
"""Which ones are shown first; others follow by key."""


def cards() -> tuple[CardShown, ...]:
    """Show every programme of the gallery."""
    return tuple(_card(each, _checked(each.key).program) for each in _in_order())


def _in_order() -> list[ReadyMade]:
    found = list(gallery.everything())
    known = {key: n for n, key in enumerate(ORDER)}
    return sorted(found, key=lambda each: (known.get(each.key, len(ORDER)), each.key))


@cache
def _checked(key: str) -> CheckedProgram:
    """Check a programme of the gallery once: its file does not change while we run."""
    return check_program(load(gallery.get(key).document))


def preview(key: str) -> PreviewPage:
    """Show one with every rule and its examples. Raises `NoSuchProgramme`."""
    ready, checked = gallery.get(key), _checked(gallery.get(key).key)
    program = checked.program
    _, examples = gallery.examples_of(ready) if ready.examples else (None, [])
    settings = program.settings
    reading = Reading(zone=settings.calendar.zone, currency=settings.currency)
    return PreviewPage(
        card=_card(ready, program),
        ladders=tuple(_ladder(program, each, examples) for each in checked.ladders.values()),
        automations=automations(program),
        parameters=tuple(
            ValueShown(label=each.label, value=each.words(each.value, reading))
            for each in program.parameters
        ),
        objects=tuple(
            ObjectShown(label=each.label, fields=tuple(field.label for field in each.fields))
            for each in program.designed
        ),
    )


def _card(ready: ReadyMade, program: Program) -> CardShown:
    ladder = program.ladders[0]
    return CardShown(
        key=ready.key,
        url=url_for("gallery.preview", template=ready.key),
        label=ready.label,
        summary=ready.summary,
        tiers=_tiers(ladder),
        inside=tuple(_inside(program)),
        people=PEOPLE.get(ready.key, 0),
    )


def _tiers(ladder: Ladder) -> tuple[TierShown, ...]:
    shown = (tier_shown(ladder, each.key) for each in ladder.tiers)
    return tuple(each for each in shown if each is not None)


def _inside(program: Program) -> Iterator[Words]:
    """Say in words what a programme brings."""
    objects = program.designed
    yield Words(
        f"{len(objects)} 个对象：{'、'.join(each.label.to('zh') for each in objects)}",
        f"{len(objects)} objects: {', '.join(each.label.to('en').lower() for each in objects)}",
    )
    tiers = sum(len(each.tiers) for each in program.ladders)
    rules = sum(_rules(each) for each in program.ladders)
    yield Words(f"{tiers} 级、{rules} 条规则", f"{tiers} tiers, {rules} rules")
    if program.parameters:
        count = len(program.parameters)
        yield Words(f"{count} 个可调的参数", f"{count} thresholds to set")
    if program.flows:
        count, names = len(program.flows), [each.label for each in program.flows]
        yield Words(
            f"{count} 个自动化：{'、'.join(each.to('zh') for each in names)}",
            f"{count} automations: {', '.join(each.to('en').lower() for each in names)}",
        )


def _rules(ladder: Ladder) -> int:
    """Count what is asked of members: to rise, to stay, on the way, for a trial."""
    said = [rule for each in ladder.tiers for rule in (each.condition, each.retention)]
    said += [each.who for each in ladder.trials]
    stages = sum(len(each.stages) for each in ladder.tiers)
    return stages + sum(rule is not None for rule in said)


def _ladder(program: Program, checked: CheckedLadder, examples: Sequence[Example]) -> LadderPreview:
    nothing = dict.fromkeys(range(len(checked.ladder.tiers)), ())
    rules = ladder_rules(program, checked, None, nothing, {})
    keys = [each.key for each in reversed(checked.ladder.tiers)]
    return LadderPreview(
        label=rules.label,
        note=rules.note,
        terms=rules.terms,
        rungs=tuple(
            RungShown(
                rule=rule,
                examples=tuple(
                    ExampleShown(label=each.label, tier=rule.tier)
                    for each in examples
                    if each.stands_on == key
                ),
            )
            for key, rule in zip(keys, rules.rungs, strict=True)
        ),
        tiers=_tiers(checked.ladder),
    )
