"""A preview says beforehand what publishing and evaluating do, and does nothing itself."""

from collections import Counter
from collections.abc import Callable, Iterator
from random import Random
from typing import Any

import pytest
from sqlalchemy import MetaData, inspect, select

from app.builder import drafts
from app.builder.preview import EXAMPLES, Impact, LadderImpact, Movement, impact
from app.builder.releases import NotReady
from app.runtime.releases import live
from app.storage import records
from app.storage.spaces import Spaces
from tests.builder.programmes import field
from tests.runtime.clubs import Club, document

Clubs = Callable[..., Club]

SPENT = {"sum_of": ["order.net", "lifetime"]}
ORDERS = {"count_of": ["order", "365d"]}
RULES = document(("basic", None), ("silver", {">=": [SPENT, 100]}), ("gold", {">=": [SPENT, 300]}))


@pytest.fixture
def club(database_url: str) -> Iterator[Clubs]:
    """Publish a programme and give it with its clock."""
    spaces = Spaces.at(database_url)
    yield lambda content, **more: Club(spaces, content, **more)
    spaces.engine.dispose()


def spend(team: Club, **amounts: int) -> None:
    for name, amount in amounts.items():
        team.join(name)
        if amount:
            team.buy(name, amount)
    team.evaluate()


def look(team: Club, content: Any, **more: int) -> Impact:
    with team.spaces.reading(team.workspace_id) as space:
        return impact(space, team.program_id, content, now=team.now, **more)


def counts(found: LadderImpact) -> dict[str, int]:
    """How many members each movement has, where it has any."""
    return {each.value: found.count(each) for each in Movement if found.count(each)}


def names(found: LadderImpact, movement: Movement) -> list[str]:
    return sorted(each.member["external_id"] for each in found.examples[movement])


Matrix = dict[tuple[str | None, str | None], int]


def matrix(found: LadderImpact) -> Matrix:
    return {(each.old, each.new): each.members for each in found.shifts}


def standings(team: Club, ladder: str) -> dict[int, str | None]:
    """Say on which tier of a ladder each member stands."""
    with team.spaces.reading(team.workspace_id) as space:
        members = live(space, team.program_id).catalogue.members
        columns = members.ladders.get(ladder)
        rows = space.execute(records.own(space, members)).mappings().all()
    tier = None if columns is None else columns.tier.name
    return {
        row["id"]: columns.key_of(row[tier]) if columns is not None and tier else None
        for row in rows
    }


def what_really_happens(team: Club, content: Any, *ladders: str) -> dict[str, Matrix]:
    """Publish and evaluate, and give the moves by ladder."""
    before = {each: standings(team, each) for each in ladders}
    team.publish(content)
    team.evaluate()
    after = {each: standings(team, each) for each in ladders}
    return {
        each: dict(Counter((old, after[each][member]) for member, old in before[each].items()))
        for each in ladders
    }


def everything(team: Club) -> dict[str, Any]:
    """Give every row of every table, and what the tables look like."""
    with team.spaces.engine.connect() as connection:
        tables = MetaData()
        tables.reflect(connection)
        shapes = inspect(connection)
        return {
            name: (
                [(each["name"], str(each["type"])) for each in shapes.get_columns(name)],
                sorted(repr(tuple(row)) for row in connection.execute(select(table))),
            )
            for name, table in tables.tables.items()
        }


def test_it_counts_who_rises_who_falls_and_who_stays(club: Clubs) -> None:
    team = club(RULES)
    spend(team, ann=0, ben=150, cid=250, dot=400)
    draft = document(
        ("basic", None), ("silver", {">=": [SPENT, 200]}), ("gold", {">=": [SPENT, 240]})
    )
    (found,) = look(team, draft).ladders
    assert counts(found) == {"rises": 1, "falls": 1, "stays": 2}
    assert names(found, Movement.RISES) == ["cid"]
    assert names(found, Movement.FALLS) == ["ben"]
    assert matrix(found) == {
        ("basic", "basic"): 1,
        ("silver", "basic"): 1,
        ("silver", "gold"): 1,
        ("gold", "gold"): 1,
    }
    assert {"main": matrix(found)} == what_really_happens(team, draft, "main")


