"""Logs are one JSON object a line, and no secret gets into them."""

import io
import logging
from collections.abc import Iterator
from typing import Any

import orjson
import pytest
import structlog

from app import logs


@pytest.fixture
def lines() -> "Iterator[Lines]":
    """What has been written so far, read anew each time it is asked for."""
    root, usual = logging.getLogger(), structlog.get_config()
    before, level = root.handlers[:], root.level
    stream = io.StringIO()
    logs.configure("info", stream)
    yield Lines(stream)
    root.handlers[:] = before
    root.setLevel(level)
    structlog.configure(**usual)


class Lines(list[dict[str, Any]]):
    def __init__(self, stream: io.StringIO) -> None:
        self.stream = stream

    def __getitem__(self, place: Any) -> Any:
        return [orjson.loads(line) for line in self.stream.getvalue().splitlines()][place]


def test_an_event_says_when_how_grave_and_from_where(lines: Lines) -> None:
    structlog.get_logger("app.test").warning("imported", rows=3, file="订单.csv")
    said = lines[-1]
    assert said["event"] == "imported"
    assert said["level"] == "warning"
    assert said["rows"] == 3
    assert said["file"] == "订单.csv"
    assert said["at"].endswith("Z")


def test_libraries_speak_the_same_way(lines: Lines) -> None:
    logging.getLogger("somebody.else").error("broken %s", "pipe")
    assert lines[-1]["event"] == "broken pipe"
    assert lines[-1]["logger"] == "somebody.else"


@pytest.mark.parametrize("name", ["password", "api_key", "Authorization", "session_token", "link"])
def test_secrets_are_hidden_by_their_names(lines: Lines, name: str) -> None:
    structlog.get_logger("app.test").info("seen", **{name: "hunter2"}, inner={name: "hunter2"})
    assert "hunter2" not in lines.stream.getvalue()


def test_a_count_of_tokens_is_no_secret(lines: Lines) -> None:
    structlog.get_logger("app.test").info("advanced", tokens=20)
    assert lines[-1]["tokens"] == 20


def test_credentials_inside_an_address_are_hidden(lines: Lines) -> None:
    structlog.get_logger("app.test").info("connected to postgresql://me:hunter2@host/base")
    assert lines[-1]["event"] == "connected to postgresql://***@host/base"


def test_a_trace_shows_where_and_not_what_people_typed(lines: Lines) -> None:
    def fail(typed: str) -> None:
        raise RuntimeError(f"{len(typed)} letters")

    try:
        fail("hunter2")
    except RuntimeError:
        structlog.get_logger("app.test").exception("failed")
    assert lines[-1]["exception"][0]["exc_type"] == "RuntimeError"
    assert "hunter2" not in lines.stream.getvalue()
