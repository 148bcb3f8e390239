"""The records of any object on pages: found, looked at and changed."""

from pathlib import Path

import pytest
from sqlalchemy import Engine

from app.access import Role
from app.storage import audit
from tests.runtime.ledgers import Books
from tests.web.houses import House
from tests.web.shelves import at, edit, fill, kept, stocked, suggest, titles, work


def test_r45_a_suggestion_is_set_to_adopted_on_its_page_and_points_arrive(
    engine: Engine, tmp_path: Path
) -> None:
    house = House(engine, tmp_path)
    members = stocked(house)
    books = Books(house.mine)
    books.members = members
    visitor = house.signed_in()
    added = fill(
        visitor,
        "suggestion",
        member="王建国",
        external_id="s1",
        text="周日也开门",
        sent_at="2026-03-01T11:30",
        status="new",
    )
    page = added.headers["Location"]
    before = books.balance("new")
    work(house)
    assert books.balance("new") == before, "a new one earns nothing"
    assert edit(visitor, page, {"status": "new"}, {"status": "adopted"}).status_code == 302
    work(house)
    assert books.balance("new") == before + 50
    text = visitor.read(page)
    assert "周日也开门" in text
    assert "新 → 已采纳" in text
    assert edit(visitor, page, {"text": "周日也开门"}, {"text": "谢谢"}).status_code == 302
    work(house)
    assert books.balance("new") == before + 50, "once"


def test_records_are_found_by_number_text_choice_and_member(engine: Engine, tmp_path: Path) -> None:
    house = House(engine, tmp_path)
    members = stocked(house)
    suggest(house, "s1", "周日也开门")
    suggest(house, "s2", "多些热饮", "rich")
    suggest(house, "s3", "周日加座")
    visitor = house.signed_in()
    assert titles(visitor, "suggestion") == ["s3", "s2", "s1"], "the last one first"
    assert titles(visitor, "suggestion", sort="external_id") == ["s1", "s2", "s3"]
    assert titles(visitor, "suggestion", q="s2") == ["s2"]
    assert titles(visitor, "suggestion", q="周日") == ["s3", "s1"]
    assert titles(visitor, "suggestion", q="林婉清") == ["s2"]
    assert titles(visitor, "suggestion", q="13800138000") == ["s2"]
    assert titles(visitor, "suggestion", q="nothing like it") == []
    assert titles(visitor, "suggestion", member=str(members["new"])) == ["s3", "s1"]
    assert titles(visitor, "suggestion", **{"is.status": "new"}) == ["s3", "s2", "s1"]
    assert titles(visitor, "suggestion", **{"is.status": "adopted"}) == []
    assert len(titles(visitor, "suggestion", **{"is.status": "no such thing\x00"})) == 3
    assert titles(visitor, "suggestion", q="s2\x00") == ["s2"]
    assert titles(visitor, "suggestion", q="已采纳") == []
    assert titles(visitor, "suggestion", q="100%") == [], "no wildcard"
    assert titles(visitor, "order", q="o99") == ["o99"]


def test_a_long_list_comes_in_pages_and_each_record_once(engine: Engine, tmp_path: Path) -> None:
    house = House(engine, tmp_path)
    stocked(house)
    for n in range(53):
        suggest(house, f"s{n:02}", "x")
    visitor = house.signed_in()
    for sort in ("", "external_id", "-text"):
        first = visitor.get(at(house, "suggestion"), query_string={"sort": sort}).text
        assert "53 条" in first
        address = first.split('rel="next"')[0].rpartition('href="')[2].partition('"')[0]
        second = visitor.read(address.replace("&amp;", "&"))
        found = titles(visitor, "suggestion", sort=sort)
        rest = [each for each in (f"s{n:02}" for n in range(53)) if f">{each}<" in second]
        assert len(found) == 50
        assert sorted([*found, *rest]) == [f"s{n:02}" for n in range(53)]


def test_an_address_that_was_made_up_finds_no_page(house: House) -> None:
    stocked(house)
    visitor = house.signed_in()
    for path in ("?after=nonsense", "/x", "/7", "/7/edit"):
        assert visitor.get(at(house, "suggestion") + path).status_code == 404, path
    assert visitor.get(at(house, "nothing")).status_code == 404
    assert visitor.get(at(house, "member")).headers["Location"].endswith("/members")


