"""What came of messages, written down at once or as soon as the database takes it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from random import Random

import structlog

from app.runtime import channel_circuits as circuits
from app.runtime import outcomes
from app.runtime.answers import PAYLOAD, answered
from app.runtime.channels.base import Outcome
from app.storage import outgoing
from app.storage.outgoing import Claimed
from app.storage.spaces import Spaces
from app.storage.trouble import trouble_of

log = structlog.get_logger(__name__)


@dataclass(slots=True, kw_only=True)
class Marking:
    """The marks of one sender, who remembers those that a full or absent database did not take."""

    spaces: Spaces
    clock: Callable[[], int]
    rng: Random
    _owed: list[Callable[[], None]] = field(default_factory=list)

    def mark(
        self,
        workspace_id: int,
        program_id: int,
        account_id: int | None,
        claimed: Claimed,
        outcome: Outcome,
    ) -> None:
        """Say what came of a message, unless somebody else holds it by now."""
        write = partial(self._write, workspace_id, program_id, account_id, claimed, outcome)
        try:
            write()
        except Exception as error:
            if trouble_of(error) is None:
                raise
            # It has left already: it need not leave again when the lease is over.
            self._owed.append(write)
            log.warning("message is marked later", error=str(error))

    def give_back(self, workspace_id: int, claimed: Sequence[Claimed]) -> None:
        """Have messages claimed anew, as soon as possible, that nobody has tried to send."""
        self._owed.append(partial(self._put_off, workspace_id, claimed))

    def settle(self) -> None:
        """Tell the database what it did not take before."""
        while self._owed:
            self._owed[0]()
            del self._owed[0]

    def _write(
        self,
        workspace_id: int,
        program_id: int,
        account_id: int | None,
        claimed: Claimed,
        outcome: Outcome,
    ) -> None:
        now = self.clock()
        with self.spaces.writing(workspace_id) as space:
            ended = outcomes.write(space, claimed, outcome, self.rng, now=now)
            sent = claimed.outgoing
            if ended is not None and PAYLOAD in sent.body and sent.run_id is not None:
                answered(
                    space, program_id, sent.member_id, sent.run_id, sent.idem, ok=ended, now=now
                )
            if account_id is not None:
                circuits.learn(space, program_id, account_id, outcome, now=now)

    def _put_off(self, workspace_id: int, claimed: Sequence[Claimed]) -> None:
        now = self.clock()
        with self.spaces.writing(workspace_id) as space:
            for each in claimed:
                outgoing.put_off(space, each, until=now, why=None)
