"""What docs/api.md shows is what the API does."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from app.access import Scope
from app.builder import gallery
from app.storage.spaces import Spaces
from app.web.api import OPERATIONS
from tests.runtime.clubs import Club
from tests.web.api.callers import Caller, a_caller

PAGE = (Path(__file__).parents[2] / "docs" / "api.md").read_text("utf-8")
FIRST = re.search(r"-d '(\{\"object\".*\})'", PAGE)
BLOCKS: list[Any] = [json.loads(each) for each in re.findall(r"```json\n(.*?)```", PAGE, re.DOTALL)]


@pytest.fixture
def shop(sqlite_url: str, tmp_path: Path) -> Caller:
    return a_caller(Club(Spaces.at(sqlite_url), dict(gallery.get("retail").document)), tmp_path)


def test_the_examples_are_taken_and_answered_as_shown(shop: Caller) -> None:
    assert FIRST is not None
    shown, comment, batch, problem = BLOCKS
    said = shop.post("/events?create_members=true", json.loads(FIRST[1])).get_json()
    assert said.keys() == shown.keys()
    assert shop.post("/events", comment).status_code == 201
    answer = shop.post("/events", batch)
    assert (answer.status_code, answer.get_json()["created"]) == (200, 3)
    wrong = json.loads(FIRST[1])
    wrong["values"]["chanel"] = "web"
    assert shop.post("/events", wrong).get_json() == problem


def test_every_address_and_scope_is_on_the_page() -> None:
    for operation in OPERATIONS:
        assert operation.path.removesuffix("/{number}/restore") in PAGE
    assert all(f"`{scope.value}`" in PAGE for scope in Scope)
