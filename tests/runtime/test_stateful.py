"""Random histories leave the engine where a simple reference model says they should."""

import sys
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings

from app.storage.spaces import Spaces
from tests.runtime.players import Player
from tests.runtime.stories import histories

PART = 50
"""Histories that share a database: one with the tables of many hundred is slow on PostgreSQL."""


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Share the histories out among databases and processes."""
    if "part" in metafunc.fixturenames:
        each = max(1, int(metafunc.config.getoption("--histories")) // 2)
        sizes = [min(PART, each - begun) for begun in range(0, each, PART)]
        metafunc.parametrize(
            "part", list(enumerate(sizes)), ids=[f"part{n}" for n in range(len(sizes))]
        )


def test_no_history_makes_engine_and_model_differ(
    spaces: Spaces, part: tuple[int, int], request: pytest.FixtureRequest
) -> None:
    number, count = part
    # Each part has a chance of its own, and may be lived through again alone.
    chosen = int(request.config.getoption("--histories-seed")) * 1_000 + number
    sys.stdout.write(f"{count} histories on {spaces.engine.dialect.name}, seed {chosen}\n")

    @seed(chosen)
    @settings(
        max_examples=count,
        deadline=None,
        database=None,
        phases=[Phase.generate, Phase.shrink],
        suppress_health_check=list(HealthCheck),
    )
    @given(histories())
    def played(history: Any) -> None:
        ladder, zone, begins, happened = history
        with pytest.MonkeyPatch.context() as patch:
            Player(spaces, patch, ladder, zone, begins).play(happened)

    played()
