"""Operators' fields are real columns: adding, renaming, retiring and changing them keeps data."""

from typing import Any

import pytest
from sqlalchemy import Connection, inspect, text

from app.runtime.intake import Entry
from app.runtime.records import Status
from app.storage import programs, records
from app.storage.spaces import Spaces
from app.storage.views import name_of
from tests.runtime.clubs import Club, document


def with_member_fields(*fields: dict[str, Any]) -> dict[str, Any]:
    member = {"key": "member", "label": "Member", "fields": list(fields)}
    return document(("basic", None), objects=[member])


CITY = {"key": "city", "kind": "text", "label": {"zh": "城市", "en": "City"}}
AGE_AS_TEXT = {"key": "age", "kind": "text", "label": "Age"}
AGE = {"key": "age", "kind": "integer", "label": "Age"}


def values(club: Club, *keys: str) -> list[tuple[Any, ...]]:
    with club.spaces.reading(club.workspace_id) as space:
        members = club.live.catalogue.members
        rows = [
            records.by_field(members, row) for row in space.execute(records.own(space, members))
        ]
        return sorted(tuple(row[key] for key in keys) for row in rows)


def columns_of(connection: Connection, club: Club) -> set[str]:
    table = club.live.catalogue.members.table.name
    return {each["name"] for each in inspect(connection).get_columns(table)}


def test_a_field_added_later_is_blank_for_the_members_there_are(spaces: Spaces) -> None:
    club = Club(spaces, with_member_fields())
    club.join("ann")
    club.publish(with_member_fields(CITY))
    club.join("bob", city="杭州")
    assert values(club, "external_id", "city") == [("ann", None), ("bob", "杭州")]


def test_no_name_of_an_operator_is_a_name_in_the_database(spaces: Spaces) -> None:
    club = Club(spaces, with_member_fields(CITY))
    with spaces.engine.connect() as connection:
        assert not {"city", "name", "phone"} & columns_of(connection, club)


def test_a_new_label_changes_no_column(spaces: Spaces) -> None:
    club = Club(spaces, with_member_fields(CITY))
    club.join("ann", city="杭州")
    with spaces.engine.connect() as connection:
        before = columns_of(connection, club)
    club.publish(with_member_fields(CITY | {"label": "Home town"}))
    with spaces.engine.connect() as connection:
        assert columns_of(connection, club) == before
    assert values(club, "city") == [("杭州",)]


def test_a_retired_field_keeps_its_values_for_a_roll_back(spaces: Spaces) -> None:
    club = Club(spaces, with_member_fields(CITY))
    club.join("ann", city="杭州")
    club.publish(with_member_fields())
    assert "city" not in club.live.catalogue.members.fields
    (outcome,) = club.send(
        Entry(object="member", values={"joined_at": club.now.isoformat(), "city": "北京"})
    )
    assert outcome.status is Status.REFUSED
    club.publish(with_member_fields(CITY))
    assert values(club, "city") == [("杭州",)]


def test_a_changed_kind_takes_over_the_values_it_can_read(spaces: Spaces) -> None:
    club = Club(spaces, with_member_fields(AGE_AS_TEXT))
    club.join("ann", age="41")
    club.join("bob", age="unknown")
    club.publish(with_member_fields(AGE))
    assert values(club, "external_id", "age") == [("ann", 41), ("bob", None)]


def test_bi_tools_read_an_object_by_its_own_names(spaces: Spaces) -> None:
    club = Club(spaces, with_member_fields(CITY))
    club.join("ann", city="杭州", birthday="1990-02-28")
    club.buy("ann", "12.34")
    with spaces.reading(club.workspace_id) as space:
        member, order = (name_of(club.program_id, each) for each in ("member", "order"))
        row = space.execute(text(f"SELECT city, birthday, tier_main FROM {member}")).one()
        assert (row.city, str(row.birthday), row.tier_main) == ("杭州", "1990-02-28", "basic")
        paid = space.execute(text(f"SELECT net, paid_at FROM {order}")).one()
        assert float(paid.net) == 12.34
        assert str(paid.paid_at).startswith("2026-03-01 04:00:00")


def test_a_release_that_is_refused_leaves_no_table_behind(spaces: Spaces) -> None:
    club = Club(spaces, with_member_fields())
    with spaces.engine.connect() as connection:
        before = set(inspect(connection).get_table_names())
    wrong = document(("basic", None), ("gold", {">=": [{"var": "nothing"}, 1]}))
    wrong["objects"] = [{"key": "store", "label": "Store", "of_member": False, "fields": []}]
    with pytest.raises(Exception, match="Put right"):
        club.publish(wrong)
    with spaces.engine.connect() as connection:
        assert set(inspect(connection).get_table_names()) == before
    with spaces.reading(club.workspace_id) as space:
        assert len(programs.releases(space, club.program_id)) == 1
