"""A year of an online school: courses begun and completed, lessons, and the points for them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from app.builder.gallery.years.happening import Earned, Happening, happened, joined
from app.builder.gallery.years.people import Person, people
from app.runtime.intake import Entry

MEMBERS = 150
DAYS = 365
OLDEST = 480
COURSES = (
    ("K01", "思维数学", "maths", 10),
    ("K02", "初中数学同步", "maths", 16),
    ("K03", "高考数学冲刺", "maths", 14),
    ("K04", "英语绘本精读", "english", 8),
    ("K05", "中考英语", "english", 14),
    ("K06", "商务英语口语", "english", 12),
    ("K07", "少儿编程", "coding", 10),
    ("K08", "Python 入门", "coding", 12),
    ("K09", "作文与阅读", "writing", 9),
    ("K10", "科学实验课", "science", 8),
)
CITIES = ("上海", "北京", "杭州", "成都", "武汉", "西安", "广州")
TUTORS = ("陈老师", "吴老师", "苏老师", "顾老师")
PACES = ((0.4, 32), (1.0, 32), (1.8, 21), (2.8, 10), (4.4, 5))
"""Lessons in a week, and how many of a hundred learners take so many."""
LESSON, HOMEWORK, COMPLETION = 10, 15, 100
"""What each is worth in points."""
HANDED_IN = 0.35
"""How likely homework is handed in after a lesson."""
STAYS, LEAVES = 60, 0.25
"""Days for which everybody stays, and how many leave some time later."""
SUNDAY = 6
WEEK = timedelta(weeks=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Learner:
    person: Person
    pace: float
    """Lessons in a week."""
    finishes: float
    """How likely a course that was begun is completed."""
    first: int
    """Days ago."""
    last: int


@dataclass(slots=True, kw_only=True)
class _Course:
    """A course somebody is taking."""

    key: str
    lessons: int
    stops_after: int
    enrolled: date
    mark: str
    """The external id of the enrolment."""
    done: int = 0

    @property
    def progress(self) -> int:
        return 100 * self.done // self.lessons


def year(now: datetime, zone: ZoneInfo) -> Iterator[Happening]:
    chance = Random("rungs: education")  # noqa: S311  # Nothing secret is drawn.
    today, begins = now.astimezone(zone).date(), now - timedelta(days=DAYS)
    for number, name, subject, lessons in COURSES:
        course = {"external_id": number, "name": name, "subject": subject, "lessons": lessons}
        yield Happening(at=begins, what=Entry(object="course", values=course))
    for person in people(MEMBERS, "S", chance):
        learner = _learner(person, chance)
        since = today - timedelta(days=learner.first)
        yield joined(_at(since, zone, chance), begins, _about(person, chance))
        yield from _Studies(learner, today, zone, chance).all()


def _learner(person: Person, chance: Random) -> Learner:
    pace = chance.choices([each for each, _ in PACES], [many for _, many in PACES])[0]
    first = chance.randint(5, OLDEST)
    left = first > STAYS and chance.random() < LEAVES
    return Learner(
        person=person,
        pace=pace * chance.uniform(0.85, 1.15),
        finishes=min(0.98, 0.25 + 0.16 * pace + chance.uniform(-0.1, 0.2)),
        first=first,
        last=chance.randint(15, min(first, DAYS) - 30) if left else 0,
    )


def _about(person: Person, chance: Random) -> dict[str, object]:
    stage = chance.choices(("primary", "junior", "senior", "adult"), (3, 4, 3, 2))[0]
    subjects = ("maths", "english", "coding", "writing", "science")
    return {
        "external_id": person.external_id,
        "name": person.name,
        "email": person.email,
        "stage": stage,
        "city": chance.choice(CITIES),
        "tutor": chance.choice(TUTORS),
        "interests": sorted(chance.sample(subjects, chance.randint(1, 3))),
    }


def _at(day: date, zone: ZoneInfo, chance: Random) -> datetime:
    return datetime.combine(day, time(chance.randint(8, 21), chance.randint(0, 59)), zone)


class _Studies:
    """What one learner does, day after day."""

    def __init__(self, learner: Learner, today: date, zone: ZoneInfo, chance: Random) -> None:
        self.learner, self.today, self.zone, self.chance = learner, today, zone, chance
        self.whose = learner.person.external_id
        self.course: _Course | None = None
        self.taken: list[str] = []
        self.points = 0
        """Of the lessons of this week, which are entered together."""

    def all(self) -> Iterator[Happening]:
        for ago in range(min(self.learner.first, DAYS - 1), self.learner.last - 1, -1):
            day = self.today - timedelta(days=ago)
            if self.course is None:
                yield self._enrol(day)
            if self.chance.random() < self.learner.pace / 7:
                yield from self._study(day)
            if day.weekday() == SUNDAY and self.points:
                yield self._earn(day, self.points, "week", "本周学习")
                self.points = 0
            if self.chance.random() < self.learner.pace / 900:
                yield self._earn(day, -self.chance.choice((50, 80, 100)), "shop", "兑换教材")

    def _enrol(self, day: date) -> Happening:
        left = [each for each in COURSES if each[0] not in self.taken] or list(COURSES)
        key, _, _, lessons = self.chance.choice(left)
        self.taken.append(key)
        completes = self.chance.random() < self.learner.finishes
        stops = lessons if completes else self.chance.randint(2, lessons - 1)
        mark = f"{self.whose}-{len(self.taken)}-{key}"
        self.course = _Course(key=key, lessons=lessons, stops_after=stops, enrolled=day, mark=mark)
        return self._enrolment(self.course, day)

    def _enrolment(self, course: _Course, day: date) -> Happening:
        """Record how far a course is; the first time, that it begins."""
        began = datetime.combine(course.enrolled, time(12), self.zone)
        values = {
            "external_id": course.mark,
            "enrolled_at": began.isoformat(),
            "course": {"external_id": course.key},
            "progress": course.progress,
        }
        at = datetime.combine(day, time(12), self.zone)
        return happened(at, "enrolment", self.whose, values, again=course.done > 0)

    def _study(self, day: date) -> Iterator[Happening]:
        course = self.course
        assert course is not None
        course.done += 1
        yield self._activity(day, "lesson", f"{course.key} 第 {course.done} 课")
        self.points += LESSON
        if self.chance.random() < HANDED_IN:
            self.points += HOMEWORK
        if course.done < course.stops_after:
            return
        if course.done == course.lessons:
            score = self.chance.randint(68, 100)
            yield self._record(
                day, "completion", "completed_at", course={"external_id": course.key}, score=score
            )
            yield self._earn(day, COMPLETION, f"done-{len(self.taken)}", "学完一门课")
        # A record comes in once a week at most, so this is another week than it began in.
        yield self._enrolment(course, max(day, course.enrolled + WEEK))
        self.course = None

    def _activity(self, day: date, kind: str, topic: str) -> Happening:
        return self._record(day, "activity", "occurred_at", kind=kind, topic=topic)

    def _record(self, day: date, key: str, occurred: str, **values: object) -> Happening:
        at = _at(day, self.zone, self.chance)
        mark = f"{self.whose}-{values.get('kind', key)}-{day:%Y%m%d}-{len(self.taken)}"
        return happened(
            at, key, self.whose, {"external_id": mark, occurred: at.isoformat(), **values}
        )

    def _earn(self, day: date, amount: int, why: str, note: str) -> Happening:
        at = datetime.combine(day, time(22, 30), self.zone)
        cause = f"sample:{self.whose}:{why}:{day:%Y%m%d}"
        return Happening(
            at=at, what=Earned(member=self.whose, cause=cause, amount=amount, note=note)
        )
