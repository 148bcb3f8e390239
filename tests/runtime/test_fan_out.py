"""T14: automations that set off others without end stop at the guard, and leave little behind."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import text

from app.runtime import firing
from app.storage import occurrences
from app.storage.occurrences import FlowState
from tests.runtime.clubs import Club
from tests.runtime.flowing import Flowing, flow, programme, step, tell

Clubs = Callable[..., Club]
LETTERS = "abc"
MOST_BYTES = {"sqlite": 10 * 2**20, "postgresql": 12 * 2**20}
"""A row of PostgreSQL, and what its indexes say of it, is larger."""


def writes(kind: str, key: str = "make") -> dict[str, Any]:
    return step(
        key, "create_record", object="activity", values={"kind": kind, "occurred_at": "now"}
    )


def on(kind: str, *steps: Any, key: str) -> dict[str, Any]:
    return flow("activity", *steps, options={"kind": kind}, key=key)


def size_of(club: Club) -> int:
    """Say how large the database is."""
    query = "SELECT pg_database_size(current_database())"
    if club.spaces.engine.dialect.name == "sqlite":
        query = "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()"
    with club.spaces.engine.connect() as connection:
        return int(connection.execute(text(query)).scalar_one())


def state_of(club: Club, key: str) -> FlowState | None:
    with club.spaces.reading(club.workspace_id) as space:
        return occurrences.states(space, club.program_id).get(key)


@pytest.mark.parametrize("length", [1, 2, 3])
def test_a_ring_goes_round_once_and_names_itself(club: Clubs, length: int) -> None:
    """One that sets itself off, two that set off one another, and three."""
    ring = LETTERS[:length]
    flows = [
        on(kind, writes(ring[(n + 1) % length]), key=f"on_{kind}") for n, kind in enumerate(ring)
    ]
    at_work = Flowing(club(programme(*flows)))
    at_work.club.join("anna")
    at_work.club.act("anna", "a")
    at_work.run()
    assert at_work.states() == ["done"] * length + ["looped"]
    way = [f"on_{kind}" for kind in ring]
    assert at_work.runs()[-1].error == ">".join([*way, way[0]])
    # Nothing is left that goes on by itself.
    at_work.club.wait(days=1)
    assert at_work.run() == 0


def test_a_fan_out_stops_at_the_guard(
    club: Clubs, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    """One leads to many, and each of them to as many: 1, 8, 64; `--fan-out` makes it more."""
    wide = request.config.getoption("--fan-out")
    monkeypatch.setattr(firing, "MOST_CHAINED", min(firing.MOST_CHAINED, wide * 2))
    at_work = Flowing(
        club(
            programme(
                on("a", *(writes("b", f"make_{n}") for n in range(wide)), key="first"),
                on("b", *(writes("c", f"make_{n}") for n in range(wide)), key="second"),
                on("c", tell(), key="third"),
                on("d", tell(), key="other"),
            )
        )
    )
    at_work.club.join("anna")
    before = size_of(at_work.club)
    at_work.club.act("anna", "a")
    at_work.run()
    state = state_of(at_work.club, "third")
    assert state is not None
    assert state.paused_by == firing.GUARD
    assert "first>second>third" in (state.paused_why or "")
    assert len(at_work.runs(flow="second")) == wide
    assert at_work.states(flow="third").count("done") <= firing.MOST_CHAINED
    database = at_work.club.spaces.engine.dialect.name
    assert size_of(at_work.club) - before < MOST_BYTES[database]
    # Whoever has nothing to do with it goes on.
    at_work.club.act("anna", "d")
    at_work.run()
    assert at_work.states(flow="other") == ["done"]


def test_a_fan_out_without_a_guard_would_be_noticed(
    club: Clubs, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The negative control."""
    monkeypatch.setattr(firing, "_stop_cascade", lambda *_, **__: None)
    monkeypatch.setattr(firing, "MOST_CHAINED", 3)
    at_work = Flowing(
        club(
            programme(
                on("a", *(writes("b", f"make_{n}") for n in range(6)), key="first"),
                on("b", tell(), key="second"),
            )
        )
    )
    at_work.club.join("anna")
    at_work.club.act("anna", "a")
    at_work.run()
    assert at_work.states(flow="second").count("done") > firing.MOST_CHAINED
