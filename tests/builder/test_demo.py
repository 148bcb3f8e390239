"""The demo is what the retailer's data say, worked out here a second time by hand."""

import csv
import gzip
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from importlib.resources import as_file
from pathlib import Path

import pytest

from app.builder import demo, drafts, gallery
from app.builder import releases as published
from app.builder.demo import Summary
from app.storage import programs
from app.storage.spaces import Spaces

NOW = datetime(2018, 1, 1, 5, tzinfo=UTC)
FIRST_OF_365 = date(2017, 1, 2)


class Killed(BaseException):
    """The process ends here."""


def unheard(_what: str, _done: int, _total: int) -> None:
    """Take no notice of progress."""


def install(spaces: Spaces, *, now: datetime = NOW) -> Summary:
    return demo.install(spaces, now=now, tell=unheard, weeks=0)


@pytest.fixture
def _households(
    spaces: Spaces, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """All households, as they are shipped; of PostgreSQL's only as many as were asked for."""
    share = int(request.config.getoption("--demo-share"))
    if spaces.engine.dialect.name == "sqlite" or share == 1:
        return
    for name in demo.TABLES:
        lines = sample(name)
        with gzip.open(tmp_path / f"{name}.csv.gz", "wt", encoding="utf-8") as file:
            rows = csv.DictWriter(file, lines[0])
            rows.writeheader()
            rows.writerows(each for each in lines if household(each) % share == 0)
    some = replace(gallery.get("retail"), sample=tmp_path)
    monkeypatch.setattr(gallery, "get", lambda _: some)


def household(line: dict[str, str]) -> int:
    return int(line.get("member") or line["external_id"])


@pytest.mark.usefixtures("_households")
def test_the_demo_holds_what_the_retailer_sold_and_every_household_where_it_belongs(
    spaces: Spaces,
) -> None:
    summary = install(spaces)
    assert (summary.members, summary.orders, summary.sales) == sums_by_hand()
    assert {key: members for key, _, members in summary.tiers} == tiers_by_hand()
    again = install(spaces, now=NOW + timedelta(days=30))
    assert again.was_there
    assert (again.orders, again.sales) == (summary.orders, summary.sales)


def test_the_retailer_sold_for_four_and_a_half_millions() -> None:
    assert sums_by_hand() == (2_469, 155_848, 459_603_958)


def sums_by_hand() -> tuple[int, int, int]:
    orders = sample("orders")
    sales = sum(Decimal(each["amount"]) for each in orders)
    return len(sample("members")), len(orders), int(100 * sales)


def tiers_by_hand() -> Counter[str]:
    spend: defaultdict[str, Decimal] = defaultdict(Decimal)
    days: defaultdict[str, list[date]] = defaultdict(list)
    for order in sample("orders"):
        days[order["member"]].append(date.fromisoformat(order["paid_at"][:10]))
        if days[order["member"]][-1] >= FIRST_OF_365:
            spend[order["member"]] += Decimal(order["amount"])
    ranked = sorted((each for each in spend.values() if each > 0), reverse=True)
    return Counter(
        tier_by_hand(spend[each], days[each], 100 * ranked.index(spend[each]) / len(ranked))
        if spend[each]
        else "regular"
        for each in list(days)
    )


def tier_by_hand(spent: Decimal, all_days: list[date], percent: float) -> str:
    counted = [each for each in all_days if each >= FIRST_OF_365]
    if spent >= 5000 and percent < 10 and most_months_running(all_days) >= 6:
        return "diamond"
    if spent >= 3000 and len(set(counted)) >= 60:
        return "gold"
    if spent >= 2000 and len(counted) >= 40:
        return "silver"
    return "bronze" if spent >= 1000 or len(counted) >= 50 else "regular"


def most_months_running(days: list[date]) -> int:
    months = {each.year * 12 + each.month for each in days}
    return max(sum(1 for _ in running(months, each)) for each in months)


def running(months: set[int], first: int) -> Iterator[int]:
    while first in months:
        yield first
        first += 1


def sample(name: str) -> list[dict[str, str]]:
    folder = gallery.get("retail").sample
    assert folder is not None
    with (
        as_file(folder / f"{name}.csv.gz") as path,
        gzip.open(path, "rt", encoding="utf-8") as file,
    ):
        return list(csv.DictReader(file))


@pytest.fixture
def without_orders(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(demo.TABLES, "orders")


@pytest.mark.usefixtures("without_orders")
def test_a_demo_that_was_interrupted_is_completed_the_next_time(spaces: Spaces) -> None:
    def killed(what: str, _done: int, _total: int) -> None:
        if what == "mailing":
            raise Killed

    with pytest.raises(Killed):
        demo.install(spaces, now=NOW, tell=killed, weeks=0)
    summary = install(spaces)
    assert summary.members == 2_469
    assert not summary.was_there
    assert {key: members for key, _, members in summary.tiers}["regular"] == 2_469
    assert install(spaces).was_there
    with spaces.installation() as connection:
        assert len(programs.all_programs(connection)) == 1


@pytest.mark.usefixtures("without_orders")
def test_the_demo_has_one_automation_at_work_and_leaves_alone_what_somebody_changed(
    spaces: Spaces,
) -> None:
    install(spaces)
    assert at_work(spaces) == [[demo.AT_WORK], []]
    with spaces.installation() as connection:
        ((workspace_id, program_id),) = programs.all_programs(connection)
    with spaces.writing(workspace_id) as space:
        draft = drafts.get(space, program_id)
        off = draft.content | {
            "flows": [each | {"enabled": False} for each in draft.content["flows"]]
        }
        drafts.save(space, program_id, off, seen=draft.version, now=NOW, by=None)
        published.publish(space, program_id, note="", now=NOW, by=None)
    install(spaces)
    assert at_work(spaces) == [[], [demo.AT_WORK], []]


def at_work(spaces: Spaces) -> list[list[str]]:
    """Give which automations each release has at work, the newest first."""
    with spaces.installation() as connection:
        ((workspace_id, program_id),) = programs.all_programs(connection)
    with spaces.reading(workspace_id) as space:
        all_of_them = [
            programs.get_release(space, program_id, each.number)
            for each in programs.releases(space, program_id)
        ]
    return [
        [flow["key"] for flow in each.content["flows"] if flow.get("enabled", True)]
        for each in all_of_them
    ]


@pytest.mark.parametrize("days", range(9))
def test_the_year_ends_before_today_and_weekdays_stay_what_they_were(days: int) -> None:
    now = datetime(2026, 11, 20, 15, tzinfo=UTC) + timedelta(days=days)
    last = demo.ENDS + timedelta(weeks=demo.weeks_to(now))
    today = now.replace(hour=0)
    assert timedelta() <= today - last < timedelta(weeks=1)
    assert last.weekday() == demo.ENDS.weekday()
