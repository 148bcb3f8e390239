"""What is kept for a while only is forgotten when the while is over."""

from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import text

from app.clock import to_instant
from app.runtime.forgetting import KEPT, forget_what_is_over
from app.storage import inbox
from tests.runtime.clubs import Club
from tests.runtime.flowing import Flowing, flow, programme, step

Clubs = Callable[..., Club]


def test_an_answer_is_given_again_for_thirty_days_and_forgotten_then(club: Clubs) -> None:
    team = club(programme())
    now = to_instant(team.now)
    with team.spaces.writing(team.workspace_id) as space:
        for key, at in (("old", now), ("young", now + 1)):
            assert inbox.receive(space, key, "same", at=at) is None
            inbox.answered(space, key, 200, {})
    assert forget_what_is_over(team.spaces.engine, team.now) == 0
    later = team.now + timedelta(microseconds=KEPT + 1)
    assert forget_what_is_over(team.spaces.engine, later) == 1
    with team.spaces.writing(team.workspace_id) as space:
        assert inbox.receive(space, "young", "same", at=now) is not None
        assert inbox.receive(space, "old", "same", at=now) is None


def test_claims_are_forgotten_when_nobody_is_under_their_release(club: Clubs) -> None:
    visits = flow("activity", step("p", "grant_points", amount=1), options={"kind": "visit"})
    team = club(programme(visits))
    team.join("ann")
    team.act("ann", "visit")
    Flowing(team).run()
    later = team.now + timedelta(days=400)
    forget_what_is_over(team.spaces.engine, later)
    assert _claims(team) == 1  # The release is live.
    team.publish(programme())
    forget_what_is_over(team.spaces.engine, team.now)
    assert _claims(team) == 1  # It was live a moment ago.
    forget_what_is_over(team.spaces.engine, later)
    assert _claims(team) == 0


def _claims(team: Club) -> int:
    with team.spaces.engine.connect() as connection:
        return int(connection.execute(text("SELECT count(*) FROM step_claim")).scalar_one())
