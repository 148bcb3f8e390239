"""T4: an engine with a mistake in it does not pass; what these tests assert can fail."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.faults import mistakes, situations
from tests.runtime.clubs import Club

Clubs = Callable[..., Club]
Situation = Callable[[Clubs, Path], list[str]]
Mistake = Callable[[pytest.MonkeyPatch], None]
PAIRS: list[tuple[Mistake, Situation]] = [
    (mistakes.two_transactions, situations.whoever_dies),
    (mistakes.keys_by_attempt, situations.whoever_dies),
    (mistakes.mark_before_effect, situations.whoever_dies),
    (mistakes.lease_without_end, situations.whoever_dies),
    (mistakes.no_fence, situations.a_late_worker),
    (mistakes.attempts_not_counted, situations.a_poisonous_member),
    (mistakes.deferred_begin, situations.two_writers),
    (mistakes.entries_without_key, situations.the_same_start_twice),
    (mistakes.occurrences_without_key, situations.two_schedulers),
]
SITUATIONS = list(dict.fromkeys(situation for _, situation in PAIRS))


@pytest.mark.parametrize("situation", SITUATIONS, ids=[each.__name__ for each in SITUATIONS])
def test_nothing_is_wrong_as_it_is(
    sqlite_club: Clubs, tmp_path: Path, situation: Situation
) -> None:
    assert situation(sqlite_club, tmp_path) == []


@pytest.mark.parametrize(("mistake", "situation"), PAIRS, ids=[each.__name__ for each, _ in PAIRS])
def test_a_mistake_is_noticed(
    sqlite_club: Clubs,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    mistake: Mistake,
    situation: Situation,
) -> None:
    mistake(monkeypatch)
    assert situation(sqlite_club, tmp_path) != []
