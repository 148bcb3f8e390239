"""An explained condition as lines of a page: value, threshold, progress, what is missing."""

from app.expression.explain import Comparison, Explained, Part, Speeding, State
from app.web.language import t
from app.web.records.model import Line, PartShown
from app.words import Words

JOINTS = {
    "and": Words("满足全部条件", "All conditions hold"),
    "or": Words("满足任一条件", "Any condition holds"),
    "!": Words("以下条件不成立", "The following does not hold"),
}


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
        bonus=_bonus(explained.speeding) if explained.speeding else None,
        added=found.shown_bonus if found else None,
        parts=tuple(_part(each) for each in found.parts) if found else (),
    )


def _bonus(speeding: Speeding) -> Words:
    bonus, label = speeding.shown_bonus, speeding.label
    zh, en = (f"可抵 {bonus.zh}", f"counts as {bonus.en}")
    if speeding.counts:
        zh, en = (f"已抵 {bonus.zh}", f"counts {bonus.en}")
    return Words(zh, en) if label is None else Words(f"{label.zh} · {zh}", f"{label.en} · {en}")


def _part(part: Part) -> PartShown:
    return PartShown(
        label=part.subject,
        value=part.shown_value,
        cap=part.shown_cap,
        share=part.share,
        points="—" if part.points is None else f"{part.points:.2f}".rstrip("0").rstrip("."),
        weight=f"{part.weight:g}",
    )


def _gap(explained: Explained, found: Comparison) -> Words | None:
    if explained.state is not State.UNMET or found.shown_gap is None:
        return None
    shown = found.shown_gap
    return Words(f"还差 {shown.zh}", f"{shown.en} to go")
