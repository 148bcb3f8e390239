"""Two things of one moment: one is under way when the other comes and has to wait."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Event, get_ident

import pytest

from app.runtime.records import Outcome
from app.storage import records
from app.storage.catalogue import Records
from app.storage.space import Space
from tests.runtime.clubs import Club

PATIENCE = 60
"""Seconds until it is said that they will never meet."""


def meet(
    team: Club,
    patch: pytest.MonkeyPatch,
    *,
    first: Callable[[Space], object],
    comes: Callable[[], Outcome],
    then: Callable[[Space], object] = lambda _: None,
    at: str = "member",
) -> Outcome:
    """Do `first`, let the other come as far as where it locks an object, do the rest, commit.

    On SQLite the other waits at the door of the one writer, wherever it would lock.
    """
    waits, own, lock = Event(), get_ident(), records.lock

    def told(space: Space, kept: Records, ids: Sequence[int]) -> set[int]:
        if get_ident() != own and kept.object.key == at:
            waits.set()
        return lock(space, kept, ids)

    with ThreadPoolExecutor(1) as pool:
        with team.spaces.writing(team.workspace_id) as space:
            first(space)
            patch.setattr(records, "lock", told)
            coming = pool.submit(comes)
            assert space.is_sqlite or waits.wait(PATIENCE)
            then(space)
        return coming.result(PATIENCE)
