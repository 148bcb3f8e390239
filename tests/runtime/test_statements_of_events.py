"""What an event costs is counted in statements: what a programme does not use costs none."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import event

from app.clock import to_instant
from app.runtime.intake import Entry
from app.runtime.records import record_many
from app.runtime.releases import live
from tests.runtime.clubs import Club, document
from tests.runtime.earnings import CHECK_IN, PER_YUAN
from tests.runtime.flowing import flow, programme, step

Clubs = Callable[..., Club]
MEMBERS = 20
TIERS = (
    ("basic", None),
    ("silver", {">=": [{"days_of": ["activity", "90d"]}, 300]}),
    ("gold", {">=": [{"sum_of": ["order.net", "365d"]}, 100_000]}),
)
BEFORE = {
    ("sqlite", "activity"): 10,
    ("sqlite", "order"): 13,
    ("postgresql", "activity"): 10,
    ("postgresql", "order"): 12,
}
"""Of a batch of any size, without its beginning and end, as before there was anything to earn."""


def entry(team: Club, object_key: str, name: str, who: int) -> Entry:
    now = team.now.isoformat()
    values: dict[str, Any] = {"kind": "play", "occurred_at": now}
    if object_key == "order":
        values = {"amount": "5.00", "paid_at": now}
    member = {"external_id": f"m{who}"}
    return Entry(object=object_key, member=member, values={"external_id": name, **values})


def statements(team: Club, *entries: Entry) -> list[str]:
    """Keep these entries and give what was asked of the database meanwhile."""
    said: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        said.append(" ".join(statement.split()))

    with team.spaces.writing(team.workspace_id) as space:
        event.listen(space.connection, "before_cursor_execute", note)
        found = live(space, team.program_id)
        record_many(space, found, entries, now=to_instant(team.now), cause="test")
        event.remove(space.connection, "before_cursor_execute", note)
    return said


def counted(team: Club, object_key: str, size: int) -> int:
    """Count what a batch of this size asks, once everything is remembered that can be."""
    team_said = []
    for n in range(3):
        batch = [entry(team, object_key, f"{size}-{n}-{who}", who) for who in range(size)]
        team_said.append(len(statements(team, *batch)))
    return team_said[-1]


def a_team(club: Clubs, content: Any, key: str = "team") -> Club:
    team = club(content, key=key)
    joined = team.now.isoformat()
    names = (f"m{n}" for n in range(MEMBERS))
    team.send(
        *(
            Entry(object="member", values={"external_id": each, "joined_at": joined})
            for each in names
        )
    )
    return team


@pytest.mark.parametrize("object_key", ["activity", "order"])
def test_an_event_asks_no_more_where_nothing_is_earned_and_nothing_automated(
    club: Clubs, object_key: str
) -> None:
    team = a_team(club, document(*TIERS))
    expected = BEFORE[team.spaces.engine.dialect.name, object_key]
    assert counted(team, object_key, 1) == expected
    assert counted(team, object_key, MEMBERS) == expected


def test_rules_about_something_else_cost_an_event_nothing(club: Clubs) -> None:
    plain = a_team(club, document(*TIERS))
    rules = {"earning": {"rules": [PER_YUAN, CHECK_IN]}}
    earning = a_team(club, document(*TIERS, **rules), key="earning")
    assert counted(earning, "activity", MEMBERS) == counted(plain, "activity", MEMBERS)


def test_who_still_waits_is_asked_for_after_the_last_automation_is_gone(club: Clubs) -> None:
    team = a_team(club, document(*TIERS))
    without = counted(team, "activity", 1)
    waits = step("wait", "wait_for", event="order", time={"days": 2})
    team.publish(programme(flow("schedule", waits, options={"every": "day", "time": "13:00"})))
    team.publish(document(*TIERS))
    assert counted(team, "activity", 2) == without + 1
