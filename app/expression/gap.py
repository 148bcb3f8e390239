"""What is missing until a rule is met: the cheapest ways, each a few things to do together."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice, product

from app.expression.explain import Comparison, Explained, Speeding, State
from app.words import Words

MOST_WAYS = 8
_MOST_COMBINED = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """One thing that is missing."""

    path: str
    sentence: Words
    unit: str | None
    gap: object
    """In the unit of the value; None where it is not an amount."""
    progress: float | None
    about: Words | None = None
    """What is to be more, where it is: of the same thing, the larger gap is enough."""


Way = tuple[Missing, ...]


def ways(explained: Explained) -> tuple[Way, ...]:
    """Give the ways to meet a rule, the nearest first: what is in one way is needed together.

    A rule that is met has one way, in which nothing is missing. No way at all means that nothing
    the member does can meet it.
    """
    found = {tuple(each.path for each in way): way for way in _ways(explained)}
    return tuple(sorted(found.values(), key=_cost)[:MOST_WAYS])


def sentence(found: tuple[Way, ...]) -> Words:
    """Say the ways aloud: 再消费 ¥120，或再下 2 单."""
    zh = [("，且".join(each.sentence.zh for each in way)) for way in found if way]
    en = [(" and ".join(each.sentence.en for each in way)) for way in found if way]
    return Words("，或".join(zh), ", or ".join(en))


def _ways(node: Explained) -> list[Way]:
    if node.state is State.MET:
        return [()]
    if node.joint == "goal":
        return _ways_to_a_goal(node)
    if node.joint == "or":
        return [way for child in node.children for way in _ways(child)]
    if node.joint == "and":
        each = [_ways(child) for child in node.children]
        combined = islice(product(*each), _MOST_COMBINED)
        return [_together(part for way in choice for part in way) for choice in combined]
    return [(_of_score(node) or _missing(node),)]


def _together(parts: Iterable[Missing]) -> Way:
    """Leave out what comes with the rest: of two gaps of one metric, the smaller one."""
    listed = tuple(parts)
    most: dict[Words, float] = {}
    for each in listed:
        if each.about is not None and isinstance(each.gap, int | float):
            most[each.about] = max(each.gap, most.get(each.about, each.gap))
    kept: dict[Words | str, Missing] = {}
    for each in listed:
        if each.about not in most:
            kept[each.path] = each
        elif each.gap == most[each.about]:
            kept.setdefault(each.about, each)
    return tuple(kept.values())


def _ways_to_a_goal(node: Explained) -> list[Way]:
    """Give the goal itself, and each accelerator with what it leaves of the goal."""
    found: list[Way] = [(_missing(node),)]
    for each in node.children:
        if each.speeding is None or each.speeding.counts or each.state is State.MET:
            continue
        left = each.speeding.left
        rest = () if left is None else (_missing(node, left),)
        found += [(_sped_up(way, each.speeding), *rest) for way in _ways(each)]
    return found


def _sped_up(way: Way, speeding: Speeding) -> Missing:
    """Make one thing of what an accelerator asks for, by its name where it has one."""
    zh = "，且".join(each.sentence.zh for each in way)
    en = " and ".join(each.sentence.en for each in way)
    bonus, label = speeding.shown_bonus, speeding.label
    said = Words(f"{zh}（可抵 {bonus.zh}）", f"{en} (counts as {bonus.en})")
    if label is not None:
        said = Words(f"{label.zh}可抵 {bonus.zh}", f"{label.en} counts as {bonus.en}")
    known = [each.progress for each in way if each.progress is not None]
    progress = sum(known) / len(way) if len(known) == len(way) else None
    return Missing(path=way[0].path, sentence=said, unit=None, gap=None, progress=progress)


def _of_score(node: Explained) -> Missing | None:
    """Give the one part of a score that has the least left to do to lift it over the threshold."""
    found = node.comparison
    ways = [each.closing for each in found.parts if each.closing is not None] if found else []
    if not ways:
        return None
    return _missing(node, max(ways, key=lambda each: each.progress or 0.0))


def _missing(node: Explained, found: Comparison | None = None) -> Missing:
    found = found or node.comparison
    if found is None or found.gap is None:
        return Missing(
            path=node.path, sentence=_still(node), unit=node.unit, gap=None, progress=node.progress
        )
    return Missing(
        path=node.path,
        sentence=_more(found),
        unit=found.unit,
        gap=found.gap,
        progress=found.progress,
        about=found.subject if found.operator in {">=", ">"} and not found.parts else None,
    )


def _more(found: Comparison) -> Words:
    subject, shown = found.subject, found.shown_gap or Words("", "")
    if found.parts and found.operator in {">=", ">"}:
        return Words(f"综合评分再提高 {shown.zh} 分", f"{shown.en} more points of the score")
    if found.operator not in {">=", ">", "==", "==="} or (
        found.operator in {"==", "==="} and _is_above(found)
    ):
        return Words(f"{subject.zh}再少 {shown.zh}", f"{shown.en} less: {subject.en}")
    if found.template is not None:
        amount = _bare(found)
        return Words(
            found.template.zh.replace("{n}", amount.zh), found.template.en.replace("{n}", amount.en)
        )
    return Words(f"{subject.zh}再增加 {shown.zh}", f"{shown.en} more: {subject.en}")


def _is_above(found: Comparison) -> bool:
    value, threshold = found.value, found.threshold
    numbers = isinstance(value, int | float) and isinstance(threshold, int | float)
    return numbers and value > threshold  # type: ignore[operator]  # Both are numbers here.


def _bare(found: Comparison) -> Words:
    """Give the amount without its measure word, which the template brings; money keeps its sign."""
    if found.unit == "money" or found.shown_gap is None:
        return found.shown_gap or Words("", "")
    return Words(found.shown_gap.zh.split(" ")[0], found.shown_gap.en.split(" ")[0])


def _still(node: Explained) -> Words:
    if node.state is State.UNKNOWN:
        return Words(f"{node.sentence.zh}（暂无数据）", f"{node.sentence.en} (no data yet)")
    return Words(f"需要：{node.sentence.zh}", f"Needed: {node.sentence.en}")


def _cost(way: Way) -> tuple[int, float]:
    """Order ways by how much of them is left to do; what cannot be measured comes last."""
    unmeasured = sum(each.progress is None for each in way)
    return unmeasured, sum(1 - (each.progress or 0.0) for each in way)


ALMOST = 0.999
"""What is not met never reads as 100 %, however little is missing."""


def progress(explained: Explained) -> float | None:
    """Say how far a whole condition is: as the parts on average, or as the nearest of them."""
    if explained.state is State.MET:
        return 1.0
    if explained.joint == "goal" or not explained.children:
        found = explained.progress
        return None if found is None else min(found, ALMOST)
    parts = [each for each in map(progress, explained.children) if each is not None]
    if not parts or explained.joint == "!":
        return None
    whole = max(parts) if explained.joint == "or" else sum(parts) / len(parts)
    return min(whole, ALMOST)
