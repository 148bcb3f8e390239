"""The HTTP API of a programme, below /api/v1: every operation is declared once."""

from typing import Any

import orjson
from flask import Blueprint, Response

from app.web.api import (
    backtest,
    checkup,
    consents,
    coupon_operations,
    diagnosis,
    earning,
    effects,
    events,
    exchange,
    flow_starts,
    flow_trial,
    flows,
    form_operations,
    groups,
    impact,
    ladders,
    layer_operations,
    ledger,
    make_ups,
    outgoing,
    parameters,
    problems,
    program,
    records,
    removals,
    run_operations,
    segments,
    tasks,
)
from app.web.api.bodies import JSON_TYPE
from app.web.api.openapi import ROOT, describe
from app.web.api.operations import Operation, Place
from app.web.api.requests import carry_out
from app.web.language import language
from app.web.policy import PUBLIC, policy

OPERATIONS: tuple[Operation, ...] = (
    *events.OPERATIONS,
    *records.OPERATIONS,
    *removals.OPERATIONS,
    *segments.OPERATIONS,
    *ladders.OPERATIONS,
    *layer_operations.OPERATIONS,
    *ledger.OPERATIONS,
    *earning.OPERATIONS,
    *make_ups.OPERATIONS,
    *coupon_operations.OPERATIONS,
    *form_operations.OPERATIONS,
    *consents.OPERATIONS,
    *flows.OPERATIONS,
    *flow_trial.OPERATIONS,
    *flow_starts.OPERATIONS,
    *run_operations.OPERATIONS,
    *checkup.OPERATIONS,
    *outgoing.OPERATIONS,
    *tasks.OPERATIONS,
    *effects.OPERATIONS,
    *groups.OPERATIONS,
    *diagnosis.OPERATIONS,
    *program.OPERATIONS,
    *exchange.OPERATIONS,
    *parameters.OPERATIONS,
    *impact.OPERATIONS,
    *backtest.OPERATIONS,
)
blueprint = Blueprint("api", __name__, url_prefix=ROOT)
problems.answer_for(blueprint)


def _add(operation: Operation) -> None:
    def run(**path: str) -> Response:
        return carry_out(operation, path)

    blueprint.add_url_rule(
        _rule(operation),
        endpoint=operation.name,
        view_func=policy(operation.policy)(run),
        methods=[operation.method],
        provide_automatic_options=False,
    )


def _rule(operation: Operation) -> str:
    """Write an address as Flask does."""
    rule = operation.path
    for each in operation.parameters:
        if each.place is Place.PATH:
            converted = f"path:{each.name}" if each.slashes else each.name
            rule = rule.replace(f"{{{each.name}}}", f"<{converted}>")
    return rule


for _operation in OPERATIONS:
    _add(_operation)


@blueprint.get("/openapi.json")
@policy(PUBLIC)
def openapi() -> Response:
    content: dict[str, Any] = describe(OPERATIONS, language())
    return Response(orjson.dumps(content), content_type=JSON_TYPE)
