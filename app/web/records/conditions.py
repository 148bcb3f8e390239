"""An explained condition as lines of a page: value, threshold, progress, what is missing."""

from typing import Any

from app.expression.explain import Explained
from app.web.formats import Formats
from app.web.records.model import Line
from app.web.records.showing import typed_shown
from app.words import Words


def line(explained: Explained, formats: Formats) -> Line:
    compared = explained.threshold is not None
    return Line(
        sentence=explained.sentence,
        state=explained.state.value,
        value=typed_shown(explained.value, explained.kind, formats) if compared else "",
        threshold=typed_shown(explained.threshold, explained.kind, formats) if compared else None,
        gap=_gap(explained, formats),
        progress=explained.progress,
        children=tuple(line(each, formats) for each in explained.children),
    )


def _gap(explained: Explained, formats: Formats) -> Words | None:
    if not explained.gap or explained.state.value != "unmet":
        return None
    shown = typed_shown(explained.gap, explained.kind, formats)
    return Words(f"还差 {shown}", f"{shown} to go")


def progress(explained: Explained) -> float | None:
    """Say how far a whole condition is: the least of what all ask, the most of what any asks."""
    if explained.state.value == "met":
        return 1.0
    if not explained.children:
        return explained.progress
    parts = [each for each in map(progress, explained.children) if each is not None]
    if not parts:
        return None
    return max(parts) if explained.operator == "or" else sum(parts) / len(parts)


def missing(ways: tuple[tuple[Any, ...], ...]) -> Words | None:
    """Say what is missing: alternatives joined by or, what must come together by and."""
    said = [
        Words(
            "并".join(each.sentence.zh for each in way),
            " and ".join(each.sentence.en for each in way),
        )
        for way in ways
        if way
    ]
    if not said:
        return None
    return Words("，或".join(each.zh for each in said), ", or ".join(each.en for each in said))
