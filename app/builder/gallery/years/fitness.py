"""A year of three gyms: who comes how often, who keeps it up and who stays away."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from app.builder.gallery.years.happening import Happening, happened, joined
from app.builder.gallery.years.people import Person, people
from app.runtime.intake import Entry

MEMBERS = 200
DAYS = 365
OLDEST = 540
"""Days since the first of them joined."""
CLUBS = (
    ("C1", "静安店", "上海"),
    ("C2", "滨江店", "上海"),
    ("C3", "西湖店", "杭州"),
)
COACHES = ("周教练", "林教练", "许教练", "方教练", "沈教练")
CLASSES = {
    "open": ("自由训练",),
    "group": ("动感单车", "瑜伽", "搏击操", "普拉提", "尊巴"),
    "personal": ("私教课",),
    "swim": ("游泳",),
}
MINUTES = {"open": 70, "group": 55, "personal": 60, "swim": 45}
HABITS = ((0.4, 34), (1.0, 30), (2.1, 18), (3.1, 11), (4.8, 7))
"""Visits in a week, and how many of a hundred members come so often."""
HOURS = ((7, 2), (9, 1), (12, 2), (18, 4), (19, 5), (20, 4))
WEEKDAYS = (1.1, 1.1, 1.0, 1.0, 0.8, 1.15, 0.85)
"""How full the days of a week are, from Monday on."""
BUSY = range(60, 151)
"""Days ago when more people came."""
STAYS, LEAVES = 60, 0.22
"""Days for which everybody stays, and how many leave some time later."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Habit:
    """How somebody trains over the months."""

    weekly: float
    first: int
    """Days ago."""
    last: int
    """Days ago; 0 is that they still come."""
    trend: float
    """How much more or less they come at the end of the year than at its beginning."""

    def on(self, ago: int) -> float:
        """Give how likely a visit is on a day."""
        if not self.last <= ago <= self.first:
            return 0.0
        season = 1.15 if ago % DAYS in BUSY else 1.0
        passed = 1 - min(ago, DAYS) / DAYS
        return self.weekly / 7 * season * (1 + self.trend * passed)


def year(now: datetime, zone: ZoneInfo) -> Iterator[Happening]:
    chance = Random("rungs: fitness")  # noqa: S311  # Nothing secret is drawn.
    today = now.astimezone(zone).date()
    begins = now - timedelta(days=DAYS)
    for number, name, city in CLUBS:
        club = {"external_id": number, "name": name, "city": city}
        yield Happening(at=begins, what=Entry(object="club", values=club))
    for person in people(MEMBERS, "F", chance):
        yield from _life(person, today, begins, zone, chance)


def _life(
    person: Person, today: date, begins: datetime, zone: ZoneInfo, chance: Random
) -> Iterator[Happening]:
    habit = _habit(chance)
    club = chance.choice(CLUBS)[0]
    taste = _taste(chance)
    since = datetime.combine(
        today - timedelta(days=habit.first),
        time(chance.randint(9, 19), chance.randint(0, 59)),
        zone,
    )
    yield joined(
        since,
        begins,
        {
            "external_id": person.external_id,
            "name": person.name,
            "email": person.email,
            "birthday": date(
                chance.randint(1966, 2005), chance.randint(1, 12), chance.randint(1, 28)
            ).isoformat(),
            "goal": chance.choice(("lose", "build", "shape", "recover", "relax")),
            "card": chance.choices(("year", "quarter", "times"), (6, 3, 2))[0],
            "home_club": {"external_id": club},
            "coach": chance.choice(COACHES) if "personal" in taste else None,
        },
    )
    for ago in range(min(habit.first - 1, DAYS - 1), -1, -1):
        day = today - timedelta(days=ago)
        if chance.random() < habit.on(ago) * WEEKDAYS[day.weekday()]:
            yield _visit(person, day, club, taste, zone, chance)


def _habit(chance: Random) -> Habit:
    weekly = chance.choices([each for each, _ in HABITS], [many for _, many in HABITS])[0]
    first = chance.randint(6, OLDEST)
    left = first > STAYS and chance.random() < LEAVES
    return Habit(
        weekly=weekly * chance.uniform(0.85, 1.15),
        first=first,
        last=chance.randint(20, min(first, DAYS) - 30) if left else 0,
        trend=chance.choices((0.0, 0.5, -0.65), (55, 22, 23))[0],
    )


def _taste(chance: Random) -> tuple[str, ...]:
    """Give the kinds of training that somebody likes, the usual one more often."""
    usual = chance.choice(("open", "group", "open", "swim"))
    other = chance.choice(("group", "personal", "open"))
    return (usual, usual, usual, other)


def _visit(
    person: Person, day: date, club: str, taste: tuple[str, ...], zone: ZoneInfo, chance: Random
) -> Happening:
    kind = chance.choice(taste)
    hour = chance.choices([each for each, _ in HOURS], [many for _, many in HOURS])[0]
    at = datetime.combine(day, time(hour, chance.randint(0, 59)), zone)
    values = {
        "external_id": f"{person.external_id}-{day:%Y%m%d}",
        "checked_in_at": at.isoformat(),
        "kind": kind,
        "class": chance.choice(CLASSES[kind]),
        "club": {"external_id": club},
        "minutes": MINUTES[kind] + chance.randint(-15, 25),
    }
    return happened(at, "visit", person.external_id, values)