def test_a_member_who_was_never_placed_is_placed_for_the_first_time(club: Clubs) -> None:
    team = club(document(("basic", None), ladder={"members": {">": [SPENT, 0]}}))
    spend(team, ann=0, ben=0, cid=10)
    draft = document(("basic", None))
    (found,) = look(team, draft).ladders
    assert counts(found) == {"enters": 2, "stays": 1}
    assert names(found, Movement.ENTERS) == ["ann", "ben"]
    assert {"main": matrix(found)} == what_really_happens(team, draft, "main")


def test_whoever_the_ladder_is_no_longer_for_leaves_it(club: Clubs) -> None:
    team = club(RULES)
    spend(team, ann=0, ben=150, cid=400)
    draft = document(
        ("basic", None),
        ("silver", {">=": [SPENT, 100]}),
        ladder={"members": {">=": [{"count_of": ["order", "lifetime"]}, 1]}},
    )
    (found,) = look(team, draft).ladders
    assert counts(found) == {"leaves": 1, "stays": 1, "falls": 1}
    assert names(found, Movement.LEAVES) == ["ann"]
    assert {"main": matrix(found)} == what_really_happens(team, draft, "main")


def test_members_of_a_removed_tier_fall_to_the_next_one_and_its_name_is_known(
    club: Clubs,
) -> None:
    team = club(RULES)
    spend(team, ann=0, ben=150, cid=400)
    draft = document(("basic", None), ("silver", {">=": [SPENT, 100]}))
    (found,) = look(team, draft).ladders
    assert counts(found) == {"falls": 1, "stays": 2}
    assert matrix(found)["gold", "silver"] == 1
    assert found.before is not None
    assert found.before.position("gold") == 2
    assert {"main": matrix(found)} == what_really_happens(team, draft, "main")


def test_members_of_a_removed_lowest_tier_rise(club: Clubs) -> None:
    team = club(RULES)
    spend(team, ann=0, ben=150)
    (found,) = look(team, document(("silver", None), ("gold", {">=": [SPENT, 300]}))).ladders
    assert counts(found) == {"rises": 1, "stays": 1}


def test_a_tier_between_two_others_takes_members_from_both(club: Clubs) -> None:
    team = club(RULES)
    spend(team, ann=150, ben=220, cid=320, dot=500)
    draft = document(
        ("basic", None),
        ("silver", {">=": [SPENT, 100]}),
        ("shine", {">=": [SPENT, 200]}),
        ("gold", {">=": [SPENT, 400]}),
    )
    (found,) = look(team, draft).ladders
    assert counts(found) == {"rises": 1, "falls": 1, "stays": 2}
    assert names(found, Movement.RISES) == ["ben"]
    assert {"main": matrix(found)} == what_really_happens(team, draft, "main")


def test_a_field_without_a_column_reads_as_blank_and_is_named(club: Clubs) -> None:
    team = club(RULES)
    spend(team, ann=0, ben=150)
    draft = document(
        ("basic", None),
        ("silver", {"and": [{">=": [SPENT, 100]}, {">=": [{"var": "age"}, 18]}]}),
        objects=[{"key": "member", "label": "Member", "fields": [field("age", "integer")]}],
    )
    found = look(team, draft)
    assert found.blank == (("member", "age"),)
    assert counts(found.ladders[0]) == {"falls": 1, "stays": 1}
    assert {"main": matrix(found.ladders[0])} == what_really_happens(team, draft, "main")


def test_an_object_without_a_table_has_no_records(club: Clubs) -> None:
    team = club(RULES)
    spend(team, ann=0, ben=150)
    visit = {
        "key": "visit",
        "label": {"zh": "到店", "en": "Visit"},
        "of_member": True,
        "occurred": "came_at",
        "fields": [field("came_at", "datetime", required=True), field("cups", "integer")],
    }
    few = {"<": [{"sum_of": ["visit.cups", "365d"]}, 3]}
    draft = document(("basic", None), ("silver", few), objects=[visit])
    (found,) = look(team, draft).ladders
    assert counts(found) == {"rises": 1, "stays": 1}
    assert {"main": matrix(found)} == what_really_happens(team, draft, "main")


