"""What one version of a programme changes against another, in words."""

from app.builder.diff.almanacs import almanac_changes
from app.builder.diff.benefits import benefit_changes
from app.builder.diff.change import Change, Importance, Kind, changed, replaced, same
from app.builder.diff.currencies import currency_changes
from app.builder.diff.earning import earning_changes
from app.builder.diff.flows import flow_changes
from app.builder.diff.forms import form_changes
from app.builder.diff.ladders import PROMOTIONS, ladder_changes
from app.builder.diff.messages import message_changes
from app.builder.diff.objects import object_changes
from app.builder.diff.parameters import parameter_changes
from app.builder.diff.segments import segment_changes
from app.builder.diff.settings import settings_changes
from app.program.checked import check_program
from app.program.program import Program
from app.words import Words

__all__ = ["PROMOTIONS", "Change", "Importance", "Kind", "changes"]


def changes(old: Program | None, new: Program) -> tuple[Change, ...]:
    """Tell what `new` changes, what matters most first; against nothing, everything is added."""
    before = old or Program(key=new.key, label=new.label, summary=new.summary)
    was, now = check_program(before), check_program(new)
    found = [
        *ladder_changes(was, now),
        *segment_changes(was, now),
        *parameter_changes(before, new),
        *benefit_changes(before, new),
        *currency_changes(before, new),
        *settings_changes(before.settings, new.settings),
        *object_changes(before, new),
        *form_changes(was, now),
        *flow_changes(before, new),
        *earning_changes(before, new),
        *message_changes(before, new),
        *almanac_changes(before, new),
        *_names(before, new),
    ]
    return tuple(sorted(found, key=lambda each: each.importance))


def _names(old: Program, new: Program) -> list[Change]:
    found = []
    if old.key != new.key:
        key = Words("方案标识", "the key of the programme")
        was, now = (Words(each, each) for each in (old.key, new.key))
        found.append(replaced("/key", key, was, now, Importance.DATA))
    if not same(old.label, new.label):
        what = Words("方案名称", "the name of the programme")
        found.append(replaced("/label", what, old.label, new.label, Importance.WORDS))
    if not same(old.summary, new.summary):
        found.append(changed("/summary", "改写了方案简介", "Rewrote the summary", Importance.WORDS))
    return found
