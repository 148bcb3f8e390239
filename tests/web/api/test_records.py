"""Records are read, added and changed."""

from urllib.parse import quote

import orjson

from tests.runtime.clubs import document
from tests.web.api.callers import GOLD_BY_SPENDING, SPENT, Caller, a_comment, an_order, problems
from tests.web.api.conftest import Callers

FIELDS = [
    {"key": "city", "kind": "text", "label": "City"},
    {"key": "points", "kind": "integer", "label": "Points"},
    {"key": "likes", "kind": "tags", "label": "Likes"},
    {
        "key": "spent",
        "kind": "rollup",
        "label": "Spent",
        "options": {"expression": SPENT, "result": "money"},
    },
    {
        "key": "regular",
        "kind": "formula",
        "label": "Regular",
        "options": {"expression": {">=": [{"var": "spent"}, 100]}, "result": "boolean"},
    },
]
STORE = {
    "key": "store",
    "label": "Store",
    "of_member": False,
    "fields": [
        {"key": "external_id", "kind": "text", "label": "Code", "unique": True},
        {"key": "city", "kind": "text", "label": "City"},
    ],
}
SHOP = document(
    ("basic", None),
    ("silver", {">=": [{"var": "points"}, 100]}),
    objects=[{"key": "member", "label": "Member", "fields": FIELDS}, STORE],
)


def names(shop: Caller, query: str) -> list[str]:
    """Read every page, and give the members in their order."""
    found, cursor = [], ""
    while True:
        answer = shop.get(f"/records/member?{query}{cursor}")
        assert answer.status_code == 200, answer.get_json()
        page = answer.get_json()
        found += [each["values"]["external_id"] for each in page["items"]]
        if page["next"] is None:
            return found
        cursor = f"&cursor={page['next']}"


def filtered(rule: object) -> str:
    return f"filter={quote(orjson.dumps(rule))}"


def test_a_member_is_read_by_id_or_by_what_is_unique(calls: Callers) -> None:
    shop = calls(SHOP)
    ann = shop.club.join("a/nn", phone="13800138000", points=120, likes=["tea"])
    by_id = shop.get(f"/records/member/{ann}").get_json()
    assert by_id == shop.get("/records/member/external_id:a%2Fnn").get_json()
    assert by_id == shop.get("/records/member/phone:138%200013%208000").get_json()
    assert by_id["id"] == str(ann)
    assert by_id["tiers"] == {"main": "silver"}
    assert by_id["values"]["likes"] == ["tea"]
    assert by_id["values"]["joined_at"] == "2026-03-01T04:00:00Z"


def test_money_is_written_in_the_main_unit_and_references_as_texts(calls: Callers) -> None:
    shop = calls(SHOP)
    ann = shop.club.join("ann")
    shop.post("/events", an_order("ann", 99.99))
    order = shop.get("/records/order/external_id:o1").get_json()
    assert order["member_id"] == str(ann)
    assert order["values"]["amount"] == 99.99
    assert order["values"]["net"] == 99.99
    bob = shop.club.join("bob", referrer={"external_id": "ann"})
    assert shop.get(f"/records/member/{bob}").get_json()["values"]["referrer"] == str(ann)


def test_what_is_computed_is_read_beside_what_was_written(calls: Callers) -> None:
    shop = calls(SHOP)
    shop.club.join("ann")
    shop.post("/events", an_order("ann", 150.5))
    values = shop.get("/records/member/external_id:ann").get_json()["values"]
    assert (values["spent"], values["regular"]) == (150.5, True)


ORDERS = {
    "points": ["b", "a", "d", "c", "e"],
    "-points": ["c", "d", "a", "b", "e"],
    "spent": ["a", "b", "c", "d", "e"],
    "city": ["c", "a", "b", "d", "e"],
}


