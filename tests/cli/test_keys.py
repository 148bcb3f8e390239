"""A key of the API is made, listed without its secret, and revoked."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from click.testing import CliRunner, Result

from app import config
from app.application import create_app
from app.cli import main
from app.storage.engine import make_engine

Run = Callable[..., Result]


@pytest.fixture
def run(database_url: str) -> Run:
    def go(*arguments: str, expect: int = 0) -> Result:
        environment = {"RUNGS_DATABASE_URL": database_url, "RUNGS_LANGUAGE": "en"}
        done = CliRunner().invoke(main, arguments, env=environment)
        assert done.exit_code == expect, done.output + repr(done.exception)
        return done

    go("workspace", "add", "team", "--label", "Team")
    go("template", "install", "retail")
    go("program", "publish")
    return go


def made(run: Run, *scopes: str) -> Any:
    options = [part for scope in scopes for part in ("--scope", scope)]
    return json.loads(run("api-key", "create", "--label", "shop", *options, "--json").stdout)


def test_a_key_made_here_lets_its_holder_in_until_it_is_revoked(
    run: Run, database_url: str
) -> None:
    key = made(run, "program:read")
    engine = make_engine(database_url)
    client = create_app(config.load({}), engine=engine).test_client()
    sent = {"Authorization": f"Bearer {key['key']}"}
    assert client.get("/api/v1/ladders", headers=sent).status_code == 200
    assert client.get("/api/v1/records/member", headers=sent).status_code == 403
    run("api-key", "revoke", key["id"])
    assert client.get("/api/v1/ladders", headers=sent).status_code == 401
    engine.dispose()


def test_the_list_shows_what_a_key_may_do_and_not_the_key(run: Run) -> None:
    key = made(run, "events:write", "records:read")
    listed = run("api-key", "list", "--json").stdout
    assert key["key"] not in listed
    (shown,) = json.loads(listed)
    assert shown["scopes"] == ["events:write", "records:read"]
    assert (shown["label"], shown["program"], shown["revoked_at"]) == ("shop", "retail", None)


def test_a_scope_that_is_none_is_refused(run: Run) -> None:
    refused = run("api-key", "create", "--label", "shop", "--scope", "everything", expect=2)
    assert "events:write" in refused.output


def test_a_key_is_revoked_once(run: Run) -> None:
    key = made(run, "program:read")
    run("api-key", "revoke", key["id"])
    again = run("api-key", "revoke", key["id"], expect=1)
    assert "in force" in again.output
