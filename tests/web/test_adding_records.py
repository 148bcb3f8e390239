"""Records and members added by hand and deleted again, with all that follows."""

import re
from pathlib import Path

import pytest
from sqlalchemy import Engine

from app.access import Role
from app.storage import audit
from tests.runtime.ledgers import Books
from tests.web.houses import House, enrol
from tests.web.shelves import at, fill, kept, stocked, suggest, titles

ORDER = {"member": "new", "external_id": "c1", "amount": "300", "paid_at": "2026-03-01T11:00"}


def test_an_order_at_the_counter_raises_the_tier_at_once(engine: Engine, tmp_path: Path) -> None:
    house = House(engine, tmp_path)
    members = stocked(house)
    house.mine.evaluate()
    books = Books(house.mine)
    books.members = members
    visitor = house.signed_in()
    had = books.balance("new")
    answer = fill(visitor, "order", **ORDER)
    assert answer.status_code == 302
    page = visitor.read(answer.headers["Location"])
    assert "等级变为“铜卡会员”" in page
    assert "¥300.00" in page
    assert books.balance("new") == had + 300
    order = kept(house, "order", members["new"])[0]
    with house.spaces.reading(house.mine.workspace_id) as space:
        (note,) = audit.entries(space, limit=1)
    assert (note["actor"], note["action"]) == ("owner@mine.example", "record.add")
    assert note["subject"] == f"order:{order['id']}"


def test_a_form_that_is_sent_twice_makes_one_record(engine: Engine, tmp_path: Path) -> None:
    house = House(engine, tmp_path)
    members = stocked(house)
    visitor = house.signed_in()
    form = visitor.read(at(house, "order", None, "/new"))
    once = re.search(r'name="once" value="([^"]+)"', form)
    assert once is not None
    sent = {"member": "new", "amount": "10", "paid_at": "2026-03-01T11:00", "once": once[1]}
    places = {fill(visitor, "order", **sent).headers["Location"] for _ in range(2)}
    assert len(places) == 1
    assert len(kept(house, "order", members["new"])) == 2, "this one, and one from before"
    assert once[1] not in visitor.read(at(house, "order", None, "/new")), "the next is another"


def test_a_form_that_was_refused_can_be_sent_again_once_it_is_right(house: House) -> None:
    members = stocked(house)
    visitor = house.signed_in()
    sent = {"member": "new", "amount": "a lot", "paid_at": "2026-03-01T11:00", "once": "x"}
    refused = fill(visitor, "order", **sent)
    assert refused.status_code == 422
    assert 'value="a lot"' in refused.text
    assert 'value="x"' in refused.text
    assert 'id="field-amount-error"' in refused.text
    assert fill(visitor, "order", **sent | {"amount": "5"}).status_code == 302
    assert len(kept(house, "order", members["new"])) == 2


@pytest.mark.parametrize("named", ["M000003", "new", "13900139000", "139 0013 9000", "王建国"])
def test_a_member_is_named_by_number_phone_external_id_or_name(house: House, named: str) -> None:
    members = stocked(house)
    assert fill(house.signed_in(), "order", **ORDER | {"member": named}).status_code == 302
    assert kept(house, "order")[0]["member_id"] == members["new"]


def test_who_is_meant_must_be_clear(house: House) -> None:
    stocked(house)
    enrol(house.mine, "second", name="王建国")
    visitor = house.signed_in()
    for named, told in (
        ("", "请写明是哪位会员"),
        ("nobody", "没有找到这位会员"),
        ("new\x00", "没有找到这位会员"),
        ("王建国", "不止一位会员"),
    ):
        answer = fill(visitor, "order", **ORDER | {"member": named})
        assert answer.status_code == 422
        assert told in answer.text
        assert 'value="300"' in answer.text, "what was written is still there"
    assert len(kept(house, "order")) == 31


def test_a_number_that_is_there_already_leads_to_its_record(house: House) -> None:
    stocked(house)
    answer = fill(house.signed_in(), "order", **ORDER | {"external_id": "o99"})
    assert answer.status_code == 422
    assert "已有这个编号的记录" in answer.text
    order = next(each for each in kept(house, "order") if each["external_id"] == "o99")
    assert f'href="{at(house, "order", order["id"])}"' in answer.text


def test_a_store_is_chosen_from_a_list_and_an_order_by_its_number(house: House) -> None:
    stocked(house)
    visitor = house.signed_in()
    assert fill(visitor, "shop", code="A1").status_code == 302
    (shop,) = kept(house, "shop")
    form = visitor.read(at(house, "suggestion", None, "/new"))
    assert f'<option value="{shop["id"]}" >A1</option>' in form
    sent = {"sent_at": "2026-03-01T11:00", "shop": str(shop["id"]), "member": "new"}
    added = fill(visitor, "suggestion", **sent)
    page = visitor.read(added.headers["Location"])
    assert f'<a href="{at(house, "shop", shop["id"])}">A1</a>' in page
    refund = {"member": "new", "order": "o99", "amount": "20.5", "refunded_at": "2026-03-01T11:00"}
    wrong = fill(visitor, "refund", **refund | {"order": "o98"})
    assert wrong.status_code == 422
    assert "没有“o98”这条订单" in wrong.text
    assert fill(visitor, "refund", **refund).status_code == 302
    order = next(each for each in kept(house, "order") if each["external_id"] == "o99")
    assert (order["net"], order["status"]) == (0, "refunded")