def test_pages_follow_one_another_without_a_gap(calls: Callers) -> None:
    shop = calls(SHOP)
    for name, points, city in (("a", 2, "p"), ("b", 1, "q"), ("c", 3, "b"), ("d", 2, "q")):
        shop.club.join(name, points=points, city=city)
    shop.club.join("e")
    for size in (1, 2, 3, 500):
        for sort, expected in ORDERS.items():
            assert names(shop, f"limit={size}&sort={sort}") == expected, (size, sort)
        assert sorted(names(shop, f"limit={size}")) == ["a", "b", "c", "d", "e"]


def test_a_filter_is_a_rule(calls: Callers) -> None:
    shop = calls(SHOP)
    shop.club.join("ann", points=150, city="上海")
    shop.club.join("bob", points=50)
    shop.post("/events", an_order("bob", 500))
    assert names(shop, filtered({">": [{"var": "points"}, 100]})) == ["ann"]
    assert names(shop, filtered({"==": [{"tier": ["main"]}, "silver"]})) == ["ann"]
    assert names(shop, filtered({">=": [SPENT, 500]})) == ["bob"]
    assert names(shop, filtered({">=": [{"var": "spent"}, 500]})) == ["bob"]
    assert names(shop, filtered({"!": [{"is_set": [{"var": "city"}]}]})) == ["bob"]


WRONG_RULES = [
    "{",
    '{"==": [{"var": "colour"}, "red"]}',
    '{"var": "city"}',
    '{">": [{"var": "city"}, 3]}',
    '{"shell": ["rm"]}',
    '{"<": [{"rank_of": [{"sum_of": ["order.net", "365d"]}, "percent"]}, 10]}',
    '{"matches": [{"var": "city"}, "^a"]}',
]


def test_a_filter_that_is_wrong_is_refused_with_its_place(calls: Callers) -> None:
    shop = calls(SHOP)
    for rule in WRONG_RULES:
        answer = shop.get(f"/records/member?filter={quote(rule)}")
        assert answer.status_code == 422, rule
        assert problems(answer)
        assert all(each.startswith("?filter") for each in problems(answer))


def test_a_cursor_is_good_for_its_own_question_only(calls: Callers) -> None:
    shop = calls(SHOP)
    for name in "abc":
        shop.club.join(name, points=1)
    cursor = shop.get("/records/member?limit=1&sort=points").get_json()["next"]
    assert shop.get(f"/records/member?sort=points&cursor={cursor}").status_code == 200
    assert shop.get(f"/records/member?sort=city&cursor={cursor}").status_code == 400
    assert shop.get(f"/records/order?sort=points&cursor={cursor}").status_code in {400, 422}
    assert shop.get(f"/records/member?sort=points&cursor=x{cursor}").status_code == 400


def test_a_record_is_added_and_found_where_the_answer_says(calls: Callers) -> None:
    shop = calls(SHOP)
    made = shop.post("/records/store", {"values": {"external_id": "s1", "city": "上海"}})
    assert made.status_code == 201
    there = made.headers["Location"].removeprefix("/api/v1")
    assert shop.get(there).get_json()["values"] == {"external_id": "s1", "city": "上海"}
    again = shop.post("/records/store", {"values": {"external_id": "s1", "city": "北京"}})
    assert again.status_code == 409
    assert made.get_json()["id"] in again.get_json()["detail"]
    assert shop.get(there).get_json()["values"]["city"] == "上海"


def test_an_added_order_places_its_member(calls: Callers) -> None:
    shop = calls(GOLD_BY_SPENDING)
    shop.club.join("ann")
    order = an_order("ann", 1000)
    del order["object"]
    made = shop.post("/records/order", order).get_json()
    assert made["gained"] == [{"ladder": "main", "from": "basic", "to": "gold"}]


def test_a_change_touches_the_fields_it_names_and_places_the_member(calls: Callers) -> None:
    shop = calls(SHOP)
    ann = shop.club.join("ann", city="上海")
    answer = shop.ask("PATCH", f"/records/member/{ann}", {"values": {"points": 100}})
    assert answer.status_code == 200
    said = answer.get_json()
    assert (said["values"]["points"], said["values"]["city"]) == (100, "上海")
    assert said["tiers"] == {"main": "silver"}
    assert said["gained"] == [{"ladder": "main", "from": "basic", "to": "silver"}]


