"""Who would move under a draft, why, and what would go out; looking writes nothing."""

import csv
import io
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from sqlalchemy import text

from app.builder import moving
from app.builder.ahead import Ahead, look_ahead
from app.builder.backtest import backtest
from app.builder.findings import examine
from app.builder.moving import Page, Question, page_of
from app.builder.moving_file import written
from app.builder.outgoing import Outgoing
from app.builder.preview import impact
from app.builder.releases import live_program
from app.clock import to_instant
from app.program.codec import load
from app.runtime.granting import start_trial
from app.runtime.intake import Entry
from app.runtime.releases import live
from app.spreadsheets import MARK
from app.storage import stages
from app.storage.space import Space
from app.storage.spaces import Spaces
from tests.builder.programmes import field
from tests.builder.test_preview import everything
from tests.runtime.clubs import Club, document

Clubs = Callable[..., Club]
SPENT = {"sum_of": ["order.net", "lifetime"]}
ORDERS = {"count_of": ["order", "365d"]}
RULES = document(("basic", None), ("silver", {">=": [SPENT, 100]}), ("gold", {">=": [SPENT, 300]}))
STRICTER = document(
    ("basic", None),
    ("silver", {">=": [SPENT, 200]}),
    ("gold", {"and": [{">=": [SPENT, 240]}, {">=": [ORDERS, 1]}]}),
)


@pytest.fixture
def club(database_url: str) -> Iterator[Clubs]:
    """Publish a programme and give it with its clock."""
    spaces = Spaces.at(database_url)
    yield lambda content, **more: Club(spaces, content, **more)
    spaces.engine.dispose()


def enrol(team: Club, number: str, name: str) -> None:
    values = {"external_id": number, "name": name, "joined_at": team.now.isoformat()}
    team.kept(Entry(object="member", values=values))


def spend(team: Club, **amounts: int) -> None:
    for name, amount in amounts.items():
        enrol(team, name, name.title())
        if amount:
            team.buy(name, amount)
    team.evaluate()


def ahead(space: Space, team: Club, content: Any) -> Ahead:
    checked = examine(load(content), live=live_program(space, team.program_id))
    return look_ahead(space, team.program_id, checked, now=to_instant(team.now), most=5_000)


def page(team: Club, content: Any, **asked: Any) -> Page:
    with team.spaces.reading(team.workspace_id) as space:
        return page_of(ahead(space, team, content), Question(**asked))


def names(found: Page) -> list[str]:
    return [each.member["external_id"] for each in found.members]


def outgoing(team: Club, content: Any) -> Outgoing:
    with team.spaces.reading(team.workspace_id) as space:
        return impact(space, team.program_id, content, now=team.now).outgoing


def test_each_number_of_the_matrix_leads_to_its_members(club: Clubs) -> None:
    team = club(RULES)
    spend(team, ann=0, ben=150, cid=250, dot=400, eve=120)
    with team.spaces.reading(team.workspace_id) as space:
        (ladder,) = impact(space, team.program_id, STRICTER, now=team.now).ladders
    for shift in ladder.shifts:
        found = page(team, STRICTER, old=(shift.old,), new=(shift.new,))
        assert len(found.members) == shift.members
        assert {(each.old, each.new) for each in found.members} == {(shift.old, shift.new)}
    assert names(page(team, STRICTER, old=("silver",), new=("basic",))) == ["ben", "eve"]
    assert names(page(team, STRICTER)) == ["ben", "cid", "eve"]


def test_it_says_why_a_member_falls_or_rises(club: Clubs) -> None:
    team = club(RULES)
    spend(team, ben=150, cid=250)
    fallen, risen = page(team, STRICTER).members
    assert fallen.why.zh == "没有做到：累计消费满 ¥200（现为 ¥150）"
    assert fallen.why.en == "Not met: Spend in total is at least ¥200 (now ¥150)"
    assert "240" in risen.why.zh
    assert "；" in risen.why.zh
    assert risen.why.zh.startswith("做到了：")


def test_whoever_leaves_a_ladder_is_told_what_it_is_for(club: Clubs) -> None:
    team = club(RULES)
    spend(team, ann=0, ben=150)
    draft = document(("basic", None), ladder={"members": {">=": [SPENT, 1]}})
    left, other = page(team, draft).members
    assert (left.old, left.new) == ("basic", None)
    assert left.why.zh.startswith("没有做到：累计消费")
    assert other.why.zh == "草稿里没有原来的等级。"


