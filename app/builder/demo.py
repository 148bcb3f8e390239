"""The demo: a ready-made programme in its own workspace, with real purchases up to today."""

from collections.abc import Callable, Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from importlib.resources import as_file

from app.builder import drafts, gallery, releases
from app.clock import from_instant, to_instant
from app.program.objects import ACTIVITY, MEMBER, ORDER
from app.runtime import evaluation, imports, overview
from app.runtime.columns import Columns, columns_of
from app.runtime.csv_files import Line, look_through
from app.runtime.following import Automations
from app.runtime.imports import Job
from app.runtime.releases import Live, live
from app.storage import programs, totals
from app.storage.space import Space
from app.storage.spaces import Spaces
from app.words import Words

WORKSPACE = "demo"
PROGRAMME = "retail"
OCCURRENCE = "demo"
AT_WORK = "near_tier"
"""The automation that the demo has switched on, for those of whom it is true already, too."""
ZONE = "UTC"
"""The sample's times are clock times of its stores; in this zone they stay what they were."""
BEGINS = datetime.fromisoformat("2017-01-01T00:00:00Z")
"""The day of the first purchase of the sample; the demo's programme is published then."""
ENDS = datetime.fromisoformat("2018-01-01T04:01:20Z")
"""The last purchase of the sample."""
WEEK = timedelta(days=7)
EARNING = timedelta(weeks=4)
"""How long members of the demo have been earning points."""
TABLES = {"members": MEMBER, "orders": ORDER, "mailings": "mailing", "redemptions": ACTIVITY}
"""Each file of the sample and the object it goes into, in this order."""
BATCHES = {MEMBER: 100, ORDER: 2_500}
"""Records in one transaction: members and orders come in about when they did."""
BATCH = 5_000
DATED = frozenset({"date", "datetime"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where the demo is."""

    workspace_id: int
    program_id: int
    weeks: int
    """How many weeks the sample is moved, as its first release tells."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """What the demo holds."""

    members: int
    orders: int
    sales: int
    """In smallest units."""
    tiers: tuple[tuple[str, Words, int], ...]
    """Key, label and members of each tier, lowest first."""
    weeks: int
    """How many weeks the sample was moved."""
    was_there: bool
    """Everything had been done before."""


Progress = Callable[[str, int, int], None]
"""Told what is being done, how much of it is done and how much there is."""


def install(spaces: Spaces, *, now: datetime, tell: Progress, weeks: int | None = None) -> Summary:
    """Make the demo, or go on where an interrupted run stopped.

    The sample is moved by whole weeks, so that weekdays stay what they were and its year ends
    before today; `weeks` says by how many instead. The programme lives through that year: records
    come in at the moments they tell of, and each month is evaluated when it begins.
    """
    place = _place(spaces, now=now, weeks=weeks_to(now) if weeks is None else weeks)
    was_there = True
    for job in _jobs(spaces, place):
        year = _Year(place, job, tell)
        lived = year.moment_of if job.columns.object.key in BATCHES else None
        report = imports.run(replace(job, moment=lived), now=to_instant(now), progress=year.goes_on)
        was_there &= report.was_finished
    evaluation.evaluate(
        spaces,
        place.workspace_id,
        place.program_id,
        now=to_instant(now),
        occurrence=OCCURRENCE,
        tell=tell,
    )
    _switch_on(spaces, place, now=now)
    with spaces.reading(place.workspace_id) as space:
        found = live(space, place.program_id)
        return _summary(space, found, weeks=place.weeks, was_there=was_there)


class _Year:
    """The year of the sample as it goes by, batch after batch of one file."""

    def __init__(self, place: Place, job: Job, tell: Progress) -> None:
        self.place, self.job, self.tell = place, job, tell
        self.now: datetime | None = None

    def moment_of(self, lines: Sequence[Line]) -> int:
        """Say when a batch comes in: with the last thing that it tells of."""
        columns = self.job.columns
        occurred = columns.object.occurred
        at = next(n for n, target in columns.targets.items() if target.field == occurred)
        self.now = max(datetime.fromisoformat(line.cells[at]) for line in lines)
        return to_instant(self.now)

    def goes_on(self, done: int) -> None:
        """Tell how far it is, and evaluate each month once the orders have reached it."""
        key = self.job.columns.object.key
        self.tell(key, done, self.job.sheet.lines)
        if key == ORDER and self.now is not None:
            evaluation.evaluate(
                self.job.spaces,
                self.place.workspace_id,
                self.place.program_id,
                now=to_instant(self.now),
                occurrence=f"{OCCURRENCE}:{self.now:%Y-%m}",
            )


def weeks_to(now: datetime) -> int:
    """Say by how many weeks the sample is moved for its year to end before a day begins."""
    today = now.replace(hour=0, minute=0, second=0, microsecond=0)
    return (today - ENDS) // WEEK


def _place(spaces: Spaces, *, now: datetime, weeks: int) -> Place:
    with spaces.installation() as connection:
        workspace_id = programs.find_workspace(connection, WORKSPACE)
        if workspace_id is None:
            workspace_id = programs.create_workspace(
                connection,
                spaces.ids.one(connection),
                key=WORKSPACE,
                label="演示 Demo",
                at=to_instant(now),
            )
    with spaces.writing(workspace_id) as space:
        there = programs.programs(space)
        began = BEGINS + timedelta(weeks=weeks)
        program_id = there[0].id if there else _publish(space, now=began)
        first = programs.releases(space, program_id)[-1]
    weeks = (from_instant(first.published_at) - BEGINS) // WEEK
    return Place(workspace_id=workspace_id, program_id=program_id, weeks=weeks)


def _publish(space: Space, *, now: datetime) -> int:
    document = deepcopy(dict(gallery.get(PROGRAMME).document))
    document["settings"] = document["settings"] | {"timezone": ZONE}
    # A year of points would take longer than the rest of the demo: the last weeks show enough.
    since = now + (ENDS - BEGINS) - EARNING
    for rule in document["earning"]["rules"]:
        rule["from"] = since.date().isoformat()
    program_id = drafts.create(space, document, now=now, by=None)
    releases.publish(space, program_id, note="演示数据 · Demo", now=now, by=None)
    return program_id


def _switch_on(spaces: Spaces, place: Place, *, now: datetime) -> None:
    """Publish one of its automations at work, unless somebody has changed the demo since."""
    with spaces.writing(place.workspace_id) as space:
        first, *later = programs.releases(space, place.program_id)[::-1]
        draft = drafts.get(space, place.program_id)
        released = programs.get_release(space, place.program_id, first.number)
        flows = draft.content.get("flows", [])
        if later or draft.content != released.content or not flows:
            return
        on = {"enabled": True, "enrol": "both"}
        content = draft.content | {
            "flows": [each | on if each["key"] == AT_WORK else each for each in flows]
        }
        drafts.save(space, place.program_id, content, seen=draft.version, now=now, by=None)
        note = "开启“距离晋升只差 100 元” · Near the next tier, switched on"
        releases.publish(space, place.program_id, note=note, now=now, by=None)
    evaluation.prepare(spaces, place.workspace_id, place.program_id, now=to_instant(now))


def _jobs(spaces: Spaces, place: Place) -> Iterator[Job]:
    with spaces.reading(place.workspace_id) as space:
        program = live(space, place.program_id).checked.program
    sample = gallery.get(PROGRAMME).sample
    assert sample is not None
    for name, object_key in TABLES.items():
        with as_file(sample / f"{name}.csv.gz") as path:
            sheet = look_through(path)
            columns = columns_of(program, object_key, sheet.columns, told={})
            yield Job(
                spaces=spaces,
                workspace_id=place.workspace_id,
                program_id=place.program_id,
                sheet=sheet,
                columns=columns,
                batch=BATCHES.get(object_key, BATCH),
                # Its year is lived through: what comes in comes in when it happened.
                automations=Automations.EACH,
                change=_later(columns, timedelta(weeks=place.weeks)),
            )


def _later(columns: Columns, by: timedelta) -> Callable[[Line], Line]:
    """Move every date of a record."""
    dated = [
        n
        for n, target in columns.targets.items()
        if target.field and columns.object.field(target.field).kind in DATED
    ]

    def later(line: Line) -> Line:
        cells = list(line.cells)
        for n in dated:
            cells[n] = _moved(cells[n], by)
        return Line(line.number, cells)

    return later


_DAY = len("2017-01-01")


def _moved(text: str, by: timedelta) -> str:
    if not text:
        return text
    if len(text) == _DAY:
        return (date.fromisoformat(text) + by).isoformat()
    return (datetime.fromisoformat(text) + by).isoformat()


def _summary(space: Space, found: Live, *, weeks: int, was_there: bool) -> Summary:
    orders = totals.of_money(space, found.catalogue.records[ORDER], "net")
    counted = overview.overview(space, found, since=0, limit=0).ladders[0]
    return Summary(
        members=totals.count(space, found.catalogue.members),
        orders=orders.rows,
        sales=orders.total,
        tiers=tuple(
            (each.key, each.label, counted.members.get(each.key, 0))
            for each in counted.ladder.tiers
        ),
        weeks=weeks,
        was_there=was_there,
    )