def test_a_field_is_emptied_with_null_and_a_needed_one_is_not(calls: Callers) -> None:
    shop = calls(SHOP)
    ann = shop.club.join("ann", city="上海")
    emptied = shop.ask("PATCH", f"/records/member/{ann}", {"values": {"city": None}})
    assert emptied.get_json()["values"]["city"] is None
    kept = shop.ask("PATCH", f"/records/member/{ann}", {"values": {"joined_at": None}})
    assert "required" in problems(kept)["/values/joined_at"]


def test_a_unique_value_moves_with_its_record_and_is_not_taken_from_another(
    calls: Callers,
) -> None:
    shop = calls(SHOP)
    ann, bob = shop.club.join("ann", phone="13800138000"), shop.club.join("bob")
    taken = shop.ask("PATCH", f"/records/member/{bob}", {"values": {"phone": "13800138000"}})
    assert taken.status_code == 422
    assert "another" in problems(taken)["/values/phone"]
    moved = shop.ask("PATCH", f"/records/member/{ann}", {"values": {"phone": "13900139000"}})
    assert moved.status_code == 200
    assert shop.get("/records/member/phone:13900139000").get_json()["id"] == str(ann)
    assert shop.get("/records/member/phone:13800138000").status_code == 404
    free = shop.ask("PATCH", f"/records/member/{bob}", {"values": {"phone": "13800138000"}})
    assert free.status_code == 200


WRONG_CHANGES: list[tuple[dict[str, object], str]] = [
    ({"colour": "red"}, "/values/colour"),
    ({"points": "many"}, "/values/points"),
    ({"spent": 100}, "/values/spent"),
    ({"referrer": "12345"}, "/values/referrer"),
    ({"id": "7"}, "/values/id"),
    ({"member_id": "7"}, "/values/member_id"),
    ({"workspace_id": 7}, "/values/workspace_id"),
    ({"created_at": "2020-01-01"}, "/values/created_at"),
]


def test_a_change_that_will_not_do_changes_nothing(calls: Callers) -> None:
    shop = calls(SHOP)
    ann = shop.club.join("ann", points=1)
    before = shop.get(f"/records/member/{ann}").get_json()
    for values, path in WRONG_CHANGES:
        body = {"values": {"city": "上海", **values}}
        answer = shop.ask("PATCH", f"/records/member/{ann}", body)
        assert answer.status_code == 422, values
        assert path in problems(answer)
    assert shop.get(f"/records/member/{ann}").get_json() == before


def test_an_amount_that_others_were_computed_from_is_not_changed_in_place(calls: Callers) -> None:
    shop = calls(SHOP)
    shop.club.join("ann")
    shop.post("/events", an_order("ann", 100))
    answer = shop.ask(
        "PATCH", "/records/order/external_id:o1", {"values": {"amount": 1, "channel": "web"}}
    )
    assert "refund" in problems(answer)["/values/amount"]
    channel = shop.ask("PATCH", "/records/order/external_id:o1", {"values": {"channel": "web"}})
    assert channel.get_json()["values"]["channel"] == "web"


def test_a_corrected_activity_is_counted_on_its_new_day(calls: Callers) -> None:
    comments = {"count_of": ["activity", "2d", {"==": [{"var": "kind"}, "comment"]}]}
    shop = calls(document(("basic", None), ("active", {">=": [comments, 1]})))
    shop.club.join("ann")
    old = a_comment("ann", occurred_at="2026-01-01", external_id="c1")
    assert shop.post("/events", old).get_json()["tiers"] == {"main": "basic"}
    moved = {"values": {"occurred_at": "2026-03-01T08:00:00"}}
    answer = shop.ask("PATCH", "/records/activity/external_id:c1", moved)
    assert answer.get_json()["gained"] == [{"ladder": "main", "from": "basic", "to": "active"}]
