"""Sends what the outbox holds: at least once, under one key, by whoever claims it first.

A claim is committed before anything is sent and counts as an attempt. What is said is put in words
once and kept. Nothing is sent inside a transaction; what came of it is marked under the same fence.
"""

from collections.abc import Callable
from concurrent.futures import Executor, Future, wait
from dataclasses import dataclass, field
from random import Random
from threading import Event

import structlog

from app.outbound import Door
from app.runtime import channel_circuits as circuits
from app.runtime import outcomes
from app.runtime.answers import PAYLOAD
from app.runtime.channels import CHANNEL_KINDS
from app.runtime.channels.base import (
    Account,
    ChannelKind,
    Delivery,
    Failed,
    Sent,
)
from app.runtime.crash_points import crash_point
from app.runtime.marking import Marking
from app.runtime.opened_accounts import LOCKED, Accounts
from app.runtime.preparing import Prepared, prepare
from app.sealing import CannotOpen, Seals
from app.storage import channels, outgoing, restorations
from app.storage.channels import ChannelRow
from app.storage.outbox import INBOX
from app.storage.outgoing import Claimed
from app.storage.space import Space
from app.storage.spaces import Spaces
from app.storage.trouble import trouble_of
from app.words import Words

log = structlog.get_logger(__name__)
SECOND = 1_000_000
MINUTE = 60 * SECOND
LEASE = 2 * MINUTE
"""Longer than anything that is sent may take."""
PER_ENDPOINT = 4
"""Messages that are on their way by one account at a time, counting all workers."""
AT_ONCE = 200
"""Messages of the inbox that are put in words at once."""
KEPT_FOR = 3 * 24 * 60 * MINUTE
"""How long messages wait for a channel that nobody has set up."""
NO_CHANNEL = Words("没有可用的渠道。", "No channel that works was set up.")


