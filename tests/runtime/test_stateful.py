"""Random histories leave the engine where a simple reference model says they should."""

import sys
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings

from app.storage.spaces import Spaces
from tests.runtime.players import Player
from tests.runtime.stories import histories


def test_no_history_makes_engine_and_model_differ(
    spaces: Spaces, request: pytest.FixtureRequest
) -> None:
    count = max(1, int(request.config.getoption("--histories")) // 2)
    chosen = int(request.config.getoption("--histories-seed"))
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
