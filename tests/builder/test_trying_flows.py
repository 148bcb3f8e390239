"""A flow of a draft is tried with real members: the real steps, no waiting, nothing kept."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import MetaData, inspect, select

from app.builder import drafts
from app.builder.releases import NotReady
from app.builder.trying import RunTried, Wish, try_flow
from app.clock import from_instant, to_instant
from app.errors import Invalid
from app.program.steps import STEP_KINDS
from app.runtime.steps import STEPS
from app.runtime.steps.base import Work
from app.storage.spaces import Spaces
from tests.runtime.clubs import Club
from tests.runtime.flowing import SPENT, Flowing, flow, give, programme, step, tell

Clubs = Callable[..., Club]
BOUGHT = {"object": "order"}
POINTS = step("points", "grant_points", currency="points", amount=5)


@pytest.fixture
def club(database_url: str) -> Iterator[Clubs]:
    """Publish a programme and give it with its clock."""
    spaces = Spaces.at(database_url)
    yield lambda content, **more: Club(spaces, content, **more)
    spaces.engine.dispose()


def drafted(team: Club, *flows: Any, **more: Any) -> None:
    """Save a draft that nobody publishes."""
    with team.spaces.writing(team.workspace_id) as space:
        seen = drafts.get(space, team.program_id).version
        content = programme(*flows, **more)
        drafts.save(space, team.program_id, content, seen=seen, now=team.now, by=None)


def tried(team: Club, *members: int | str, key: str = "flow", **more: Any) -> list[RunTried]:
    wish = Wish(members=[str(each) for each in members] or None, **more)
    now = to_instant(team.now)
    return try_flow(team.spaces, team.workspace_id, team.program_id, key, wish, now=now)


def one(team: Club, *members: int | str, **more: Any) -> dict[str, Any]:
    (found,) = tried(team, *members, **more)
    return found.to_json()


def path(run: dict[str, Any]) -> list[tuple[str, str]]:
    return [(each["step"], each["way"]) for each in run["steps"]]


def would(run: dict[str, Any], language: str = "en") -> list[str]:
    return [each["says"][language] for each in run["would"]]


def everything(team: Club) -> dict[str, list[Any]]:
    """Read every table there is, sequences of PostgreSQL among them."""
    found = {}
    with team.spaces.engine.connect() as connection:
        meta = MetaData()
        meta.reflect(connection, resolve_fks=False)
        for table in meta.sorted_tables:
            found[table.name] = sorted(map(repr, connection.execute(select(table))))
        if connection.dialect.name == "postgresql":
            names = inspect(connection).get_sequence_names()
            found["sequences"] = [
                repr(connection.exec_driver_sql(f'SELECT * FROM "{each}"').all()) for each in names
            ]
        connection.rollback()
    return found


LONG = flow(
    "record_created",
    step("rich", "condition", where={">=": [SPENT, 100]}, next={"yes": "give"}),
    give(next="rest"),
    step("rest", "wait", time={"days": 3}),
    POINTS,
    tell(channel="sms"),
    options=BOUGHT,
)


def test_a_short_message_without_a_title_is_named_by_how_it_begins(club: Clubs) -> None:
    team = club(programme())
    who = team.join("a", name="Ada")
    long = "Your coupon is still there. " * 5
    text = {"key": "t", "label": "T", "texts": {"sms": {"text": long}}}
    step = tell(channel="sms", template="t", title=None, text=None)
    drafted(team, flow("manual", step), templates=[text])
    (said,) = would(one(team, who))
    assert said == "Would send SMS “Your coupon is still there. Your coupon…”"


def test_what_would_happen_is_told_step_by_step_and_waits_are_skipped(club: Clubs) -> None:
    team = club(programme())
    who = team.join("a", name="Ada")
    team.buy("a", 150)
    drafted(team, LONG)
    run = one(team, who)
    assert run["state"] == "done"
    assert path(run) == [
        ("rich", "yes"),
        ("give", "next"),
        ("rest", "next"),
        ("points", "next"),
        ("tell", "next"),
    ]
    assert would(run) == [
        "Would give Ten off × 1",
        "Would give 5 Points",
        "Would send SMS “Hello”",
    ]
    assert would(run, "zh") == ["会发“Ten off”1 张", "会加 5 积分", "会发短信“Hello”"]
    assert run["member"] == {"id": str(who), "number": "M000001", "name": "Ada"}
    assert run["steps"][2]["says"]["en"] == "Wait 3 days (3 days skipped)"
    ended = from_instant(to_instant(team.now) + 3 * 86_400_000_000)
    assert run["ended"] == run["steps"][3]["at"]
    assert datetime.fromisoformat(run["ended"]) == ended


def test_nothing_at_all_is_written(club: Clubs) -> None:
    team = club(programme())
    for name in ("a", "b", "c"):
        team.join(name)
        team.buy(name, 150)
    drafted(team, LONG)
    team.buy("c", 2_000)
    before = everything(team)
    runs = tried(team)
    assert [each.gone.state for each in runs] == ["done"] * 3
    assert all(len(each.gone.would) >= 3 for each in runs)
    assert everything(team) == before


def test_the_step_code_is_the_one_that_runs_at_work(
    club: Clubs, monkeypatch: pytest.MonkeyPatch
) -> None:
    team = club(programme())
    who = team.join("a")
    drafted(team, flow("manual", give()))
    done: list[str] = []
    work = type(STEPS["grant_coupon"])
    usual = work.advance

    def advance(self: Any, given: Work) -> None:
        done.append(given.step.key)
        usual(self, given)

    monkeypatch.setattr(work, "advance", advance)
    assert one(team, who)["state"] == "done"
    assert done == ["give"]


def test_a_member_who_is_not_meant_is_told_why(club: Clubs) -> None:
    team = club(programme())
    who = team.join("a")
    drafted(team, LONG)
    run = one(team, who)
    assert (run["state"], run["steps"], run["would"]) == ("not_entered", [], [])
    assert "no record yet" in run["why"]["en"]


def test_the_last_ones_for_whom_it_fired_are_tried(club: Clubs) -> None:
    team = club(programme(flow("record_created", tell(), options=BOUGHT)))
    ids = [team.join(f"m{n}") for n in range(7)]
    for n in range(7):
        team.buy(f"m{n}", 10)
        team.wait(minutes=1)
    Flowing(team).run()
    drafted(team, flow("record_created", give(), options=BOUGHT))
    runs = tried(team)
    assert [each.gone.entrant.member_id for each in runs] == ids[:1:-1]
    assert {each.gone.would[0].says.en for each in runs} == {"Would give Ten off × 1"}


def test_where_it_never_fired_those_are_tried_for_whom_it_would(club: Clubs) -> None:
    team = club(programme())
    near = team.join("near")
    team.join("far")
    team.buy("near", 950)
    team.buy("far", 10)
    drafted(
        team,
        flow("near_next_tier", give(), options={"ladder": "main", "of": "money", "gap": "100"}),
    )
    assert [each.gone.entrant.member_id for each in tried(team)] == [near]
    refused = one(team, "external_id:far")
    assert refused["state"] == "not_entered"
    assert "not true of this member" in refused["why"]["en"]


def test_a_birthday_is_waited_for_by_the_virtual_clock(club: Clubs) -> None:
    team = club(programme())
    who = team.join("a", birthday="1990-05-04")
    never = team.join("b")
    options = {"field": "birthday", "yearly": True, "days": 0, "time": "09:00"}
    drafted(team, flow("date_field", give(), options=options))
    run = one(team, who)
    assert run["state"] == "done"
    nine = datetime.fromisoformat("2026-05-04T09:00:00+08:00")
    assert datetime.fromisoformat(run["began"]) == nine
    assert one(team, never)["state"] == "not_entered"


def test_an_answer_may_be_chosen_for_what_is_waited_for(club: Clubs) -> None:
    team = club(programme())
    who = team.join("a")
    waits = step(
        "hold",
        "wait_for",
        event="order",
        time={"days": 2},
        next={"happened": "give", "timeout": "tell"},
    )
    drafted(team, flow("manual", waits, give(next="end"), tell(), step("end", "end")))
    late = one(team, who)
    assert path(late)[:2] == [("hold", "timeout"), ("tell", "next")]
    assert "taken as too late, 2 days skipped" in late["steps"][0]["says"]["en"]
    soon = one(team, who, answers={"hold": "happened"})
    assert path(soon)[:2] == [("hold", "happened"), ("give", "next")]
    assert soon["steps"][0]["says"]["en"].endswith("(chosen for the trial)")
    assert soon["ended"] == soon["began"]
    with pytest.raises(Invalid, match="no way out"):
        one(team, who, answers={"hold": "sometime"})


def test_fields_that_are_only_designed_are_read_as_blank_and_set_in_words(club: Clubs) -> None:
    team = club(programme())
    who = team.join("a")
    objects = [
        {"key": "member", "fields": [{"key": "vip", "kind": "boolean", "label": "VIP"}]},
    ]
    asks = step("vip", "condition", where={"var": "vip"}, next={"yes": "end", "no": "set"})
    sets = step("set", "change_field", field="vip", value=True)
    drafted(team, flow("manual", asks, sets, step("end", "end")), objects=objects)
    run = one(team, who)
    assert (run["state"], path(run)[0]) == ("done", ("vip", "no"))
    (said,) = would(run)
    assert said.endswith("(VIP begins with the release)")


def test_a_field_that_changes_is_told_with_what_it_was(club: Clubs) -> None:
    team = club(programme())
    who = team.join("a", name="Ada")
    drafted(team, flow("manual", step("set", "change_field", field="name", value="Eve")))
    assert would(one(team, who)) == ["Would change Name from Ada to Eve"]


def test_what_follows_by_the_live_release_is_told_too(club: Clubs) -> None:
    grown = {
        ">=": [
            {"sum_of": ["entry.amount", "lifetime", {"==": [{"var": "currency"}, "growth"]}]},
            10,
        ]
    }
    tiers = (("basic", None), ("gold", grown))
    risen = flow(
        "tier_changed",
        tell(),
        key="risen",
        label="Risen",
        options={"ladder": "main", "direction": "up"},
    )
    team = club(programme(risen, tiers=tiers))
    who = team.join("a")
    team.evaluate()
    grows = flow("manual", step("grow", "grant_points", currency="growth", amount=50))
    drafted(team, risen, grows, tiers=tiers)
    assert would(one(team, who)) == [
        "The tier would change from basic to gold",
        "Would set off the automation Risen",
        "Would give 50 Growth value",
    ]


def test_an_error_is_shown_at_its_step_with_all_that_came_before(
    club: Clubs, monkeypatch: pytest.MonkeyPatch
) -> None:
    team = club(programme())
    who = team.join("a")
    drafted(team, flow("manual", give(), POINTS, tell()))

    def broken(_: Any, work: Work) -> None:
        raise ZeroDivisionError(work.step.key)

    monkeypatch.setattr(type(STEPS["grant_points"]), "advance", broken)
    before = everything(team)
    run = one(team, who)
    assert (run["state"], run["why"]["en"]) == ("failed", "ZeroDivisionError: points")
    assert path(run) == [("give", "next"), ("points", "")]
    assert would(run) == ["Would give Ten off × 1"]
    assert everything(team) == before


def test_a_flow_that_goes_round_is_left_at_some_point(club: Clubs) -> None:
    team = club(programme())
    who = team.join("a")
    rest = step("rest", "wait", time={"days": 1}, next="tell")
    drafted(team, flow("manual", rest, tell(next="rest")))
    run = one(team, who)
    assert run["state"] == "waiting"
    assert "still going on after 100 waits" in run["why"]["en"]


def test_a_flow_that_is_not_right_is_refused_and_mistakes_elsewhere_are_not(club: Clubs) -> None:
    team = club(programme())
    who = team.join("a")
    wrong = flow("manual", step("x", "condition", where={"var": "nowhere"}), key="wrong")
    drafted(team, flow("manual", tell()), wrong)
    assert one(team, who)["state"] == "done"
    with pytest.raises(NotReady) as refused:
        one(team, who, key="wrong")
    assert [each.path for each in refused.value.findings] == ["/flows/1/steps/0/options/where"]


def test_more_than_five_members_are_refused(club: Clubs) -> None:
    team = club(programme())
    ids = [team.join(f"m{n}") for n in range(6)]
    drafted(team, flow("manual", tell()))
    with pytest.raises(Invalid):
        tried(team, *ids)


def test_every_kind_of_step_that_acts_has_work_that_a_trial_runs() -> None:
    assert {each.key for each in STEP_KINDS if each.acts} <= {each.key for each in STEPS}
