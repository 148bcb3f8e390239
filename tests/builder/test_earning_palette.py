"""What the condition of an earning rule may speak about: the record, its member, the tier then."""

from app.builder.palette import palette_of, read_place
from app.builder.trying import ask
from app.program.codec import load
from tests.runtime.earnings import PER_YUAN, earning_club

CONTENT = earning_club({**PER_YUAN, "label": "Points"})
LARGE_AND_IN_TOWN = {
    "and": [
        {">=": [{"var": "net"}, 100]},
        {"!=": [{"var": "member.external_id"}, "staff"]},
        {"==": [{"tier": ["main"]}, "gold"]},
    ]
}


def names(place: str) -> set[str]:
    program = load(CONTENT)
    (own,) = palette_of(program, read_place(place, program)).sources
    return {each.name for each in own.fields}


def test_a_rule_is_offered_fields_of_the_record_and_of_its_member() -> None:
    assert {"net", "amount", "member.external_id"} <= names("earning:order")
    assert not any(each.startswith("order.") for each in names("earning:order"))


def test_a_boost_is_offered_fields_of_the_member_alone() -> None:
    assert all(each.startswith("member.") for each in names("earning:member"))


def test_the_tier_of_that_time_is_offered_and_ranks_are_not() -> None:
    program = load(CONTENT)
    found = palette_of(program, read_place("earning:order", program))
    assert "tier" in {each.operator for each in found.operators}
    assert "rank_of" not in {each.operator for each in found.operators}


def test_a_condition_is_checked_as_it_is_where_members_earn() -> None:
    assert ask(CONTENT, "earning:order", LARGE_AND_IN_TOWN).checked.findings == ()
    spent = {">=": [{"sum_of": ["order.net", "365d"]}, 1]}
    assert ask(CONTENT, "earning:order", spent).checked.errors
    assert ask(CONTENT, "earning:member", {"==": [{"var": "net"}, 1]}).checked.errors
