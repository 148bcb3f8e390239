"""A record that breaks a rule of its object comes in nowhere; retired fields take nothing."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from app.clock import to_instant
from app.runtime import imports
from app.runtime.changes import change_record
from app.runtime.columns import columns_of
from app.runtime.csv_files import look_through
from app.runtime.imports import Job
from app.runtime.intake import Entry
from app.runtime.listing import find_some
from app.runtime.records import Outcome, Status
from app.runtime.releases import live
from tests.runtime.clubs import Club, document

MakeClub = Callable[[Any], Club]
RULE = {
    "condition": {">=": [{"var": "ends"}, {"var": "begins"}]},
    "message": {"zh": "结束不能早于开始。", "en": "It cannot end before it begins."},
}


def a_school(**of_place: Any) -> dict[str, Any]:
    fields = [
        {"key": "code", "kind": "text", "label": "Code", "unique": True},
        {"key": "begins", "kind": "date", "label": "Begins"},
        {"key": "ends", "kind": "date", "label": "Ends", "check": RULE},
        {"key": "place", "kind": "text", "label": "Place", **of_place},
    ]
    course = {"key": "course", "label": "Course", "of_member": False, "fields": fields}
    return document(("regular", None), objects=[course])


def a_course(code: str, **values: Any) -> Entry:
    return Entry(object="course", values={"code": code, **values}, match="code")


@pytest.fixture
def school(club: MakeClub) -> Club:
    return club(a_school())


def change(club: Club, record_id: int, **values: Any) -> Outcome:
    with club.spaces.writing(club.workspace_id) as space:
        found = live(space, club.program_id)
        return change_record(
            space, found, "course", record_id, values, now=to_instant(club.now), cause="test"
        )


def read(club: Club, record_id: int) -> dict[str, Any]:
    with club.spaces.reading(club.workspace_id) as space:
        found = live(space, club.program_id)
        return dict(
            find_some(space, found, "course", [record_id], now=to_instant(club.now))[record_id]
        )


def test_a_new_record_that_breaks_a_rule_is_refused_alone_and_takes_no_unique_value(
    school: Club,
) -> None:
    wrong = a_course("a", begins="2026-03-02", ends="2026-03-01")
    refused, kept = school.send(wrong, a_course("b", begins="2026-03-02", ends="2026-03-02"))
    assert refused.status is Status.REFUSED
    assert [(each.path, each.message.zh) for each in refused.findings] == [
        ("/ends", "结束不能早于开始。")
    ]
    assert kept.status is Status.CREATED
    assert school.kept(a_course("a", begins="2026-03-02", ends="2026-03-03")).record_id


def test_a_change_is_looked_at_with_the_rest_of_its_record(school: Club) -> None:
    made = school.kept(a_course("a", begins="2026-03-02", ends="2026-03-05")).record_id
    assert made is not None
    assert change(school, made, begins="2026-03-06").status is Status.REFUSED
    assert change(school, made, begins="2026-03-06", ends="2026-03-07").status is Status.UPDATED
    (late,) = school.send(a_course("a", ends="2026-03-01"), update=True)
    assert late.status is Status.REFUSED
    (blank,) = school.send(a_course("c", begins="2026-03-06"))
    assert blank.status is Status.CREATED, "What is not known breaks no rule."


def test_a_file_is_held_to_the_same_rule(school: Club, tmp_path: Path) -> None:
    path = tmp_path / "courses.csv"
    path.write_text("Code,Begins,Ends\na,2026-03-02,2026-03-01\nb,2026-03-02,2026-03-09\n", "utf-8")
    sheet = look_through(path)
    columns = columns_of(school.live.checked.program, "course", sheet.columns, told={})
    job = Job(
        spaces=school.spaces,
        workspace_id=school.workspace_id,
        program_id=school.program_id,
        sheet=sheet,
        columns=columns,
    )
    report = imports.run(job, now=to_instant(school.now))
    assert (report.kept, report.refused) == (1, 1)


def test_a_retired_field_keeps_its_values_and_can_be_brought_back(school: Club) -> None:
    made = school.kept(a_course("a", place="楼上")).record_id
    assert made is not None
    school.publish(a_school(retired=True))
    (refused,) = school.send(a_course("b", place="楼下"))
    assert [each.path for each in refused.findings] == ["/place"]
    assert change(school, made, place="楼下").status is Status.REFUSED
    assert change(school, made, begins="2026-03-02").status is Status.UPDATED
    columns = columns_of(school.live.checked.program, "course", ["Code", "Place"], told={})
    assert columns.left_out == ("Place",)
    school.publish(a_school())
    assert read(school, made)["place"] == "楼上"
