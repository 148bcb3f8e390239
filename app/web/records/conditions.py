"""An explained condition as lines of a page: value, threshold, progress, what is missing."""

from app.expression.explain import Comparison, Explained, State
from app.web.language import t
from app.web.records.model import Line
from app.words import Words

JOINTS = {
    "and": Words("满足全部条件", "All conditions hold"),
    "or": Words("满足任一条件", "Any condition holds"),
    "!": Words("以下条件不成立", "The following does not hold"),
}

ALMOST = 0.999
"""What is not met never reads as 100 %, however little is missing."""


def line(explained: Explained) -> Line:
    found = explained.comparison
    return Line(
        sentence=JOINTS.get(explained.joint or "", explained.sentence),
        state=explained.state.value,
        value=t(found.shown_value) if found else "",
        threshold=t(found.shown_threshold) if found else None,
        gap=_gap(explained, found) if found else None,
        progress=found.progress if found else None,
        children=tuple(line(each) for each in explained.children),
    )


def _gap(explained: Explained, found: Comparison) -> Words | None:
    if explained.state is not State.UNMET or found.shown_gap is None:
        return None
    shown = found.shown_gap
    return Words(f"还差 {shown.zh}", f"{shown.en} to go")


def progress(explained: Explained) -> float | None:
    """Say how far a whole condition is: as the parts on average, or as the nearest of them."""
    if explained.state is State.MET:
        return 1.0
    if not explained.children:
        return explained.progress
    parts = [each for each in map(progress, explained.children) if each is not None]
    if not parts or explained.joint == "!":
        return None
    found = max(parts) if explained.joint == "or" else sum(parts) / len(parts)
    return min(found, ALMOST)
