"""What is missing to the next tier is sold at the till, on a page, and taken back there."""

import copy
import re
from typing import Any

import pytest

from app.access import Role
from app.storage import audit
from tests.runtime.ledgers import Books, collected
from tests.web.houses import CONTENT, House, Visitor, some_members, tier

REFUSED, CHANGED, FORBIDDEN, MISSING = 422, 409, 403, 404
GROWTH = collected("growth")


@pytest.fixture
def books(house: House) -> Books:
    content: Any = copy.deepcopy(CONTENT)
    content["ladders"][0]["make_up"] = {"currency": "growth", "rate": 1}
    content["ladders"][0]["tiers"] = [
        tier("slate", "普通会员", "Regular"),
        tier("gold", "金卡会员", "Gold", {">=": [GROWTH, 1000]}),
    ]
    house.mine.publish(content)
    found = Books(house.mine)
    found.members = some_members(house.mine)
    found.post("new", 950, "growth")
    return found


def at(books: Books, ladder: str = "main") -> str:
    member = books.members["new"]
    return f"/programs/{books.club.program_id}/members/{member}/ladders/{ladder}/make-up"


def pay(
    visitor: Visitor, books: Books, points: str = "50", reference: str = "T-7"
) -> tuple[int, str]:
    answer = visitor.post(at(books), {"points": points, "reference": reference})
    return answer.status_code, answer.text


def plain(text: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", text).split())


def test_fifty_that_are_missing_are_quoted_paid_for_and_bring_the_tier(
    house: House, books: Books
) -> None:
    visitor = house.signed_in()
    member = at(books).removesuffix("/ladders/main/make-up")
    assert f'href="{at(books)}"' in visitor.read(member)
    quoted = plain(visitor.read(at(books)))
    assert "还差 50 成长值" in quoted
    assert "补差金额 ¥50.00" in quoted
    assert pay(visitor, books)[0] == 302
    assert "等级变为“金卡会员”" in visitor.read(member)
    assert books.balance("new", "growth") == 1000
    assert house.mine.tier("new") == "gold"
    with house.spaces.reading(house.mine.workspace_id) as space:
        (entry,) = audit.entries(space, limit=1)
    assert (entry["actor"], entry["action"]) == ("owner@mine.example", "make_up.confirmed")
    assert entry["detail"]["reference"] == "T-7"
    assert "已经是最高一级" in visitor.read(at(books))


def test_a_payment_that_is_confirmed_twice_counts_once(house: House, books: Books) -> None:
    visitor = house.signed_in()
    assert [pay(visitor, books)[0] for _ in range(2)] == [302, 302]
    assert books.balance("new", "growth") == 1000


def test_a_quote_that_no_longer_holds_is_told_beside_the_new_one(
    house: House, books: Books
) -> None:
    visitor = house.signed_in()
    books.post("new", 20, "growth")
    status, text = pay(visitor, books, reference="小票 9")
    assert status == CHANGED
    assert "报价已经变了" in text
    assert 'name="points" value="30"' in text
    assert 'value="小票 9"' in text, "what was typed stays"
    assert books.balance("new", "growth") == 970


@pytest.mark.parametrize("reference", ["", " ", "x" * 300])
def test_a_payment_has_a_number(house: House, books: Books, reference: str) -> None:
    status, text = pay(house.signed_in(), books, reference=reference)
    assert status == REFUSED
    assert "请写付款的编号" in text
    assert books.balance("new", "growth") == 950


def test_what_was_bought_is_taken_back_among_the_entries(house: House, books: Books) -> None:
    visitor = house.signed_in()
    pay(visitor, books)
    ledger = at(books).removesuffix("/ladders/main/make-up") + "/ledger"
    found = re.search(r'name="of" value="([^"]*T-7)"', visitor.read(ledger))
    assert found is not None
    taken = visitor.post(f"{ledger}/reversals", {"of": found[1], "reason": "付款退回"})
    assert taken.status_code == 302
    assert books.balance("new", "growth") == 950


def test_it_is_for_those_who_may_give_and_where_something_is_sold(
    house: House, books: Books
) -> None:
    analyst = house.signed_in(Role.ANALYST)
    member = at(books).removesuffix("/ladders/main/make-up")
    assert "/make-up" not in analyst.read(member)
    assert analyst.get(at(books)).status_code == FORBIDDEN
    owner = house.signed_in()
    assert owner.get(at(books, "nothing")).status_code == MISSING
    content: Any = copy.deepcopy(CONTENT)
    house.mine.publish(content)
    assert "/make-up" not in owner.read(member)
    assert "不能补差" in owner.read(at(books))