def test_the_page_of_an_order_leads_to_a_refund_of_it(house: House) -> None:
    stocked(house)
    visitor = house.signed_in()
    order = next(each for each in kept(house, "order") if each["external_id"] == "o99")
    page = visitor.read(at(house, "order", order["id"]))
    lead = at(house, "refund", None, f"/new?order={order['id']}")
    assert f'href="{lead}"' in page
    form = visitor.read(lead)
    assert re.search(r'name="field.order" type="text"\s+value="o99"', form)
    assert 'name="member" value="M000003"' in form


def test_an_order_is_deleted_with_its_refund_and_its_points(engine: Engine, tmp_path: Path) -> None:
    house = House(engine, tmp_path)
    members = stocked(house)
    books = Books(house.mine)
    books.members = members
    visitor = house.signed_in()
    had = books.balance("new")
    placed = fill(visitor, "order", **ORDER).headers["Location"]
    refund = {"member": "new", "order": "c1", "amount": "100", "refunded_at": "2026-03-01T11:30"}
    assert fill(visitor, "refund", **refund).status_code == 302
    asked = visitor.read(f"{placed}/delete")
    assert "它的 1 笔退款和购买行为一起删除" in asked
    assert "积分收回" in asked
    assert visitor.post(f"{placed}/delete").status_code == 302
    assert visitor.get(placed).status_code == 404
    assert kept(house, "refund") == []
    assert books.balance("new") == had
    with house.spaces.reading(house.mine.workspace_id) as space:
        (note,) = audit.entries(space, limit=1)
    assert (note["actor"], note["action"]) == ("owner@mine.example", "record.delete")


def test_what_others_refer_to_is_not_deleted_and_the_page_says_why(house: House) -> None:
    stocked(house)
    visitor = house.signed_in()
    fill(visitor, "shop", code="A1")
    (shop,) = kept(house, "shop")
    fill(visitor, "suggestion", member="new", sent_at="2026-03-01T11:00", shop=str(shop["id"]))
    answer = visitor.post(f"{at(house, 'shop', shop['id'])}/delete")
    assert answer.status_code == 409
    assert "还有 1 条“建议”引用这条记录" in answer.text
    assert len(kept(house, "shop")) == 1


def test_a_member_is_added_by_a_form_and_gets_a_number(engine: Engine, tmp_path: Path) -> None:
    house = House(engine, tmp_path)
    stocked(house)
    visitor = house.signed_in()
    at_members = f"{house.at}/members"
    assert f'href="{at_members}/new"' in visitor.read(at_members)
    form = visitor.read(f"{at_members}/new")
    assert 'name="member"' not in form, "a member is nobody else's"
    sent = {"field.name": "陈一", "field.phone": "13700137000", "once": "y"}
    missing = visitor.post(f"{at_members}/new", sent | {"field.joined_at": ""})
    assert missing.status_code == 422
    assert "陈一" in missing.text
    added = visitor.post(f"{at_members}/new", sent | {"field.joined_at": "2026-03-01T09:00"})
    page = visitor.read(added.headers["Location"])
    assert "陈一" in page
    assert "M000004" in page
    again = {**sent, "field.joined_at": "2026-03-01T09:00", "once": "z"}
    taken = visitor.post(f"{at_members}/new", again)
    assert taken.status_code == 422
    assert 'id="field-phone-error"' in taken.text


def test_a_member_is_deleted_after_it_is_said_what_follows(engine: Engine, tmp_path: Path) -> None:
    house = House(engine, tmp_path)
    members = stocked(house)
    suggest(house, "s1", "周日")
    visitor = house.signed_in()
    page = f"{house.at}/members/{members['new']}"
    assert f'href="{page}/delete"' in visitor.read(page)
    assert "不再署名" in visitor.read(f"{page}/delete")
    unsure = visitor.post(f"{page}/delete")
    assert unsure.status_code == 422
    assert "请先勾选确认" in unsure.text
    assert visitor.post(f"{page}/delete", {"sure": "y"}).status_code == 302
    assert visitor.get(page).status_code == 404
    assert titles(visitor, "suggestion") == ["s1"], "it stays, without a name"
    assert "已注销的会员" in visitor.read(at(house, "suggestion"))
    assert "王建国" not in visitor.read(at(house, "suggestion"))
    with house.spaces.reading(house.mine.workspace_id) as space:
        (note,) = audit.entries(space, limit=1)
    assert (note["actor"], note["action"]) == ("owner@mine.example", "member.delete")


def test_nothing_of_another_team_is_found_or_written(house: House) -> None:
    stocked(house)
    record = suggest(house, "s1", "周日")
    theirs = house.signed_in(Role.OWNER, team="theirs")
    elsewhere = f"/programs/{house.theirs.program_id}/records"
    order = kept(house, "order")[0]
    assert theirs.get(f"{elsewhere}/order").status_code == 200
    assert theirs.get(f"{elsewhere}/order/{order['id']}").status_code == 404
    assert theirs.post(f"{elsewhere}/order/{order['id']}/delete").status_code == 404
    assert theirs.get(f"{elsewhere}/order?member={order['member_id']}").status_code == 404
    sent = {"member": "13900139000", "field.amount": "5", "field.paid_at": "2026-03-01T11:00"}
    assert theirs.post(f"{elsewhere}/order/new", sent).status_code == 422
    assert kept(house, "suggestion")[0]["id"] == record
