"""Jobs that failed are tried again later and later; the worker keeps in memory when."""

from dataclasses import dataclass, field

from app.storage.trouble import Trouble

SECOND = 1_000_000
FIRST = 10
LONGEST = 600
"""Seconds before the second attempt, and at most before any other; each wait doubles the last."""
LONGEST_IN_TROUBLE = 20
"""At most, where the database was full, busy or away: then it goes on by itself soon after."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Failing:
    """A job that has not gone well for a programme since."""

    job: str
    program_id: int
    failures: int
    again_at: int
    """Not to be tried before, in microseconds UTC."""
    trouble: Trouble | None = None

    def to_json(self) -> dict[str, object]:
        said = {"job": self.job, "program": str(self.program_id), "failures": self.failures}
        return said if self.trouble is None else {**said, "trouble": self.trouble.value}


@dataclass(frozen=True, slots=True)
class Retries:
    """What failed for which programme, and when it may be tried again."""

    _failing: dict[tuple[str, int], Failing] = field(default_factory=dict)

    def may(self, job: str, program_id: int, *, now: int) -> bool:
        failing = self._failing.get((job, program_id))
        return failing is None or failing.again_at <= now

    def failed(self, job: str, program_id: int, *, now: int, trouble: Trouble | None = None) -> int:
        """Note a failure; give in how many seconds the job may be tried again."""
        before = self._failing.get((job, program_id))
        failures = 1 if before is None else before.failures + 1
        longest = LONGEST if trouble is None else LONGEST_IN_TROUBLE
        # Doubling stops before the numbers become absurd.
        seconds = min(FIRST << min(failures - 1, LONGEST.bit_length()), longest)
        self._failing[job, program_id] = Failing(
            job=job,
            program_id=program_id,
            failures=failures,
            again_at=now + seconds * SECOND,
            trouble=trouble,
        )
        return seconds

    def went_well(self, job: str, program_id: int) -> None:
        self._failing.pop((job, program_id), None)

    def failing(self) -> list[Failing]:
        # Another job may note a failure meanwhile.
        return list(self._failing.values())