def test_a_metric_that_is_new_is_computed_from_the_records(club: Clubs) -> None:
    team = club(RULES)
    spend(team, ann=0, ben=150, cid=400)
    team.buy("ann", 1)
    team.buy("ann", 1)
    draft = document(("basic", None), ("silver", {">=": [ORDERS, 2]}))
    (found,) = look(team, draft).ladders
    assert counts(found) == {"rises": 1, "falls": 2}
    assert names(found, Movement.RISES) == ["ann"]
    assert {"main": matrix(found)} == what_really_happens(team, draft, "main")


def test_a_window_that_moved_since_the_last_evaluation_counts_as_it_is_today(club: Clubs) -> None:
    rules = document(("basic", None), ("silver", {">=": [{"sum_of": ["order.net", "30d"]}, 100]}))
    team = club(rules)
    spend(team, ann=0, ben=150)
    team.wait(days=40)
    (found,) = look(team, rules).ladders
    assert counts(found) == {"falls": 1, "stays": 1}
    assert {"main": matrix(found)} == what_really_happens(team, rules, "main")


def test_ranks_are_those_of_the_draft(club: Clubs) -> None:
    team = club(RULES)
    spend(team, **{f"m{n}": 10 * n for n in range(10)})
    best = {"<=": [{"rank_of": [SPENT, "position"]}, 3]}
    draft = document(("basic", None), ("silver", best))
    (found,) = look(team, draft).ladders
    assert names(found, Movement.RISES) == ["m7", "m8", "m9"]
    assert {"main": matrix(found)} == what_really_happens(team, draft, "main")


def test_a_new_ladder_places_everybody_and_sees_the_tiers_above_it(club: Clubs) -> None:
    team = club(RULES)
    spend(team, ann=0, ben=150, cid=400)
    draft = document(("basic", None), ("silver", {">=": [SPENT, 400]}))
    second = {
        "key": "club",
        "label": "Club",
        "tiers": [
            {"key": "out", "label": "Out"},
            {"key": "in", "label": "In", "condition": {"in": [{"tier": ["main"]}, ["silver"]]}},
        ],
    }
    draft["ladders"].append(second)
    found = look(team, draft).ladders
    assert matrix(found[1]) == {(None, "out"): 2, (None, "in"): 1}
    happened = what_really_happens(team, draft, "main", "club")
    assert {each.ladder.key: matrix(each) for each in found} == happened


def test_step_by_step_promotion_goes_one_tier_up(club: Clubs) -> None:
    team = club(document(("basic", None)))
    spend(team, ann=0, ben=400)
    draft = {**RULES, "ladders": [{**RULES["ladders"][0], "promotion": "step"}]}
    (found,) = look(team, draft).ladders
    assert matrix(found) == {("basic", "basic"): 1, ("basic", "silver"): 1}
    assert {"main": matrix(found)} == what_really_happens(team, draft, "main")


def test_a_draft_with_errors_has_no_preview(club: Clubs) -> None:
    team = club(RULES)
    wrong = document(("basic", None), ("silver", {">=": [{"var": "cups"}, 1]}))
    with pytest.raises(NotReady) as refused:
        look(team, wrong)
    assert refused.value.findings[0].path.startswith("/ladders/0/tiers/1")


def test_of_many_members_a_fixed_part_stands_for_all(club: Clubs) -> None:
    team = club(RULES)
    spend(team, **{f"m{n}": 150 if n % 2 else 0 for n in range(60)})
    draft = document(("basic", None), ("silver", {">=": [SPENT, 200]}))
    found = look(team, draft, most=30)
    assert found.estimated
    assert found.members == 60
    assert 15 <= found.looked_at <= 45
    assert found == look(team, draft, most=30)
    assert sum(each.members for each in found.ladders[0].shifts) == pytest.approx(60, abs=2)
    assert not look(team, draft).estimated


