"""Files come in whole, or say which records did not and why; nothing comes in twice."""

import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from app.clock import to_instant
from app.errors import Conflict
from app.runtime import imports
from app.runtime.columns import columns_of
from app.runtime.csv_files import look_through
from app.runtime.following import Automations
from app.runtime.imports import Job, Report
from app.runtime.records import Status
from app.storage import imports as progress
from app.storage import records, totals
from app.storage.imports import ImportRun
from app.storage.space import Space
from tests.runtime.clubs import Club, document

SPENT = {">=": [{"sum_of": ["order.net", "lifetime"]}, 100]}
PLAIN = document(("regular", None), ("gold", SPENT))
MakeClub = Callable[[Any], Club]


class Killed(BaseException):
    """The process ends here."""


@pytest.fixture
def joined(club: MakeClub) -> Club:
    """A club with the members a and b."""
    made = club(PLAIN)
    made.join("a", phone="13800138000")
    made.join("b")
    return made


def a_job(club: Club, folder: Path, content: str, object_key: str = "order", **more: Any) -> Job:
    path = folder / "shop.csv"
    path.write_text(content, encoding="utf-8")
    sheet = look_through(path)
    told, match, update = more.pop("told", {}), more.pop("match", None), more.get("update", False)
    program = club.live.checked.program
    return Job(
        spaces=club.spaces,
        workspace_id=club.workspace_id,
        program_id=club.program_id,
        sheet=sheet,
        columns=columns_of(
            program, object_key, sheet.columns, told=told, match=match, update=update
        ),
        **more,
    )


def run(job: Job, club: Club) -> Report:
    return imports.run(job, now=to_instant(club.now))


def sales(club: Club) -> tuple[int, int]:
    """How many orders there are, and what they add up to."""
    with club.spaces.reading(club.workspace_id) as space:
        found = totals.of_money(space, club.live.catalogue.records["order"], "net")
    return found.rows, found.total


def refused_rows(job: Job) -> list[dict[str, str]]:
    with job.refused_file.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


ORDERS = "external_id,member,paid_at,amount\n1,a,2026-02-01 10:00,60\n2,a,2026-02-02 10:00,40\n"


def test_an_import_places_the_members_it_touches(joined: Club, tmp_path: Path) -> None:
    report = run(a_job(joined, tmp_path, ORDERS), joined)
    assert (report.done, report.kept, report.refused, report.known) == (2, 2, 0, 0)
    assert report.moved == 1
    assert joined.tiers() == {"a": "gold", "b": "regular"}
    assert sales(joined) == (2, 10_000)


def test_a_record_that_will_not_do_is_refused_alone_and_goes_to_a_file_with_reasons(
    joined: Club, tmp_path: Path
) -> None:
    content = ORDERS + "3,a,yesterday,9.999\n4,nobody,2026-02-03,1\n5,b,2026-02-03,1,234.50\n"
    job = a_job(joined, tmp_path, content)
    report = run(job, joined)
    assert (report.done, report.kept, report.refused) == (5, 2, 3)
    assert report.refused_file == tmp_path / "shop.refused.csv"
    rows = refused_rows(job)
    assert [row["external_id"] for row in rows] == ["3", "4", "5"]
    assert [row["行号 line"] for row in rows] == ["4", "5", "6"]
    assert "“yesterday”" in rows[0]["reason"]
    assert "[Amount paid] 9.999 has more than 2" in rows[0]["reason"]
    assert "[实付金额]" in rows[0]["原因"]
    assert "nobody" in rows[1]["reason"]
    assert "5 cells" in rows[2]["reason"]
    assert rows[2]["amount"] == "1,234.50"


def test_the_refused_records_can_be_put_right_and_imported(joined: Club, tmp_path: Path) -> None:
    job = a_job(joined, tmp_path, ORDERS + "3,a,yesterday,9\n")
    run(job, joined)
    mended = job.refused_file.read_text(encoding="utf-8-sig").replace("yesterday", "2026-02-03")
    report = run(a_job(joined, tmp_path, mended), joined)
    assert (report.kept, report.refused) == (1, 0)
    assert not job.refused_file.exists()
    assert sales(joined) == (3, 10_900)