def test_what_there_is_none_of_says_how_it_comes(house: House) -> None:
    stocked(house)
    visitor = house.signed_in()
    assert "rungs import suggestion.csv" in visitor.read(at(house, "suggestion"))
    text = visitor.read(f"{house.at}/records")
    assert "31 条" in text, "orders"
    assert "还没有记录" in text


def test_what_an_order_came_to_is_shown_and_refused_to_change(house: House) -> None:
    stocked(house)
    order = kept(house, "order")[0]
    page = at(house, "order", order["id"])
    visitor = house.signed_in()
    form = visitor.read(f"{page}/edit")
    assert "更正请记一笔退款" in form
    assert "<dt>实付金额</dt>" in form
    assert 'name="amount"' not in form
    assert edit(visitor, page, {"store": ""}, {"store": "3", "amount": "1"}).status_code == 302
    (after,) = (each for each in kept(house, "order") if each["id"] == order["id"])
    assert (after["store"], after["amount"]) == ("3", order["amount"])
    with house.spaces.reading(house.mine.workspace_id) as space:
        (note,) = audit.entries(space, limit=1)
    assert (note["action"], note["detail"]) == ("record.change", {"fields": ["store"]})


def test_two_who_change_the_same_field_never_overwrite_each_other_unasked(house: House) -> None:
    stocked(house)
    visitor = house.signed_in()
    page = at(house, "suggestion", suggest(house, "s1", "周日\n也开门"))
    was = {"text": "周日\r\n也开门", "status": "new"}
    assert edit(visitor, page, was, {"status": "adopted"}).status_code == 302
    late = edit(visitor, page, was, {"text": "周一", "status": ""})
    assert late.status_code == 409
    assert "刚被改为“adopted”" in late.text
    assert "周一" in late.text, "what was written is still there"
    assert kept(house, "suggestion")[0]["text"] == "周日\n也开门"


def test_what_will_not_do_is_told_beside_its_field_and_nothing_is_lost(house: House) -> None:
    stocked(house)
    visitor = house.signed_in()
    page = at(house, "suggestion", suggest(house, "s1", "周日"))
    answer = edit(visitor, page, {"phone": "", "text": "周日"}, {"phone": "none", "text": "周六"})
    assert answer.status_code == 422
    assert 'value="none"' in answer.text
    assert "周六" in answer.text
    assert 'id="field-phone-error"' in answer.text


def test_who_may_not_read_personal_data_sees_and_finds_none_of_it(house: House) -> None:
    members = stocked(house)
    record = suggest(house, "s1", "周日")
    page = at(house, "suggestion", record)
    assert edit(house.signed_in(), page, {"phone": ""}, {"phone": "13712345678"}).status_code == 302
    analyst = house.signed_in(Role.ANALYST)
    for text in (analyst.read(page), analyst.read(at(house, "suggestion"))):
        assert "13712345678" not in text
        assert "王建国" not in text
    assert titles(analyst, "suggestion", q="13712345678") == []
    assert titles(analyst, "suggestion", q="王建国") == []
    assert titles(analyst, "suggestion", q="s1") == ["s1"]
    assert "sort=-phone" not in analyst.read(at(house, "suggestion"))
    assert members


@pytest.mark.parametrize("role", [Role.ANALYST, Role.AUDITOR, Role.CLERK])
def test_who_may_only_read_changes_no_record(house: House, role: Role) -> None:
    members = stocked(house)
    record = suggest(house, "s1", "周日")
    visitor = house.signed_in(role)
    one = at(house, "suggestion", record)
    for path in (f"{one}/edit", f"{one}/delete", at(house, "suggestion", None, "/new")):
        assert visitor.post(path, {}).status_code == 403, path
    leaving = f"{house.at}/members/{members['new']}/delete"
    assert visitor.post(leaving, {"sure": "y"}).status_code == 403


def test_the_ledger_is_looked_at_and_written_by_nobody_here(house: House) -> None:
    members = stocked(house)
    books = Books(house.mine)
    books.members = members
    books.post("new", 100)
    entry = kept(house, "entry")[0]
    visitor = house.signed_in()
    page = at(house, "entry", entry["id"])
    assert "/edit" not in visitor.read(page)
    assert visitor.get(f"{page}/edit").status_code == 422
    assert visitor.post(f"{page}/delete").status_code == 422
    assert fill(visitor, "entry", member="new", amount="5").status_code == 422
    assert len(kept(house, "entry", members["new"])) == 2, "those of the order and of the test"
