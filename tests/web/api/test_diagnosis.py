"""The diagnosis of a ladder over HTTP."""

from tests.web.api.callers import GOLD_BY_SPENDING
from tests.web.api.conftest import Callers


def test_a_ladder_is_diagnosed(calls: Callers) -> None:
    shop = calls(GOLD_BY_SPENDING)
    for n in range(1, 11):
        shop.club.join(f"m{n}")
        shop.club.buy(f"m{n}", 9 * n)
    shop.club.evaluate()
    answer = shop.get("/ladders/main/diagnosis?from=2026-03-01&until=2026-03-02&days=0&wanted=20")
    assert answer.status_code == 200
    said = answer.get_json()
    assert said["period"] == {"from": "2026-03-01", "until": "2026-03-02", "shortened": False}
    assert said["wanted"] == {"low": 0.2, "high": 0.2}
    basic, silver, gold = said["tiers"]
    assert (basic["tier"], basic["next"], basic["members"]) == ("basic", "silver", 10)
    assert basic["promotion"]["verdict"] == "too_few_members"
    (block,) = basic["stuck"]["blocks"]
    assert block["lacks"][0]["quartiles"] == [28, 46, 73]
    (proposal,) = basic["proposals"]
    assert (proposal["now"], proposal["proposed"], proposal["would_qualify"]) == (100, 80, 2)
    assert silver["proposals"] == []
    assert gold["promotion"] is None


def test_a_ladder_that_is_not_there_is_not_found(calls: Callers) -> None:
    assert calls(GOLD_BY_SPENDING).get("/ladders/other/diagnosis").status_code == 404


def test_what_cannot_be_read_is_refused_in_words(calls: Callers) -> None:
    shop = calls(GOLD_BY_SPENDING)
    for query in ("period=fortnight", "wanted=much", "from=2026-01-01"):
        answer = shop.get(f"/ladders/main/diagnosis?{query}")
        assert answer.status_code == 422
        assert answer.get_json()["title"]
    assert shop.get("/ladders/main/diagnosis?days=many").status_code == 400
