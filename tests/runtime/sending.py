"""A club whose messages leave when told to, to servers of its own on this machine."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from random import Random
from typing import Any

from app.clock import to_instant
from app.outbound import Door
from app.runtime.channel_settings import secrets_of
from app.runtime.channels import CHANNEL_KINDS
from app.runtime.sender import Sender, run_until_idle
from app.sealing import Seals
from app.storage import channels, outbox, outgoing
from app.storage.channels import ChannelRow
from app.storage.outbox import Sent
from tests.runtime.clubs import Club
from tests.runtime.flowing import Flowing, flow, programme, tell

SEALS = Seals(("a key that nobody can guess, for tests only",))
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"


def telling(channel: str, *, purpose: str = "service", **more: Any) -> dict[str, Any]:
    """A programme that tells everybody who joins."""
    return programme(
        flow(
            "record_created", tell(channel=channel, purpose=purpose), options={"object": "member"}
        ),
        **more,
    )


@dataclass(slots=True, kw_only=True)
class Sending:
    """A club with its sender."""

    club: Club
    door: Door = field(default_factory=lambda: Door(allow=frozenset({"127.0.0.1"})))
    rng: Random = field(default_factory=lambda: Random(1))
    _flowing: Flowing | None = None

    @property
    def now(self) -> int:
        return to_instant(self.club.now)

    def sender(self, name: str = "sender") -> Sender:
        return Sender(
            spaces=self.club.spaces,
            worker=name,
            clock=lambda: self.now,
            door=self.door,
            seals=SEALS,
            rng=self.rng,
        )

    def account(self, kind: str, name: str = "one", **settings: Any) -> int:
        """Set up an account."""
        hidden = secrets_of(CHANNEL_KINDS[kind].settings)
        plain = {key: value for key, value in settings.items() if key not in hidden}
        secrets = {key: value for key, value in settings.items() if key in hidden}
        with self.club.spaces.writing(self.club.workspace_id) as space:
            return channels.add(
                space,
                self.club.program_id,
                kind=kind,
                name=name,
                settings=plain,
                secrets=SEALS.seal(secrets),
                now=self.now,
            )

    def join(self, *names: str, **values: Any) -> list[int]:
        """Let members join, and the automation write to them."""
        ids = [self.club.join(name, **values) for name in names]
        if self._flowing is None:
            self._flowing = Flowing(self.club)
        self._flowing.run()
        return ids

    def send(self) -> int:
        return run_until_idle(self.sender(), self.club.workspace_id, self.club.program_id)

    def messages(self, member_id: int) -> list[Sent]:
        with self.club.spaces.reading(self.club.workspace_id) as space:
            return outbox.of_member(space, self.club.program_id, member_id)

    def states(self) -> Mapping[tuple[str, str], int]:
        with self.club.spaces.reading(self.club.workspace_id) as space:
            return outbox.counts(space, self.club.program_id)

    def row(self, channel_id: int) -> ChannelRow:
        with self.club.spaces.reading(self.club.workspace_id) as space:
            return channels.get(space, self.club.program_id, channel_id)

    def due(self) -> list[str]:
        with self.club.spaces.reading(self.club.workspace_id) as space:
            return outgoing.due_channels(space, self.club.program_id, now=self.now)
