"""The members whom a draft would move, over the API."""

from tests.runtime.clubs import document
from tests.web.api.callers import GOLD_BY_SPENDING, SPENT
from tests.web.api.conftest import Callers
from tests.web.api.test_program import save

SILVER_AT_50 = document(("basic", None), ("silver", {">=": [SPENT, 50]}))


def test_who_would_move_comes_by_pages_with_the_reason(calls: Callers) -> None:
    shop = calls(GOLD_BY_SPENDING)
    ids = [str(shop.club.join(name)) for name in ("ann", "ben", "cid")]
    for name in ("ann", "ben"):
        shop.club.buy(name, 60)
    shop.club.evaluate()
    save(shop, SILVER_AT_50)
    path = "/program/draft/impact/members?from=basic&to=silver&limit=1"
    first = shop.get(path).get_json()
    (ann,) = first["items"]
    assert (ann["member_id"], ann["from"], ann["to"]) == (ids[0], "basic", "silver")
    assert ann["why"]["zh"].startswith("做到了：")
    second = shop.get(f"{path}&cursor={first['next']}").get_json()
    assert [each["member_id"] for each in second["items"]] == [ids[1]]
    assert second["next"] is None
    everybody = shop.get("/program/draft/impact/members").get_json()["items"]
    assert [each["member_id"] for each in everybody] == ids[:2]
    assert shop.get("/program/draft/impact/members?from=-").get_json()["items"] == []


def test_strange_questions_are_refused(calls: Callers) -> None:
    shop = calls(GOLD_BY_SPENDING)
    assert shop.get("/program/draft/impact/members?ladder=nothing").status_code == 404
    assert shop.get("/program/draft/impact/members?limit=0").status_code == 400
    assert shop.get("/program/draft/impact/members?cursor=x").status_code == 400
    save(shop, document(("basic", None), ("silver", {">=": [{"var": "colour"}, 1]})))
    assert shop.get("/program/draft/impact/members").status_code == 422
