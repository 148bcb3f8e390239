"""What changes in the segments of a programme."""

from collections.abc import Iterator

from app.builder.diff.change import (
    Change,
    Importance,
    changed,
    moved,
    of_each,
    out_of_order,
    quoted,
    replaced,
    same,
)
from app.program.checked import CheckedProgram
from app.program.segment_rules import segment_scope
from app.program.segments import Segment
from app.program.sentences import sentence
from app.words import Words

NOBODY = Words("（没有条件）", "(no condition)")


def segment_changes(old: CheckedProgram, new: CheckedProgram) -> Iterator[Change]:
    """Compare segments, with who is in them as people say it."""
    before, after = old.program.segments, new.program.segments
    yield from of_each(
        "/segments",
        (before, after),
        _name,
        lambda segment: _who(new, segment),
        lambda was, now, path: _one(old, new, (was, now), path),
    )
    for place in out_of_order(before, after):
        name = _name(after[place])
        zh, en = f"调整了{name.zh}的位置", f"Moved {name.en}"
        yield moved(f"/segments/{place}", zh, en, Importance.WORDS)


def _one(
    old: CheckedProgram, new: CheckedProgram, pair: tuple[Segment, Segment], path: str
) -> Iterator[Change]:
    was, now = pair
    name = _name(now)
    if not same(was.where, now.where):
        what = Words(f"{name.zh}的条件", f"the condition of {name.en}")
        yield replaced(f"{path}/where", what, _who(old, was), _who(new, now))
    if not same(was.label, now.label):
        what = Words(f"{_name(was).zh}的名称", f"the name of {_name(was).en}")
        yield replaced(f"{path}/label", what, was.label, now.label, Importance.WORDS)
    if not same(was.description, now.description):
        zh, en = f"改写了{name.zh}的说明", f"Rewrote the description of {name.en}"
        yield changed(f"{path}/description", zh, en, Importance.WORDS)


def _name(segment: Segment) -> Words:
    label = quoted(segment.label, segment.key)
    return Words(f"人群{label.zh}", f"the segment {label.en}")


def _who(program: CheckedProgram, segment: Segment) -> Words:
    found = program.segments.get(segment.key)
    return NOBODY if found is None else sentence(found, segment_scope(program.program))
