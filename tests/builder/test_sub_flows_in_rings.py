"""Automations that run one another as sub-flows in a ring are told of before a release."""

from typing import Any

import pytest

from app.builder.checks.flows_rest_after_themselves import FlowsRestAfterThemselves
from app.program.checked import check_program
from app.program.codec import load
from tests.runtime.flowing import flow, programme, step


def runs(key: str, other: str, **more: Any) -> dict[str, Any]:
    """An automation that runs another one."""
    found = flow("manual", step("a", "sub_flow", flow=other))
    found["steps"][0] |= more
    return found | {"key": key}


@pytest.mark.parametrize(
    ("flows", "told"),
    [
        ((runs("first", "first"),), ["/flows/0/steps/0"]),
        ((runs("first", "second"), runs("second", "first")), ["/flows/0"]),
        ((runs("first", "second"), runs("second", "first", off=True)), []),
    ],
    ids=["itself", "each other", "passed by"],
)
def test_a_ring_of_sub_flows_is_told_of(flows: Any, told: list[str]) -> None:
    checked = check_program(load(programme(*flows)))
    assert [each.path for each in FlowsRestAfterThemselves().check(checked)] == told