@dataclass(slots=True, kw_only=True)
class Sender:
    """One worker; any number of them may work on the same database."""

    spaces: Spaces
    worker: str
    clock: Callable[[], int]
    """Gives the moment in microseconds UTC."""
    door: Door = field(default_factory=Door)
    seals: Seals = field(default_factory=Seals)
    rng: Random = field(default_factory=Random)
    stop: Event = field(default_factory=Event)
    pool: Executor | None = None
    """Without one, each message is waited for."""
    room: int = 32
    """How many messages this worker has on their way at once."""
    flying: set[Future[None]] = field(default_factory=set)
    marking: Marking = field(init=False)

    def __post_init__(self) -> None:
        self.marking = Marking(spaces=self.spaces, clock=self.clock, rng=self.rng)

    @property
    def accounts(self) -> Accounts:
        return Accounts(spaces=self.spaces, seals=self.seals, clock=self.clock)

    def turn(self, workspace_id: int, program_id: int) -> int:
        """Set out what a programme may send now; give how many messages were claimed."""
        # Before the database takes what it is owed, nothing more is claimed.
        self.marking.settle()
        now = self.clock()
        with self.spaces.reading(workspace_id) as space:
            due = self._let_go(space, outgoing.due_channels(space, program_id, now=now))
            accounts = channels.of_program(space, program_id) if due else []
        claimed = 0
        for channel in due:
            if self.stop.is_set():
                break
            if channel == INBOX:
                claimed += self._arrive(workspace_id, program_id)
                continue
            account = next((each for each in accounts if _serves(each, channel)), None)
            if account is None:
                self._give_up_old(workspace_id, program_id, channel)
            elif circuits.slots(account, now=now, most=PER_ENDPOINT):
                claimed += self._set_out(workspace_id, program_id, channel, account)
        return claimed

    @staticmethod
    def _let_go(space: Space, due: list[str]) -> list[str]:
        """Leave out what ends elsewhere, as long as a restored copy is not told to send again."""
        if due and restorations.held(space.connection):
            return [each for each in due if each == INBOX]
        return due

    def finish(self, seconds: float | None = None) -> None:
        """Wait for what is on its way."""
        wait(self.flying, timeout=seconds)
        self._landed()

    def _landed(self) -> None:
        over = {each for each in self.flying if each.done()}
        self.flying -= over
        for each in over:
            error = each.exception()
            if error is not None:
                # The lease ends, and the message is due again.
                log.error("message could not be marked", error=str(error))

    def _free(self) -> int:
        self._landed()
        return max(0, self.room - len(self.flying))

    def _give_up_old(self, workspace_id: int, program_id: int, channel: str) -> None:
        now = self.clock()
        with self.spaces.writing(workspace_id) as space:
            outgoing.bury_old(space, program_id, channel, before=now - KEPT_FOR, why=NO_CHANNEL)

    def _arrive(self, workspace_id: int, program_id: int) -> int:
        """Put messages of the inbox in words: with that they have arrived."""
        with self.spaces.writing(workspace_id) as space:
            now = self.clock()
            claimed = outgoing.claim(
                space,
                program_id,
                INBOX,
                channel_id=None,
                worker=self.worker,
                count=AT_ONCE,
                now=now,
                until=now + LEASE,
            )
        crash_point("claimed message")
        for each in self._prepare(workspace_id, program_id, claimed, None):
            self.marking.mark(workspace_id, program_id, None, each.claimed, Sent())
        return len(claimed)

    def _set_out(self, workspace_id: int, program_id: int, channel: str, row: ChannelRow) -> int:
        try:
            account = self.accounts.open(workspace_id, row)
        except CannotOpen as error:
            failed = Failed(why=LOCKED)
            log.error("channel cannot be opened", channel=row.id, error=str(error))  # noqa: TRY400  # It says it all.
            with self.spaces.writing(workspace_id) as space:
                circuits.learn(space, program_id, row.id, failed, now=self.clock())
            return 0
        row, claimed = self._claim(workspace_id, program_id, channel, row.id)
        if not claimed:
            return 0
        crash_point("claimed message")
        kind = CHANNEL_KINDS[row.kind]
        for each in self._prepare(workspace_id, program_id, claimed, row):
            work = (workspace_id, program_id, kind, account, each)
            if self.pool is None:
                self._send(*work)
            else:
                self.flying.add(self.pool.submit(self._send, *work))
        return len(claimed)

    def _claim(
        self, workspace_id: int, program_id: int, channel: str, account_id: int
    ) -> tuple[ChannelRow, list[Claimed]]:
        with self.spaces.writing(workspace_id) as space:
            now = self.clock()
            row = channels.get_locked(space, program_id, account_id)
            slots = circuits.slots(row, now=now, most=PER_ENDPOINT)
            running = outgoing.on_their_way(space, program_id, row.id, now=now)
            tokens = circuits.tokens(row, _per_minute(row), now=now)
            count = min(slots - running, tokens // circuits.ONE, self._free())
            if count <= 0:
                return row, []
            claimed = outgoing.claim(
                space,
                program_id,
                channel,
                channel_id=row.id,
                worker=self.worker,
                count=count,
                now=now,
                until=now + LEASE,
            )
            if claimed:
                circuits.taken(space, row, tokens - len(claimed) * circuits.ONE, now=now)
            return row, [each for each in claimed if not outcomes.worn_out(space, each)]

    def _prepare(
        self, workspace_id: int, program_id: int, claimed: list[Claimed], row: ChannelRow | None
    ) -> list[Prepared]:
        """Put messages in words together, or each alone where one of them will not be."""
        if not claimed:
            return []
        first = list({each.outgoing.id: each for each in reversed(claimed)}.values())
        if len(first) < len(claimed):
            # Some share an id, which is theirs together with the member alone.
            rest = [each for each in claimed if each not in first]
            found = self._prepare(workspace_id, program_id, first, row)
            return found + self._prepare(workspace_id, program_id, rest, row)
        try:
            with self.spaces.writing(workspace_id) as space:
                return prepare(space, program_id, claimed, row, now=self.clock())
        except Exception as error:
            if trouble_of(error) is not None:
                # The database said no: nothing was tried.
                self.marking.give_back(workspace_id, claimed)
                raise
            log.exception("messages could not be prepared", size=len(claimed))
            if len(claimed) > 1:
                alone = [[each] for each in claimed]
                return [
                    found
                    for each in alone
                    for found in self._prepare(workspace_id, program_id, each, row)
                ]
            text = f"{type(error).__name__}: {error}"
            failed = Failed(why=Words(text, text), endpoint=False)
            self.marking.mark(
                workspace_id, program_id, None if row is None else row.id, claimed[0], failed
            )
            return []

    def _send(
        self,
        workspace_id: int,
        program_id: int,
        kind: ChannelKind,
        account: Account,
        prepared: Prepared,
    ) -> None:
        claimed = prepared.claimed
        delivery = Delivery(
            idem=f"{claimed.outgoing.idem}:{claimed.outgoing.member_id}",
            to=prepared.to,
            rendered=prepared.rendered,
            purpose=claimed.outgoing.purpose,
            template=claimed.outgoing.body.get("template"),
            payload=claimed.outgoing.body.get(PAYLOAD),
            member=str(claimed.outgoing.member_id),
            now=self.clock(),
        )
        try:
            outcome = kind.send(delivery, account, self.door)
        except Exception as error:
            # Whatever it is, the other messages have nothing to do with it.
            log.exception("message failed", channel=kind.key)
            text = f"{type(error).__name__}: {error}"
            outcome = Failed(why=Words(text, text))
        crash_point("sent before mark")
        self.marking.mark(workspace_id, program_id, account.id, claimed, outcome)
        crash_point("marked message")


def _serves(row: ChannelRow, channel: str) -> bool:
    return row.works and row.kind in CHANNEL_KINDS and CHANNEL_KINDS[row.kind].channel == channel


def _per_minute(row: ChannelRow) -> int:
    kind = CHANNEL_KINDS[row.kind]
    usual = next(each.default for each in kind.settings if each.key == "per_minute")
    return int(row.settings.get("per_minute") or usual)


def run_until_idle(sender: Sender, workspace_id: int, program_id: int, *, most: int = 1_000) -> int:
    """Send until nothing more may leave now; give how many messages were claimed."""
    done = 0
    for _ in range(most):
        count = sender.turn(workspace_id, program_id)
        sender.finish()
        if not count:
            return done
        done += count
    return done
