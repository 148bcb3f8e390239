"""Somebody who calls the API of one programme."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import orjson
from flask import Flask
from werkzeug.test import TestResponse

from app import config
from app.access import Scope
from app.clock import to_instant
from app.secrets import digest_of, new_secret
from app.storage import api_keys
from tests.runtime.clubs import Club, document
from tests.web.served import served

SPENT = {"sum_of": ["order.net", "365d"]}
COMMENTS = {"count_of": ["activity", "30d", {"==": [{"var": "kind"}, "comment"]}]}
GOLD_BY_SPENDING = document(
    ("basic", None),
    ("silver", {">=": [SPENT, 100]}),
    ("gold", {"or": [{">=": [SPENT, 1000]}, {">=": [COMMENTS, 10]}]}),
)
EVERYTHING = tuple(Scope)


class Caller:
    """Sends requests with one key; English unless told otherwise."""

    def __init__(self, club: Club, app: Flask, secret: str) -> None:
        self.club = club
        self.app = app
        self.secret = secret

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> TestResponse:
        """Send JSON, or bytes as they are; `Accept_Language` is written for `Accept-Language`."""
        named = {"Authorization": f"Bearer {self.secret}", "Accept-Language": "en"}
        named |= {name.replace("_", "-"): value for name, value in headers.items()}
        data = body if isinstance(body, bytes) or body is None else orjson.dumps(body)
        if data is not None:
            named.setdefault("Content-Type", "application/json")
        return self.app.test_client().open(
            f"/api/v1{path}", method=method, headers=named, data=data
        )

    def get(self, path: str, **headers: str) -> TestResponse:
        return self.ask("GET", path, **headers)

    def post(self, path: str, body: Any, **headers: str) -> TestResponse:
        return self.ask("POST", path, body, **headers)


def a_caller(club: Club, tmp_path: Path, *, scopes: Iterable[Scope] = EVERYTHING) -> Caller:
    settings = config.load({"RUNGS_DATA_DIR": str(tmp_path)})
    app = served(settings, engine=club.spaces.engine, clock=lambda: club.now)
    secret = new_secret()
    with club.spaces.writing(club.workspace_id) as space:
        api_keys.create(
            space,
            club.program_id,
            digest_of(secret),
            label="shop",
            scopes=scopes,
            at=to_instant(club.now),
        )
    return Caller(club, app, secret)


def an_order(name: str, amount: float, number: str = "o1") -> dict[str, Any]:
    return {
        "object": "order",
        "member": {"external_id": name},
        "values": {"external_id": number, "paid_at": "2026-03-01T10:00:00", "amount": amount},
    }


def a_comment(name: str, **more: Any) -> dict[str, Any]:
    return {"kind": "comment", "member": {"external_id": name}, **more}


def problems(response: TestResponse) -> dict[str, str]:
    """Give what a refusal says, by place."""
    return {each["path"]: each["message"] for each in response.get_json()["findings"]}