def test_a_movement_has_a_few_examples(club: Clubs) -> None:
    team = club(RULES)
    spend(team, **{f"m{n}": 150 for n in range(EXAMPLES + 5)})
    (found,) = look(team, document(("basic", None), ("silver", {">=": [SPENT, 200]}))).ladders
    assert found.count(Movement.FALLS) == EXAMPLES + 5
    assert len(found.examples[Movement.FALLS]) == EXAMPLES


def test_before_the_first_release_there_is_nobody_to_move(club: Clubs) -> None:
    team = club(RULES)
    with team.spaces.writing(team.workspace_id) as space:
        other = document(("basic", None), ("silver", {">=": [SPENT, 200]}))
        program_id = drafts.create(space, {**other, "key": "new"}, now=team.now, by=None)
    with team.spaces.reading(team.workspace_id) as space:
        found = impact(space, program_id, other, now=team.now)
    assert found.members == 0
    assert found.ladders[0].shifts == ()


def test_nothing_is_written(club: Clubs) -> None:
    team = club(RULES)
    spend(team, ann=0, ben=150, cid=400)
    draft = document(
        ("basic", None),
        ("shine", {"and": [{">=": [ORDERS, 1]}, {">=": [{"var": "age"}, 1]}]}),
        ("best", {"<": [{"rank_of": [SPENT, "percent"]}, 50]}),
        objects=[{"key": "member", "label": "Member", "fields": [field("age", "integer")]}],
    )
    before = everything(team)
    with team.spaces.writing(team.workspace_id) as space:
        impact(space, team.program_id, draft, now=team.now)
    assert everything(team) == before


RANDOM_RULES: list[Callable[[Random], Any]] = [
    lambda random: {">=": [SPENT, random.randrange(0, 600, 50)]},
    lambda random: {">=": [{"sum_of": ["order.net", "30d"]}, random.randrange(50, 400, 50)]},
    lambda random: {">=": [ORDERS, random.randrange(1, 5)]},
    lambda random: {">=": [{"active_days": ["60d"]}, random.randrange(1, 4)]},
    lambda random: {"<=": [{"rank_of": [SPENT, "percent"]}, random.randrange(10, 90)]},
    lambda random: {"!": [{">": [{"max_of": ["order.amount", "90d"]}, random.randrange(50, 250)]}]},
    lambda random: {"==": [{"tier": ["main"]}, random.choice(["basic", "silver", "gold"])]},
]


def some_rules(random: Random) -> dict[str, Any]:
    def rule() -> Any:
        first, second = (random.choice(RANDOM_RULES)(random) for _ in range(2))
        return random.choice([first, {"and": [first, second]}, {"or": [first, second]}])

    kept = [each for each in ("silver", "gold", "ruby") if random.random() < 0.8]
    ladder: dict[str, Any] = {"promotion": random.choice(["jump", "step"])}
    if random.random() < 0.4:
        ladder["members"] = {">=": [SPENT, random.choice([0, 50, 100])]}
    return document(("basic", None), *((each, rule()) for each in kept), ladder=ladder)


@pytest.mark.parametrize("seed", range(4))
def test_whatever_the_draft_it_says_what_then_happens(club: Clubs, seed: int) -> None:
    random = Random(seed)
    team = club(RULES)
    for n in range(25):
        team.join(f"m{n}")
    for _ in range(4):
        for _ in range(15):
            team.buy(f"m{random.randrange(25)}", random.randrange(10, 250))
        team.wait(days=random.randrange(1, 25))
        team.evaluate()
        team.wait(days=random.randrange(2))
        draft = ready(team, random)
        (found,) = look(team, draft).ladders
        assert what_really_happens(team, draft, "main") == {"main": matrix(found)}


def ready(team: Club, random: Random) -> dict[str, Any]:
    """Give some rules that could be released."""
    while True:
        draft = some_rules(random)
        try:
            look(team, draft)
        except NotReady:
            continue
        return draft
