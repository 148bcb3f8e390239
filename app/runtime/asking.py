"""What a ladder asks of members, as conditions over their rows."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from sqlalchemy import ColumnElement, and_, case, literal, or_, true

from app.days import Moment
from app.expression.check import Checked
from app.expression.sql import met
from app.program.checked import CheckedLadder
from app.runtime.source import TableSource

Asked = Callable[[CheckedLadder], Checked | None]
"""What a ladder asks for something; None: nothing."""


def _reach(ladder: CheckedLadder, key: str) -> Checked | None:
    return ladder.conditions.get(key)


def _stay(ladder: CheckedLadder, key: str) -> Checked | None:
    return ladder.stay(key)


@dataclass(frozen=True, slots=True)
class Asking:
    """The conditions of one ladder over the rows of a source."""

    ladder: CheckedLadder
    source: TableSource
    moment: Moment

    def target(self, found: Sequence[Any], outside: Any) -> ColumnElement[Any]:
        """Give what is `found` for the highest tier whose condition is met."""
        steps: list[tuple[ColumnElement[bool], Any]] = [
            (self._meets(partial(_reach, key=each.key)), found[position])
            for position, each in reversed(list(enumerate(self.ladder.ladder.tiers)))
            if each.key in self.ladder.conditions
        ]
        if self.ladder.members is not None:
            steps.insert(0, (~self._met(self.ladder.members), outside))
        return case(*steps, else_=found[0]) if steps else found[0]

    def kept(self, held: ColumnElement[int], *, reached_anew: bool) -> ColumnElement[bool]:
        """Say whether the tier that is held is kept: by what it takes to stay, or to reach it."""
        asked = _reach if reached_anew else _stay
        met_at = [
            (held == position, self._meets(partial(asked, key=each.key)))
            for position, each in enumerate(self.ladder.ladder.tiers)
            if each.key in self.ladder.conditions
        ]
        return case(*met_at, else_=true()) if met_at else true()

    def below(self, held: ColumnElement[int]) -> ColumnElement[int]:
        """Give the highest tier below that would be reached, or kept by one who held it."""
        steps = []
        for position, each in reversed(list(enumerate(self.ladder.ladder.tiers))):
            if each.key in self.ladder.conditions:
                either = self._meets(partial(_reach, key=each.key))
                if any(each.key in ladder.retention for ladder in self._ladders()):
                    either = or_(either, self._meets(partial(_stay, key=each.key)))
                steps.append((and_(held > position, either), literal(position)))
        return case(*steps, else_=literal(0)) if steps else literal(0)

    @property
    def retains(self) -> bool:
        """Whether staying on some tier takes something of its own."""
        return any(each.retention for each in self._ladders())

    def _ladders(self) -> Iterator[CheckedLadder]:
        ladder: CheckedLadder | None = self.ladder
        while ladder is not None:
            yield ladder
            ladder = None if ladder.elders is None else ladder.elders.ladder

    def _meets(self, asked: Asked) -> ColumnElement[bool]:
        """Say who meets what is asked of them: elders are asked what they always were."""
        steps: list[tuple[ColumnElement[bool], ColumnElement[bool]]] = []
        created, elders = self.source.table.c.created_at, self.ladder.elders
        while elders is not None:
            steps.insert(0, (created < elders.before, self._met(asked(elders.ladder))))
            elders = elders.ladder.elders
        found = self._met(asked(self.ladder))
        return case(*steps, else_=found) if steps else found

    def _met(self, condition: Checked | None) -> ColumnElement[bool]:
        return true() if condition is None else met(condition, self.source, self.moment)
