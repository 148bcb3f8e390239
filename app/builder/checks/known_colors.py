"""Tiers and choices have colours the pages can draw."""

from collections.abc import Iterator

from app.builder.checks.base import Check, warning
from app.errors import Finding
from app.program.checked import CheckedProgram
from app.program.choices import choices_of
from app.program.options import sound_field
from app.words import Words

COLORS = ("slate", "bronze", "silver", "gold", "platinum", "diamond")


class KnownColors(Check):
    key = "known_colors"
    label = Words("颜色都认得", "Colours are known")

    def check(self, checked: CheckedProgram) -> Iterator[Finding]:
        program = checked.program
        for n, ladder in enumerate(program.ladders):
            for m, tier in enumerate(ladder.tiers):
                yield from _color(f"/ladders/{n}/tiers/{m}/color", tier.color)
        for n, designed in enumerate(program.designed):
            for m, field in enumerate(designed.fields):
                for k, choice in enumerate(choices_of(sound_field(field))):
                    path = f"/objects/{n}/fields/{m}/options/choices/{k}/color"
                    yield from _color(path, choice.color)


def _color(path: str, color: str) -> Iterator[Finding]:
    if color not in COLORS:
        yield warning(
            path,
            f"没有颜色“{color}”，会显示为 slate。可用：{'、'.join(COLORS)}。",
            f"There is no colour {color!r}; slate is shown. Known: {', '.join(COLORS)}.",
        )
