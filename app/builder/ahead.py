"""The members as a draft would find them if it were published and applied now."""

from dataclasses import dataclass

from app.builder.continuity import metrics_kept
from app.builder.releases import refuse_blocked
from app.days import Moment
from app.program.checked import CheckedProgram
from app.program.program import Program
from app.runtime.releases import Live, live
from app.runtime.sight import Sight, sight
from app.storage import foreseen, programs
from app.storage.buckets import metric_days
from app.storage.space import Space


@dataclass(frozen=True, slots=True, kw_only=True)
class Ahead:
    """A draft and the members as it would find them."""

    before: Live | None
    """What is live; None before the first release."""
    sight: Sight
    blank: tuple[tuple[str, str], ...]
    """Fields, by object and key, that are read as blank: they have no column yet."""


def look_ahead(
    space: Space, program_id: int, checked: CheckedProgram, *, now: int, most: int
) -> Ahead:
    """Look at the members, or at about `most` of them. Raises `NotReady` where rules have errors.

    Nothing is written.
    """
    refuse_blocked(checked)
    return look_along(space, program_id, checked, now=now, most=most)


def look_along(
    space: Space, program_id: int, checked: CheckedProgram, *, now: int, most: int
) -> Ahead:
    """Look at the members for rules that are right, whatever is to be said about the others."""
    released = programs.get_program(space, program_id).live_release_id is not None
    before = live(space, program_id) if released else None
    moment = Moment.of(now, checked.program.settings.calendar)
    forms = {} if before is None else readable(space, before, checked.program, moment.today)
    catalogue = foreseen.foresee(space, program_id, checked.program, forms)
    return Ahead(
        before=before,
        sight=sight(space, checked, catalogue, moment, most=most),
        blank=tuple(foreseen.blanks(catalogue)),
    )


def readable(
    space: Space, before: Live, program: Program, today: int
) -> dict[str, tuple[str, ...]]:
    """Name the metrics whose columns are right today and mean the same under the draft."""
    kept = metrics_kept(before.checked, program)
    found = {}
    for key, records in before.catalogue.records.items():
        days = metric_days(space, [each.id for each in records.metrics.values()])
        found[key] = tuple(
            form
            for form, each in records.metrics.items()
            if form in kept.get(key, ()) and days.get(each.id) == today
        )
    return found
