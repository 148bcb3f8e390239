"""Where those who run the server ask how it is doing; nobody else learns more than yes or no."""

from collections.abc import Iterator
from importlib.metadata import version
from ipaddress import ip_address

from flask import Blueprint, Response, jsonify, request
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Gauge, generate_latest

from app.clock import to_instant
from app.errors import NotFound
from app.health import Check, examine, examine_copies
from app.runtime.budgets_told import budgets_told
from app.web.policy import PUBLIC, policy
from app.web.services import services

MARK = "X-Rungs"
"""The header by which the launcher recognises us on a port that is taken."""
VERSION = version("rungs")

health = Blueprint("health", __name__)


@health.get("/livez")
@policy(PUBLIC)
def livez() -> Response:
    response = jsonify(status="ok")
    response.headers[MARK] = VERSION
    return response


@health.get("/readyz")
@policy(PUBLIC)
def readyz() -> tuple[Response, int]:
    checks = _examine()
    ready = all(check.holds for check in checks)
    answer: dict[str, object] = {"status": "ok" if ready else "unavailable"}
    if _is_operator():
        answer["checks"] = {
            check.name: {"holds": check.holds, **check.says.to_json()} for check in checks
        }
    return jsonify(answer), 200 if ready else 503


@health.get("/metrics")
@policy(PUBLIC)
def metrics() -> Response:
    if not (_is_operator() or services().config.metrics_public):
        raise NotFound("没有这个页面。", "There is no such page.")
    registry = CollectorRegistry()
    holds = Gauge(
        "rungs_check", "Whether this part of the installation works.", ["check"], registry=registry
    )
    for check in _with_figures(_examine()):
        holds.labels(check.name).set(check.holds)
        for name, value in check.measures.items():
            Gauge(f"rungs_{name}", f"Measured for {check.name}.", registry=registry).set(value)
    return Response(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)


def _examine() -> tuple[Check, ...]:
    known = services()
    return examine(known.config, known.engine, now=known.clock())


def _with_figures(checks: tuple[Check, ...]) -> Iterator[Check]:
    """Add what does not say whether the server is ready; a broken database has no more to say."""
    yield from checks
    found = {check.name: check.holds for check in checks}
    if found.get("database") and found.get("migrations"):
        known = services()
        yield from examine_copies(known.engine, now=known.clock())
        told = budgets_told(known.spaces, now=to_instant(known.clock()))
        yield Check(name="budget_marks", holds=True, says=told.says, measures=told.measures)


def _is_operator() -> bool:
    """Whether the question comes from this machine, and not through a proxy on this machine."""
    forwarded = "X-Forwarded-For" in request.headers or "Forwarded" in request.headers
    address = request.remote_addr
    return address is not None and not forwarded and ip_address(address).is_loopback
