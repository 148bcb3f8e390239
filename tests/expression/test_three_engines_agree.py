"""Python, SQLite and PostgreSQL give the same answers to generated rules over edge values."""

import os
from collections.abc import Iterator
from math import ceil

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from app.days import Moment
from tests.expression.agreement import Tally, cases, compare
from tests.expression.edge_rows import MOMENTS, Engine, make_rows, postgresql, sqlite

BATCH = 240
ROWS = make_rows(80, seed=2026)
TALLIES: dict[str, Tally] = {}


@pytest.fixture(scope="module", params=MOMENTS, ids=["leap-day", "new-york", "year-end"])
def moment(request: pytest.FixtureRequest) -> Moment:
    found = request.param
    assert isinstance(found, Moment)
    return found


@pytest.fixture(scope="module")
def engines(moment: Moment) -> Iterator[list[Engine]]:
    """Both databases; without a server only SQLite, which CI does not allow."""
    url = os.environ.get("RUNGS_TEST_POSTGRESQL")
    with sqlite(moment, ROWS) as first:
        if url is None:
            if os.environ.get("CI") == "true":
                pytest.fail("RUNGS_TEST_POSTGRESQL must name a PostgreSQL server in CI.")
            yield [first]
            return
        with postgresql(url, moment, ROWS) as second:
            yield [first, second]


def test_generated_rules_mean_the_same_everywhere(
    engines: list[Engine], moment: Moment, request: pytest.FixtureRequest
) -> None:
    rules = int(request.config.getoption("--rules"))
    batches = ceil(rules / (BATCH * len(MOMENTS)))
    tally = Tally()
    start = MOMENTS.index(moment) * 1_000_000

    @seed(start)
    @settings(
        max_examples=batches,
        phases=[Phase.generate],
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(st.integers(min_value=start, max_value=start + 999_999))
    def agree(number: int) -> None:
        batch = list(cases(number, BATCH, tally))
        compare(batch, ROWS, engines, tally)
        tally.rules += len(batch)
        assert not tally.differences, f"seed {number}: " + "\n".join(
            sorted(tally.differences, key=len)[:5]
        )

    agree()
    print(f"{tally.rules} rules, {tally.comparisons} comparisons, {tally.refused} refused")  # noqa: T201  # Shown with -s and on failure.
    assert tally.refused < tally.rules