def test_pages_are_cut_by_id_and_miss_nobody(club: Clubs, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(moving, "PIECE", 3)
    monkeypatch.setattr(moving, "PIECES", 2)
    team = club(RULES)
    spend(team, **{f"m{n:02}": 150 if n % 3 == 0 else 0 for n in range(20)})
    found: list[str] = []
    after: int | None = moving.START
    while after is not None:
        one = page(team, STRICTER, after=after, size=2)
        assert len(one.members) <= 2
        found += names(one)
        after = one.next
    assert found == [f"m{n:02}" for n in range(0, 20, 3)]


def test_a_field_that_is_new_in_the_draft_reads_as_blank(club: Clubs) -> None:
    team = club(RULES)
    spend(team, ben=150)
    draft = document(
        ("basic", None),
        ("silver", {">=": [{"var": "age"}, 18]}),
        objects=[{"key": "member", "label": "Member", "fields": [field("age", "integer")]}],
    )
    (fallen,) = page(team, draft).members
    assert (fallen.old, fallen.new) == ("silver", "basic")
    assert fallen.why.zh.startswith("没有做到：")


def test_the_file_opens_in_spreadsheets_and_names_only_for_whom_may_read(club: Clubs) -> None:
    team = club(RULES)
    spend(team, ben=150)
    enrol(team, "=cmd", "Eve")
    team.buy("=cmd", 120)
    with team.spaces.reading(team.workspace_id) as space:
        look = ahead(space, team, STRICTER)
        open_ = written(look, Question(), "en", personal=True)
        masked = written(look, Question(), "en", personal=False)
    assert open_.startswith(MARK)
    head, ben, eve = csv.reader(io.StringIO(open_.removeprefix(MARK)))
    assert "Ben" in ben
    assert "姓名 name" in head
    assert "'=cmd" in eve
    assert "Ben" not in masked
    assert "姓名 name" not in masked


STAGED = document(
    ("basic", None),
    ("silver", {">=": [SPENT, 1000]}),
)
STAGED["ladders"][0]["tiers"][1]["stages"] = [
    {"key": "half", "label": "Half", "condition": {">=": [SPENT, 100]}, "points": 50},
    {"key": "near", "label": "Near", "condition": {">=": [SPENT, 300]}, "points": 20},
]


def test_stages_that_would_be_rewarded_are_those_that_then_are(club: Clubs) -> None:
    team = club(RULES)
    spend(team, ann=0, ben=150, cid=400)
    found = outgoing(team, STAGED)
    assert [(each.stage.key, each.members) for each in found.stages] == [("half", 2), ("near", 1)]
    assert found.points == {"points": 120}
    team.publish(STAGED)
    team.evaluate()
    with team.spaces.reading(team.workspace_id) as space:
        booked = space.execute(space.select(stages.stage_reached)).all()
    assert len(booked) == 3
    assert outgoing(team, STAGED) == Outgoing()


def test_trials_that_turn_into_the_earned_tier_are_counted(club: Clubs) -> None:
    offer = {"trials": [{"key": "taste", "label": "Taste", "tier": "silver", "days": 30}]}
    strict = document(("basic", None), ("silver", {">=": [SPENT, 200]}), ladder=offer)
    lenient = document(("basic", None), ("silver", {">=": [SPENT, 100]}), ladder=offer)
    team = club(strict)
    spend(team, ben=150, cid=10)
    with team.spaces.writing(team.workspace_id) as space:
        for member in page(team, strict, old=("basic",), new=("basic",)).members:
            start_trial(
                space,
                live(space, team.program_id),
                member.member_id,
                "main",
                "taste",
                now=to_instant(team.now),
                by="test",
            )
    assert outgoing(team, lenient).converted == 1
    assert outgoing(team, strict).converted == 0
    team.wait(days=31)
    assert outgoing(team, strict).expired == 2


def test_members_who_would_be_told_of_a_review_are_counted(club: Clubs) -> None:
    terms = {"period": "month", "review": {"due": "period", "notice_days": 20}}
    period = {"sum_of": ["order.net", "period"]}
    team = club(
        document(("basic", None), ("silver", {">=": [period, 100]}), ladder={"period": "month"})
    )
    for name, amount in {"ann": 0, "ben": 150, "cid": 300}.items():
        team.join(name)
        if amount:
            team.buy(name, amount)
    team.wait(days=15)
    team.evaluate()
    draft = document(("basic", None), ("silver", {">=": [period, 200]}), ladder=terms)
    assert outgoing(team, draft).notices == 1


def looks(team: Club, space: Space) -> None:
    """Look at a draft in every way there is."""
    impact(space, team.program_id, STAGED, now=team.now)
    found = ahead(space, team, STRICTER)
    page_of(found, Question())
    page_of(found, Question(old=("silver",), new=("basic",)))
    written(found, Question(), "zh", personal=True)
    backtest(space, team.program_id, STRICTER, now=team.now, months=3, most=100)


def test_looking_leaves_every_table_as_it_was(club: Clubs) -> None:
    team = club(RULES)
    spend(team, ann=0, ben=150, cid=250, dot=400)
    before = everything(team)
    with team.spaces.writing(team.workspace_id) as space:
        looks(team, space)
    assert everything(team) == before
    assert {"program", "tier_change", "metric", "lot", "audit", "evaluation"} <= set(before)
    assert any(name.startswith("r_") and rows for name, (_, rows) in before.items())


def test_a_write_would_be_noticed(club: Clubs) -> None:
    team = club(RULES)
    spend(team, ben=150)
    before = everything(team)
    with team.spaces.writing(team.workspace_id) as space:
        looks(team, space)
        space.execute(text("UPDATE metric SET day = day + 1"))
    assert everything(team) != before
