"""The OpenAPI description is complete and true: answers of every kind are as it says."""

from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
)

from app.storage.spaces import Spaces
from app.web.api import OPERATIONS
from tests.runtime.clubs import Club
from tests.web.api.callers import GOLD_BY_SPENDING, Caller, a_caller, an_order
from tests.web.api.conftest import Callers

TRUE = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    unsupported_method,
]
EXAMPLES = 6


def test_every_operation_is_described_in_both_languages(calls: Callers) -> None:
    shop = calls(GOLD_BY_SPENDING)
    chinese = shop.get("/openapi.json", Authorization="", Accept_Language="zh").get_json()
    english = shop.get("/openapi.json", Authorization="").get_json()
    assert english["openapi"] == "3.1.0"
    described = [
        each["operationId"] for path in english["paths"].values() for each in path.values()
    ]
    assert sorted(described) == sorted(each.name for each in OPERATIONS)
    assert chinese["paths"].keys() == english["paths"].keys()
    assert chinese["paths"]["/events"]["post"]["summary"] == "发送事件"
    assert english["paths"]["/events"]["post"]["summary"] == "Send events"


@pytest.fixture
def shop(sqlite_url: str, tmp_path: Path) -> Caller:
    """A programme with a member and an order to be found."""
    found = a_caller(Club(Spaces.at(sqlite_url), GOLD_BY_SPENDING), tmp_path)
    found.club.join("42")
    found.post("/events", an_order("42", 250))
    return found


KNOWN = {"object": "order", "record": "external_id:o1", "ladder": "main", "member": "1"}


@pytest.mark.parametrize("name", [each.name for each in OPERATIONS])
def test_answers_are_as_described(shop: Caller, name: str) -> None:
    described = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", shop.app)
    operation = described.find_operation_by_id(name)
    headers = {"Authorization": f"Bearer {shop.secret}"}
    right = operation.as_strategy(generation_mode=GenerationMode.POSITIVE)
    wrong = operation.as_strategy(generation_mode=GenerationMode.NEGATIVE)

    @settings(
        max_examples=EXAMPLES,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(right, right, wrong)
    def answers(strange: Any, case: Any, bad: Any) -> None:
        for key in case.path_parameters:
            # What is there is found more often than by chance.
            case.path_parameters[key] = KNOWN.get(key, case.path_parameters[key])
        for each in (strange, case, bad):
            each.call_and_validate(checks=TRUE, headers=headers)

    answers()
