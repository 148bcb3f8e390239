"""What changes in the calendars of named days."""

from collections.abc import Iterator

from app.builder.diff.change import Change, added, changed, quoted, removed
from app.program.almanac import NamedDay, named
from app.program.program import Program


def almanac_changes(old: Program, new: Program) -> Iterator[Change]:
    """Compare the days by the names automations call them; they set automations off."""
    was, now = dict(named(old.designed_almanacs)), dict(named(new.designed_almanacs))
    for name in sorted(was.keys() | now.keys()):
        before, after = was.get(name), now.get(name)
        if before == after:
            continue
        yield _change(name, before, after)


def _change(name: str, before: NamedDay | None, after: NamedDay | None) -> Change:
    one = after or before
    assert one is not None
    place, label = f"/calendars/{name}", quoted(one.label, name)
    if before is None:
        return added(place, f"日子{label.zh}", f"the day {label.en}")
    if after is None:
        return removed(place, f"日子{label.zh}", f"the day {label.en}")
    return changed(place, f"改动日子{label.zh}的日期", f"Changed when {label.en} is")
