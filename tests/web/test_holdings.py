"""A member's page has their growth value and points, and each entry on the time line."""

from datetime import date

from app.days import to_day
from app.program.objects import EntryKind
from tests.runtime.ledgers import Books
from tests.web.houses import House, some_members


def _words(text: str) -> str:
    return " ".join(text.split())


def test_a_page_shows_balances_and_entries(house: House) -> None:
    books = Books(house.mine)
    books.members = some_members(house.mine)
    visitor = house.signed_in()
    page = f"{house.at}/members/{books.members['new']}"
    assert "还没有获得过" in visitor.read(page), "nothing was ever earned"
    books.post("new", 1200, expires_on=to_day(date(2026, 4, 1)))
    books.post("new", 300, "growth", note="新春活动")
    books.post("new", -1200)
    books.post("new", -50, kind=EntryKind.ADJUST)
    text = _words(visitor.read(page))
    assert "成长值与积分" in text
    assert '累计获得 1,200 · 可用 0 · <span class="warn">欠 50</span>' in text
    assert "+1,200 积分" in text
    assert "-1,200 积分" in text
    assert "+300 成长值" in text
    assert "说明 新春活动" in text
