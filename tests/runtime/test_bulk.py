"""One field of many members changed at once, carried on after a break, and taken back."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import Select, select

from app.clock import to_instant
from app.errors import Conflict, Invalid
from app.runtime import bulk
from app.runtime.bulk import Wanted
from app.runtime.bulk_piece import advance
from app.runtime.releases import live
from app.storage import bulk_jobs, records
from app.storage.bulk_jobs import Action, BulkJob, State
from app.storage.history import after
from tests.runtime.clubs import Club, document

VIP = {"==": [{"var": "level"}, "vip"]}
FIELDS: list[dict[str, Any]] = [
    {
        "key": "level",
        "kind": "choice",
        "label": {"zh": "级别", "en": "Level"},
        "options": {"choices": ["plain", "vip"]},
    },
    {"key": "likes", "kind": "tags", "label": {"zh": "爱好", "en": "Likes"}},
    {"key": "met_at", "kind": "datetime", "label": {"zh": "见面", "en": "Met"}},
    {"key": "note", "kind": "text", "label": {"zh": "备注", "en": "Note"}, "required": True},
]
MEMBER = {"key": "member", "label": {"zh": "会员", "en": "Member"}, "fields": FIELDS}
CONTENT = document(("basic", None), ("gold", VIP), objects=[MEMBER])


@pytest.fixture
def team(club: Callable[..., Club]) -> Club:
    made = club(CONTENT)
    for n in range(5):
        made.join(f"m{n}", note="x", likes=["tea"] if n % 2 else [])
    return made


def everybody(team: Club) -> Select[Any]:
    return select(team.live.catalogue.members.identity)


def begun(team: Club, wanted: Wanted) -> BulkJob:
    with team.spaces.writing(team.workspace_id) as space:
        found = live(space, team.program_id)
        now = to_instant(team.now)
        return bulk.begin(space, found, wanted, everybody(team), now=now, by="ann@example.org")


def finished(team: Club, job: BulkJob) -> dict[State, int]:
    bulk.finish(team.spaces, team.workspace_id, job, now=to_instant(team.now))
    with team.spaces.reading(team.workspace_id) as space:
        assert bulk_jobs.get_job(space, team.program_id, job.id).finished_at is not None
        return bulk_jobs.tally(space, job.id)


def held(team: Club, key: str) -> list[Any]:
    with team.spaces.reading(team.workspace_id) as space:
        members = live(space, team.program_id).catalogue.members
        rows = space.execute(records.own(space, members).order_by(members.identity)).all()
        return [records.by_field(members, row)[key] for row in rows]


def test_members_are_changed_and_placed_as_by_single_edits(team: Club) -> None:
    job = begun(team, Wanted(action=Action.SET, field="level", value="vip"))
    assert job.total == 5
    counted = finished(team, job)
    assert counted[State.CHANGED] == 5
    assert held(team, "level") == ["vip"] * 5
    assert set(team.tiers().values()) == {"gold"}


def test_who_had_it_before_is_counted_apart(team: Club) -> None:
    team.join("m0", note="x")
    job = begun(team, Wanted(action=Action.ADD, field="likes", value=["tea", "cake"]))
    assert finished(team, job)[State.CHANGED] == 5
    again = begun(team, Wanted(action=Action.ADD, field="likes", value=["tea"]))
    assert finished(team, again)[State.SAME] == 5
    assert held(team, "likes")[:2] == [["tea", "cake"], ["tea", "cake"]]


def test_a_change_that_was_interrupted_goes_on_where_it_stopped(team: Club) -> None:
    job = begun(team, Wanted(action=Action.SET, field="level", value="vip"))
    with team.spaces.writing(team.workspace_id) as space:
        assert advance(space, team.live, job.id, now=to_instant(team.now), size=2)
    assert held(team, "level").count("vip") == 2
    assert bulk.carry_on(team.spaces.engine, team.now) == 1
    assert held(team, "level") == ["vip"] * 5
    assert bulk.carry_on(team.spaces.engine, team.now) == 0


def test_a_change_is_taken_back_but_for_what_was_changed_since(team: Club) -> None:
    job = begun(team, Wanted(action=Action.ADD, field="likes", value=["cake"]))
    finished(team, job)
    before = held(team, "likes")
    finished(team, begun_for(team, "m0", Wanted(action=Action.SET, field="likes", value=["beer"])))
    with team.spaces.writing(team.workspace_id) as space:
        now = to_instant(team.now)
        undo = bulk.undo(space, team.program_id, job.id, now=now, by=None)
    counted = finished(team, undo)
    assert (counted[State.CHANGED], counted[State.REFUSED]) == (4, 1)
    assert held(team, "likes") == [["beer"], ["tea"], None, ["tea"], None]
    assert before[1] == ["tea", "cake"]
    with team.spaces.writing(team.workspace_id) as space, pytest.raises(Conflict):
        bulk.undo(space, team.program_id, job.id, now=now, by=None)


def begun_for(team: Club, name: str, wanted: Wanted) -> BulkJob:
    with team.spaces.writing(team.workspace_id) as space:
        found = live(space, team.program_id)
        members = found.catalogue.members
        which = select(members.identity).where(members.fields["external_id"] == name)
        return bulk.begin(space, found, wanted, which, now=to_instant(team.now), by=None)


def test_a_moment_keeps_its_local_day_and_what_was_held_is_written_down(team: Club) -> None:
    value = "2026-03-01T23:30:00+08:00"
    finished(team, begun(team, Wanted(action=Action.SET, field="met_at", value=value)))
    finished(team, begun(team, Wanted(action=Action.CLEAR, field="met_at")))
    assert held(team, "met_at.day") == [None] * 5
    with team.spaces.reading(team.workspace_id) as space:
        members = team.live.catalogue.members
        first = space.execute(records.own(space, members, members.identity)).scalars().first()
        assert first is not None
        told = [each for each in after(space, first, 0) if each.field == "met_at"]
    assert len(told) == 2


@pytest.mark.parametrize(
    ("wanted", "told"),
    [
        (Wanted(action=Action.SET, field="level", value="king"), "king"),
        (Wanted(action=Action.SET, field="level", value=""), "清空"),
        (Wanted(action=Action.CLEAR, field="note"), "必填"),
        (Wanted(action=Action.ADD, field="note", value="y"), "一个值"),
        (Wanted(action=Action.SET, field="phone", value="1"), "选择"),
        (Wanted(action=Action.SET, field="nothing", value="1"), "选择"),
    ],
    ids=["no such choice", "blank", "required", "not several", "unique", "unknown"],
)
def test_a_change_that_will_not_do_is_refused_before_it_begins(
    team: Club, wanted: Wanted, told: str
) -> None:
    with pytest.raises(Invalid) as refused:
        begun(team, wanted)
    assert told in refused.value.words.zh


def test_a_change_of_many_is_held_to_the_checks_of_the_object(club: Callable[..., Club]) -> None:
    check = {
        "condition": {"or": [{"!=": [{"var": "level"}, "vip"]}, {"==": [{"var": "note"}, "known"]}]}
    }
    level = {**FIELDS[0], "check": check}
    content = document(
        ("basic", None), ("gold", VIP), objects=[{**MEMBER, "fields": [level, *FIELDS[1:]]}]
    )
    made = club(content)
    for n in range(4):
        made.join(f"m{n}", note="known" if n == 0 else "x")
    job = begun(made, Wanted(field="level", action=Action.SET, value="vip"))
    told = finished(made, job)
    assert (told[State.CHANGED], told[State.REFUSED]) == (1, 3)
