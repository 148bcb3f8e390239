"""What every kind of step does at work, with the set of members that stand at it."""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from sqlalchemy import ColumnElement, case, literal, select

from app.days import Moment
from app.expression.check import Checked
from app.expression.sql import met
from app.program.checked_flows import CheckedFlow, options_of
from app.program.flows import Step
from app.runtime.firing import chained
from app.runtime.members_seen import source_of
from app.runtime.releases import Live
from app.storage import flow_batch, records
from app.storage.flow_batch import BATCH, Token, at
from app.storage.space import Space
from app.storage.types import WORD
from app.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """Members at a step, in the transaction that lets them go on."""

    space: Space
    released: Live
    """The release the runs began under: what the step says."""
    live: Live
    """The release that is live: how records are kept and members placed."""
    flow: CheckedFlow
    step: Step
    moment: Moment

    @property
    def options(self) -> dict[str, Any]:
        return options_of(self.step)

    @property
    def is_current(self) -> bool:
        return self.released.catalogue.release_id == self.live.catalogue.release_id

    def tokens(self) -> list[Token]:
        return flow_batch.tokens(self.space, self.step.key)

    def cause(self, token: Token) -> str:
        """Name what a step does for a member: the same however often it is tried."""
        return f"flow:{token.member_id}.{token.run_id}:{self.step.key}:{token.visits}"

    def by_chain(self) -> Iterator[tuple[str, list[Token]]]:
        """Give the members by the automations that led to this, with this one at the end."""
        found: dict[str, list[Token]] = {}
        for each in self.tokens():
            found.setdefault(each.chain, []).append(each)
        for chain, tokens in sorted(found.items()):
            yield chained(chain, self.flow.flow.key), tokens

    def meets(self, condition: Checked) -> ColumnElement[bool]:
        """Say of those at the step who meets a condition over the member."""
        # Columns of a release that is gone are not kept up to date any more.
        source = source_of(self.released, self.moment, materialised=self.is_current)
        members = self.released.catalogue.members.readable
        if self.space.is_sqlite:
            # A look at each costs half of what making lists of them does; PostgreSQL hashes lists.
            return (
                select(members.c.id)
                .where(
                    members.c.workspace_id == self.space.workspace_id,
                    members.c.id == BATCH.c.member_id,
                    met(condition, source, self.moment),
                )
                .exists()
            )
        here = select(BATCH.c.member_id).where(at(self.step.key)).scalar_subquery()
        found = select(members.c.id).where(
            members.c.workspace_id == self.space.workspace_id,
            members.c.id.in_(here),
            met(condition, source, self.moment),
        )
        return BATCH.c.member_id.in_(found)

    def choose(self, ways: Sequence[tuple[ColumnElement[bool], str]], otherwise: str) -> None:
        """Send everybody the first way whose condition holds."""
        way = case(*ways, else_=otherwise) if ways else literal(otherwise, WORD)
        flow_batch.set_ways(self.space, self.step.key, way)


def lock_batch(work: Work) -> None:
    """Lock everybody who goes on in this transaction, before budgets are.

    Others lock a member and then a budget: whoever did it the other way round later in the same
    transaction would stand in their way, and they in his.
    """
    members = flow_batch.everybody(work.space)
    records.lock(work.space, work.released.catalogue.members, members)


class StepWork(ABC):
    """One kind of step at work."""

    key: ClassVar[str]
    label: ClassVar[Words]
    decides: ClassVar[bool] = False
    """Whether it does nothing but say where members go, or until when they stay, in SQL alone."""

    @abstractmethod
    def advance(self, work: Work) -> None:
        """Do what the step says; who is told no way leaves by the usual one."""
