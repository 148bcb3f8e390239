"""What a batch of members costs on its way is counted in statements, however many they are."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import event

from app.clock import to_instant
from app.runtime import flow_control
from tests.runtime.clubs import Club
from tests.runtime.flowing import Flowing, flow, give, programme, step, tell

OF_NUMBERS = "id_block"
"""PostgreSQL leases them in blocks, whenever one is used up."""
ASKED = {"sqlite": 38, "postgresql": 39}
"""From one look for what is due to the next: a claim, and a batch with a coupon and a message."""


@contextmanager
def said(club: Club) -> Iterator[list[str]]:
    """Note what is asked of the database meanwhile."""
    found: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if OF_NUMBERS not in statement:
            found.append(" ".join(statement.split()))

    event.listen(club.spaces.engine, "before_cursor_execute", note)
    yield found
    event.remove(club.spaces.engine, "before_cursor_execute", note)


@pytest.mark.parametrize("coupons", [1, 3])
def test_a_batch_asks_as_much_whatever_its_size(club: Callable[..., Club], coupons: int) -> None:
    met = step("met", "condition", where={"==": [1, 1]}, next={"yes": "give"})
    at_work = Flowing(club(programme(flow("manual", met, give(count=coupons), tell()))))
    team = at_work.club
    asked = []
    for size in (1, 2, 20):
        ids, now = [team.join(f"{size} {n}") for n in range(size)], to_instant(team.now)
        with team.spaces.writing(team.workspace_id) as space:
            flow_control.start(space, team.live, "flow", ids, now=now, cause=f"of {size}")
        with said(team) as found:
            at_work.engine.advance(team.workspace_id, team.program_id)
        asked.append(len(found))
        assert [at_work.coupons(each) for each in ids] == [coupons] * size
    # The first of all reads the release as well.
    assert asked[1:] == [ASKED[team.spaces.engine.dialect.name]] * 2