def test_a_file_that_was_imported_is_not_imported_again(joined: Club, tmp_path: Path) -> None:
    without_key = "member,paid_at,amount\na,2026-02-01 10:00,60\n"
    run(a_job(joined, tmp_path, without_key), joined)
    report = run(a_job(joined, tmp_path, without_key), joined)
    assert report.was_finished
    assert sales(joined) == (1, 6_000)
    run(a_job(joined, tmp_path, without_key, again=True), joined)
    assert sales(joined) == (2, 12_000)


def test_a_record_that_is_here_already_is_left_alone(joined: Club, tmp_path: Path) -> None:
    run(a_job(joined, tmp_path, ORDERS), joined)
    more = ORDERS.replace(",60\n", ",70\n") + "3,b,2026-02-03,5\n"
    report = run(a_job(joined, tmp_path, more), joined)
    assert (report.kept, report.known) == (1, 2)
    assert sales(joined) == (3, 10_500)


def test_the_same_record_twice_in_one_file_comes_in_once(joined: Club, tmp_path: Path) -> None:
    report = run(a_job(joined, tmp_path, ORDERS + "1,a,2026-02-01 10:00,60\n"), joined)
    assert (report.kept, report.known) == (2, 1)
    assert sales(joined) == (2, 10_000)


def test_records_are_updated_when_that_is_asked_for(joined: Club, tmp_path: Path) -> None:
    content = "external_id,name,joined_at\na,韩梅梅,2026-01-01\nc,李雷,2026-01-02\n"
    report = run(a_job(joined, tmp_path, content, "member", update=True), joined)
    assert (report.kept, report.known, report.refused) == (2, 0, 0)
    with joined.spaces.reading(joined.workspace_id) as space:
        members = joined.live.catalogue.members
        rows = [
            records.by_field(members, row) for row in space.execute(records.own(space, members))
        ]
    names = {row["external_id"]: (row["name"], row["phone"]) for row in rows}
    assert names == {
        "a": ("韩梅梅", "+8613800138000"),
        "b": (None, None),
        "c": ("李雷", None),
    }


def test_members_are_recognised_by_another_unique_field(joined: Club, tmp_path: Path) -> None:
    content = "手机号,姓名,入会时间\n138 0013 8000,韩梅梅,2026-01-01\n"
    job = a_job(joined, tmp_path, content, "member", match="phone", update=True)
    assert run(job, joined).kept == 1
    with joined.spaces.reading(joined.workspace_id) as space:
        assert totals.count(space, joined.live.catalogue.members) == 2


def test_an_update_need_not_say_what_stays_as_it_is(joined: Club, tmp_path: Path) -> None:
    run(a_job(joined, tmp_path, ORDERS), joined)
    report = run(a_job(joined, tmp_path, "external_id,store\n2,七号店\n", update=True), joined)
    assert (report.kept, report.refused) == (1, 0)
    assert sales(joined) == (2, 10_000)
    members = "external_id,name\na,李雷\nnew,无名\n"
    job = a_job(joined, tmp_path, members, "member", update=True)
    report = run(job, joined)
    assert (report.kept, report.refused) == (1, 1)
    assert "[Joined] Joined is required." in refused_rows(job)[0]["reason"]


CHANGED = (
    "external_id,amount,paid_at\n1,60.00,2026-02-01 10:00\n2,39.99,\n1,,2026-02-01 11:00\n1,x,\n"
)


def test_an_update_does_not_change_what_other_figures_follow_from(
    joined: Club, tmp_path: Path
) -> None:
    run(a_job(joined, tmp_path, ORDERS), joined)
    job = a_job(joined, tmp_path, CHANGED, update=True)
    report = run(job, joined)
    assert (report.kept, report.refused) == (1, 3)
    assert all("record a refund" in row["reason"] for row in refused_rows(job))
    assert sales(joined) == (2, 10_000)


