"""What is compared after each step: all that the engine, and the model, say of every member."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from app.days import from_day, local_day
from app.runtime.releases import live
from app.storage import layers, notices, records
from app.storage.layers import Layer, State
from app.storage.space import Space
from app.storage.standings import changes_of
from tests.runtime.clubs import Club
from tests.runtime.model.club import ModelClub
from tests.runtime.model.people import Row


def of_model(model: ModelClub) -> dict[str, Any]:
    """Say where every member stands, what they hold, were told and went through."""
    return {
        each.name: {
            "earned": each.earned,
            "tier": each.tier,
            "due": each.due,
            "grace": each.grace,
            "layers": [(one.kind, one.tier, one.state, one.why) for one in each.layers],
            "notices": sorted(each.notices),
            "history": sorted(each.history),
        }
        for each in model.world.members.values()
    }


class Sight:
    """Reads what the engine has written."""

    def __init__(self, team: Club) -> None:
        self.team = team
        self.known: dict[int | None, str | None] = {None: None}
        """Tiers by id, also those that the ladder has lost."""

    def of_engine(
        self, ids: Mapping[str, int], granted: Mapping[str, Sequence[Layer]]
    ) -> dict[str, Any]:
        """Give the same of the programme at work; `granted` are the layers, in order."""
        team = self.team
        with team.spaces.reading(team.workspace_id) as space:
            members = live(space, team.program_id).catalogue.members
            columns = members.ladders["main"]
            self.known |= {each: key for key, each in columns.tiers.items()}
            rows = {row.id: row._asdict() for row in space.execute(records.own(space, members))}
            told = notices.recent(space, team.program_id, limit=10_000)
            return {
                name: {
                    "earned": self.known[rows[member_id][columns.earned.name]],
                    "tier": self.known[rows[member_id][columns.tier.name]],
                    "due": _day(rows[member_id][columns.due.name]),
                    "grace": _day(rows[member_id][columns.grace.name]),
                    "layers": self._layers(space, member_id, granted.get(name, ())),
                    "notices": sorted(
                        (from_day(each.due), str(self.known[each.tier_id]))
                        for each in told
                        if each.member_id == member_id
                    ),
                    "history": sorted(self._history(space, member_id)),
                }
                for name, member_id in ids.items()
            }

    def _layers(self, space: Space, member_id: int, granted: Sequence[Layer]) -> list[Any]:
        if not granted:
            return []
        held = layers.of_member(space, self.team.program_id, member_id)
        order = {each.id: n for n, each in enumerate(granted)}
        return [
            (
                each.kind.value,
                self.known[each.tier_id],
                each.state.value,
                each.closed_why if each.state is State.CLOSED else None,
            )
            for each in sorted(held, key=lambda each: order[each.id])
        ]

    def _history(self, space: Space, member_id: int) -> Iterator[Row]:
        zone = live(space, self.team.program_id).checked.program.settings.calendar.zone
        for each in changes_of(space, self.team.program_id, member_id):
            yield Row(
                day=from_day(local_day(each.at, zone)),
                reason=each.reason,
                layer=each.layer,
                old=str(self.known[each.old_tier_id]),
                new=str(self.known[each.new_tier_id]),
                old_earned=str(self.known[each.old_earned_id]),
                new_earned=str(self.known[each.new_earned_id]),
            )


def _day(day: int | None) -> Any:
    return None if day is None else from_day(day)
