"""A main goal explained: how far one has come, and what each accelerator counts or would count."""

from dataclasses import dataclass, replace

from app.expression.comparison import Comparer, Comparison, gap_of, progress_of
from app.expression.operators.goal import FIRST, Accelerator, accelerators_of
from app.expression.speaker import measured
from app.expression.tree import Apply
from app.expression.types import Type
from app.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Speeding:
    """What one accelerator counts towards a goal."""

    label: Words | None
    """What it is called, where it has a name."""
    bonus: object
    """As values of the goal are kept."""
    shown_bonus: Words
    counts: bool
    """Whether its condition is met, so that it counts already."""
    left: Comparison | None
    """What would still be missing of the main goal with it; None where nothing would."""


@dataclass(frozen=True, slots=True)
class _Main:
    """The main goal without anything that counts towards it."""

    compared: Comparison
    type: Type

    def with_bonus(self, bonus: float) -> Comparison:
        """Say what is missing when so much counts towards it."""
        main, value = self.compared, self.compared.value
        reached = None if value is None else value + bonus  # type: ignore[operator]  # Numbers.
        gap = gap_of(reached, ">=", main.threshold, self.type)
        return replace(
            main,
            gap=gap,
            progress=progress_of(reached, ">=", main.threshold, self.type),
            shown_gap=None if gap is None else measured(gap, self.type, main.unit),
            shown_bonus=measured(bonus, self.type, main.unit) if bonus else None,
        )


def strive(node: Apply, compare: Comparer) -> tuple[Comparison, list[tuple[Accelerator, Speeding]]]:
    """Give how a goal stands with what counts already, and its accelerators."""
    metric, target = node.arguments[:FIRST]
    main = _Main(compare.compared(metric, ">=", target), metric.type)
    given = accelerators_of(node)
    met = [each for each in given if compare.value_of(each.condition) is True]
    counted = sum(_bonus(each) for each in met)
    found = []
    for each in given:
        bonus = _bonus(each)
        then = main.with_bonus(counted if each in met else counted + bonus)
        speeding = Speeding(
            label=each.label,
            bonus=bonus,
            shown_bonus=measured(bonus, each.bonus.type, main.compared.unit),
            counts=each in met,
            left=then if then.gap else None,
        )
        found.append((each, speeding))
    return main.with_bonus(counted), found


def _bonus(each: Accelerator) -> float:
    bonus = each.bonus.value
    assert isinstance(bonus, int | float)
    return bonus
