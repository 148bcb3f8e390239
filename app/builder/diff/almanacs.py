"""What changes in the calendars of named days."""

from collections.abc import Iterator

from app.builder.diff.change import Change, Importance, added, changed, paired, quoted, removed
from app.program.almanac import NamedDay, named
from app.program.program import Program


def almanac_changes(old: Program, new: Program) -> Iterator[Change]:
    """Compare the days by the names automations call them; they set automations off."""
    yield from _calendars(old, new)
    was, now = dict(named(old.designed_almanacs)), dict(named(new.designed_almanacs))
    for name in sorted(was.keys() | now.keys()):
        before, after = was.get(name), now.get(name)
        if before == after:
            continue
        yield _change(name, before, after)


def _calendars(old: Program, new: Program) -> Iterator[Change]:
    """Compare what calendars are called, and those without days."""
    for pair in paired(old.designed_almanacs, new.designed_almanacs):
        one = pair.new or pair.old
        assert one is not None
        label = quoted(one.label, one.key)
        zh, en = f"日历{label.zh}", f"the calendar {label.en}"
        path = f"/calendars/{pair.old_at if pair.new is None else pair.new_at}"
        if pair.new is None:
            yield removed(path, zh, en)
        elif pair.old is None:
            yield added(path, zh, en)
        elif pair.old.label != pair.new.label:
            words = Importance.WORDS
            yield changed(f"{path}/label", f"改了{zh}的名称", f"Renamed {en}", words)


def _change(name: str, before: NamedDay | None, after: NamedDay | None) -> Change:
    one = after or before
    assert one is not None
    place, label = f"/calendars/{name}", quoted(one.label, name)
    if before is None:
        return added(place, f"日子{label.zh}", f"the day {label.en}")
    if after is None:
        return removed(place, f"日子{label.zh}", f"the day {label.en}")
    return changed(place, f"改动日子{label.zh}的日期", f"Changed when {label.en} is")
