"""Growth value and points are put right on a page, with a reason, and taken back again."""

import re

import pytest

from app.access import Role
from app.storage import audit
from tests.runtime.ledgers import Books
from tests.web.houses import House, Visitor, some_members

REASON = "门店多收了钱，补积分"
REFUSED = 422


@pytest.fixture
def books(house: House) -> Books:
    found = Books(house.mine)
    found.members = some_members(house.mine)
    return found


def _at(books: Books, more: str = "") -> str:
    return f"/programs/{books.club.program_id}/members/{books.members['new']}/ledger{more}"


def _enter(visitor: Visitor, at: str, **form: str) -> tuple[int, str]:
    usual = {"once": "f", "how": "add", "currency": "points", "amount": "200", "reason": REASON}
    answer = visitor.post(at, {**usual, **form})
    return answer.status_code, answer.text


def test_points_are_added_with_a_reason_that_everybody_can_read_later(
    house: House, books: Books
) -> None:
    visitor = house.signed_in()
    member = _at(books).removesuffix("/ledger")
    assert f'href="{_at(books)}"' in visitor.read(member), "also for who never had any"
    assert _enter(visitor, _at(books), amount="1,200")[0] == 302
    assert books.balance("new") == 1200
    text = visitor.read(member)
    assert "+1,200 积分" in text
    assert f"说明 {REASON}" in text
    assert "hand:" not in text, "a key for machines"
    with house.spaces.reading(house.mine.workspace_id) as space:
        (entry,) = audit.entries(space, limit=1)
    assert (entry["actor"], entry["action"]) == ("owner@mine.example", "ledger.corrected")
    assert entry["detail"]["reason"] == REASON


def test_a_form_that_is_sent_twice_counts_once(house: House, books: Books) -> None:
    visitor = house.signed_in()
    found = re.search(r'name="once"[^>]*value="([^"]+)"', visitor.read(_at(books)))
    assert found is not None
    for _ in range(2):
        assert _enter(visitor, _at(books), once=found[1])[0] == 302
    assert books.balance("new") == 200
    another = re.search(r'name="once"[^>]*value="([^"]+)"', visitor.read(_at(books)))
    assert another is not None
    assert another[1] != found[1], "the next form is another"


def test_more_than_there_is_can_be_taken_and_is_owed(house: House, books: Books) -> None:
    visitor = house.signed_in()
    books.post("new", 100)
    assert _enter(visitor, _at(books), how="take", amount="150")[0] == 302
    assert books.balance("new") == -50
    assert "欠 50" in " ".join(visitor.read(_at(books)).split())


def test_growth_value_that_is_added_raises_the_metric_of_what_was_earned(
    house: House, books: Books
) -> None:
    assert _enter(house.signed_in(), _at(books), currency="growth", amount="30")[0] == 302
    total = books.total("new", "growth")
    assert (total.amount, total.earned) == (30, 30)


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"amount": ""}, "请写大于 0 的整数"),
        ({"amount": "-5"}, "请写大于 0 的整数"),
        ({"amount": "1.5"}, "请写大于 0 的整数"),
        ({"amount": "9" * 30}, "请写大于 0 的整数"),
        ({"reason": " "}, "请写明原因"),
        ({"currency": "gold"}, "请选择一项"),
        ({"how": "double"}, "请选择一项"),
        ({"expires": "soon"}, "请写日期"),
    ],
)
def test_what_will_not_do_is_said_beside_it_and_nothing_is_lost(
    house: House, books: Books, changed: dict[str, str], told: str
) -> None:
    status, text = _enter(house.signed_in(), _at(books), **changed)
    assert (status, told in text) == (REFUSED, True)
    assert changed.get("amount", "200") in text
    assert changed.get("reason", REASON) in text
    assert books.balance("new") == 0


def test_an_entry_is_taken_back_once_and_stays_to_be_seen(house: House, books: Books) -> None:
    visitor = house.signed_in()
    books.post("new", 80, cause="too-much")
    text = visitor.read(_at(books))
    assert 'value="too-much"' in text
    back = _at(books, "/reversals")
    refused = visitor.post(back, {"of": "too-much", "reason": " "})
    assert (refused.status_code, "请写明原因" in refused.text) == (REFUSED, True)
    assert visitor.post(back, {"of": "too-much", "reason": REASON}).status_code == 302
    assert books.balance("new") == 0
    text = visitor.read(_at(books))
    assert "+80 积分" in text
    assert "-80 积分" in text
    again = visitor.post(back, {"of": "too-much", "reason": REASON})
    assert (again.status_code, "已经全部冲正" in again.text) == (REFUSED, True)
    nothing = visitor.post(back, {"of": "nothing", "reason": REASON})
    assert (nothing.status_code, "没有缘由编号" in nothing.text) == (REFUSED, True)


def test_what_lapsed_is_told_without_the_key_of_a_machine(house: House, books: Books) -> None:
    books.post("new", 80, expires_on=1)
    books.expire()
    text = house.signed_in().read(_at(books))
    assert "失效" in text
    assert "expiry:" not in text


def test_who_may_not_give_may_not_correct(house: House, books: Books) -> None:
    for role in (Role.ANALYST, Role.AUDITOR):
        visitor = house.signed_in(role)
        assert visitor.get(_at(books)).status_code == 403
        member = _at(books).removesuffix("/ledger")
        assert _at(books) not in visitor.read(member)
    assert house.signed_in().get(f"{house.at}/members/1/ledger").status_code == 404
