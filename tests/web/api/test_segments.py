"""Members of a segment over the API."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.storage.spaces import Spaces
from tests.runtime.clubs import Club, document
from tests.web.api.callers import Caller, a_caller

BUYER = {">=": [{"count_of": ["order", "90d"]}, 1]}
CONTENT = document(
    ("basic", None),
    segments=[{"key": "buyers", "label": {"zh": "买家", "en": "Buyers"}, "where": BUYER}],
)


@pytest.fixture
def caller(database_url: str, tmp_path: Path) -> Iterator[Caller]:
    spaces = Spaces.at(database_url)
    team = Club(spaces, CONTENT)
    for n in range(5):
        team.join(f"m{n}")
    for n in (1, 3, 4):
        team.buy(f"m{n}", 10)
    yield a_caller(team, tmp_path)
    spaces.engine.dispose()


def test_segments_are_listed_with_their_conditions_read_aloud(caller: Caller) -> None:
    (only,) = caller.get("/segments").get_json()["items"]
    assert only["key"] == "buyers"
    assert only["where"] == BUYER
    assert "订单" in only["sentence"]["zh"]


def test_members_of_a_segment_are_read_page_by_page(caller: Caller) -> None:
    seen, cursor = [], ""
    while True:
        page = caller.get(f"/members?segment=buyers&limit=2{cursor}").get_json()
        seen += [each["values"]["external_id"] for each in page["items"]]
        if page["next"] is None:
            break
        cursor = f"&cursor={page['next']}"
    assert seen == ["m1", "m3", "m4"]
    everybody = caller.get("/members").get_json()["items"]
    assert len(everybody) == 5


def test_a_cursor_belongs_to_its_segment(caller: Caller) -> None:
    page = caller.get("/members?segment=buyers&limit=1").get_json()
    assert caller.get(f"/members?limit=1&cursor={page['next']}").status_code == 400


def test_a_segment_nobody_has_is_refused_with_those_there_are(caller: Caller) -> None:
    answer = caller.get("/members?segment=nobody")
    assert answer.status_code == 400
    assert "buyers" in answer.text