def test_an_order_finds_its_member_by_phone_however_it_is_written(
    joined: Club, tmp_path: Path
) -> None:
    content = '手机号,支付时间,实付金额\n138-0013-8000,2026/2/1 10:00,"¥1,200.00"\n'
    assert run(a_job(joined, tmp_path, content), joined).kept == 1
    assert joined.tier("a") == "gold"


def test_unknown_members_are_made_when_that_is_asked_for(joined: Club, tmp_path: Path) -> None:
    content = ORDERS.replace(",a,", ",new,")
    assert run(a_job(joined, tmp_path, content), joined).refused == 2
    report = run(a_job(joined, tmp_path, content + "\n", create_members=True), joined)
    assert report.kept == 2
    assert joined.tier("new") == "gold"


def test_a_preview_says_what_would_happen_and_does_nothing(joined: Club, tmp_path: Path) -> None:
    job = a_job(joined, tmp_path, ORDERS + "3,a,yesterday,1\n4,b,2026-02-01,1\n")
    shown = imports.preview(job, rows=3, now=to_instant(joined.now))
    assert [outcome.status for _, outcome in shown] == [
        Status.CREATED,
        Status.CREATED,
        Status.REFUSED,
    ]
    assert sales(joined) == (0, 0)
    assert joined.tiers() == {"a": "regular", "b": "regular"}
    assert not job.refused_file.exists()
    assert run(job, joined).kept == 3


MANY = "external_id,member,paid_at,amount\n" + "".join(
    f"{n},{'ab'[n % 2]},2026-02-{1 + n % 28:02},{'ten' if n % 7 == 0 else n}\n" for n in range(50)
)


@pytest.mark.parametrize("batches", [1, 3, 6])
def test_an_import_that_is_killed_ends_the_same_when_it_is_run_again(
    joined: Club, tmp_path: Path, batches: int
) -> None:
    job = a_job(joined, tmp_path, MANY, batch=8)

    def killed(done: int) -> None:
        if done == 8 * batches:
            raise Killed

    with pytest.raises(Killed):
        imports.run(job, now=to_instant(joined.now), progress=killed)
    report = run(job, joined)
    assert report.taken_up_at == 8 * batches
    _is_complete(report, job, joined)


def test_a_batch_whose_commit_did_not_happen_is_done_again(
    joined: Club, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = a_job(joined, tmp_path, MANY, batch=8)
    with monkeypatch.context() as patch:
        advance = progress.advance

        def killed(space: Space, before: ImportRun, after: ImportRun) -> None:
            if before.done == 8:
                raise Killed
            advance(space, before, after)

        patch.setattr(progress, "advance", killed)
        with pytest.raises(Killed):
            run(job, joined)
    assert len(refused_rows(job)) == 3
    report = run(job, joined)
    assert report.taken_up_at == 8
    _is_complete(report, job, joined)


def _is_complete(report: Report, job: Job, club: Club) -> None:
    kept = [n for n in range(50) if n % 7]
    assert (report.done, report.kept, report.refused) == (50, len(kept), 50 - len(kept))
    assert sales(club) == (len(kept), 100 * sum(kept))
    assert [row["external_id"] for row in refused_rows(job)] == [
        str(n) for n in range(50) if n % 7 == 0
    ]


def test_two_imports_of_one_file_at_once_do_not_double_it(joined: Club, tmp_path: Path) -> None:
    job = a_job(joined, tmp_path, "member,paid_at,amount\na,2026-02-01,1\n")
    with joined.spaces.writing(joined.workspace_id) as space:
        seen = progress.begin(
            space,
            joined.program_id,
            object_key="order",
            fingerprint=job.fingerprint(Automations.NO),
            at=0,
        )
    run(job, joined)
    with (
        joined.spaces.writing(joined.workspace_id) as space,
        pytest.raises(Conflict, match="Another process"),
    ):
        progress.advance(space, seen, seen)
    assert sales(joined) == (1, 100)
