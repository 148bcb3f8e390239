"""The overview counts moves of the tier in force, and finds the latest who rose."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from app.clock import to_instant
from app.runtime.granting import Granted, grant
from app.runtime.overview import Overview, overview
from app.runtime.releases import live
from app.storage.layers import Kind
from tests.runtime.clubs import Club, document

MakeClub = Callable[..., Club]


def spent(amount: int) -> Any:
    return {">=": [{"sum_of": ["order.net", "7d"]}, amount]}


CONTENT = document(("regular", None), ("silver", spent(100)), ("gold", spent(300)))


def seen(team: Club) -> Overview:
    with team.spaces.reading(team.workspace_id) as space:
        since = to_instant(team.now - timedelta(days=30))
        return overview(space, live(space, team.program_id), since=since, limit=3)


def risen(team: Club) -> list[str]:
    return [f"{each.member['external_id']} {each.new}" for each in seen(team).promotions]


def give(team: Club, member: int, tier: str) -> None:
    now = to_instant(team.now)
    wanted = Granted(
        member_id=member,
        ladder="main",
        kind=Kind.FLOOR,
        tier=tier,
        reason="a guest",
        starts_at=now,
    )
    with team.spaces.writing(team.workspace_id) as space:
        grant(space, live(space, team.program_id), wanted, now=now, by=None)


def test_only_moves_of_the_tier_in_force_are_counted(club: MakeClub) -> None:
    team = club(CONTENT)
    ann = team.join("ann")
    assert (seen(team).moves.ups, seen(team).moves.downs) == (0, 0), "Joining is no promotion."
    give(team, ann, "gold")
    assert (seen(team).moves.ups, seen(team).moves.downs) == (1, 0)
    team.wait(hours=1)
    team.buy("ann", 100)
    assert (seen(team).moves.ups, seen(team).moves.downs) == (1, 0), "She stood on gold before."
    assert risen(team) == ["ann gold"]
    team.wait(days=7)
    team.evaluate()
    assert (seen(team).moves.ups, seen(team).moves.downs) == (1, 0), "The floor holds her."


def test_a_night_of_demotions_hides_nobody_who_rose(club: MakeClub) -> None:
    team = club(CONTENT)
    names = [f"m{n}" for n in range(70)]
    for name in names:
        team.join(name)
        team.buy(name, 100)
    team.wait(days=7)
    team.evaluate()
    moves = seen(team).moves
    assert (moves.ups, moves.downs) == (70, 70)
    assert len(risen(team)) == 3
