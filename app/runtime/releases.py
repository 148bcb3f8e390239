"""What is live: the released programme with its conditions ready and its tables found."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

from app.days import Moment
from app.errors import Conflict
from app.expression.tree import Typed
from app.program.checked import CheckedProgram, check_program, for_new_members
from app.program.codec import load
from app.runtime.remembered import Name, Remembered, reads_now
from app.storage import catalogue, programs
from app.storage.catalogue import Catalogue
from app.storage.space import Space


@dataclass(frozen=True, slots=True, kw_only=True)
class Live:
    """One release at work."""

    number: int
    checked: CheckedProgram
    catalogue: Catalogue
    reads_now: bool
    """Whether a condition gives another answer at another moment of the same day."""
    ever_had_flows: bool = True
    """Whether this release or one before it had automations; without any, nobody waits."""
    remembered: Remembered = field(default_factory=Remembered, compare=False, repr=False)

    def statement(self, name: Name, moment: Moment, make: Callable[[], Any]) -> Any:
        """Give a statement that depends on the day alone, built once; others are built anew."""
        return make() if self.reads_now else self.remembered.get(name, moment, make)

    def moment(self, now: int) -> Moment:
        """Bind now and today for one evaluation."""
        return Moment.of(now, self.checked.program.settings.calendar)


class NothingLive(Conflict):
    """The programme has never been published."""

    def __init__(self) -> None:
        super().__init__(
            "这个方案还没有发布，运行时没有可执行的版本。",
            "This programme has not been published, so there is nothing to run.",
        )


_KEPT = 64
_lives: dict[tuple[str, int, int], Live] = {}
_lock = Lock()


def live(space: Space, program_id: int) -> Live:
    """Give the live release of a programme. Raises `NothingLive`."""
    row = programs.get_program(space, program_id)
    if row.live_release_id is None:
        raise NothingLive
    return live_release(space, program_id, row.live_release_id)


def live_release(space: Space, program_id: int, release_id: int) -> Live:
    """Give any release ready to run; a release never changes, so it is prepared once."""
    name = (str(space.connection.engine.url), space.workspace_id, release_id)
    found = _lives.get(name)
    if found is None:
        found = _prepare(space, program_id, release_id)
        with _lock:
            while len(_lives) >= _KEPT:
                _lives.pop(next(iter(_lives)))
            _lives[name] = found
    return found


def _prepare(space: Space, program_id: int, release_id: int) -> Live:
    row = programs.get_release_by_id(space, program_id, release_id)
    checked = check_program(load(row.content))
    if row.elder_release_id is not None:
        elder = live_release(space, program_id, row.elder_release_id)
        checked = for_new_members(checked, elder.checked, since=row.published_at)
    return Live(
        number=row.number,
        checked=checked,
        catalogue=catalogue.load(
            space,
            program_id=program_id,
            release_id=row.id,
            program=checked.program,
            layout=row.layout,
        ),
        reads_now=any(map(reads_now, _rules(checked))),
        ever_had_flows=bool(checked.flows) or programs.had_flows(space, program_id, row.number),
    )


def _rules(checked: CheckedProgram) -> Iterator[Typed]:
    """Give every condition and every metric that statements are built from."""
    for ladder in checked.ladders.values():
        yield from (each.tree for each in ladder.everything)
    for rollups in checked.rollups.values():
        yield from rollups
