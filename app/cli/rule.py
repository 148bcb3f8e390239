"""`rungs rule`: ask a rule about records on the command line, line by line."""

import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import IO, Any
from zoneinfo import ZoneInfo

import click
from sqlalchemy import Connection, create_engine

from app.clock import system_clock
from app.days import Calendar, Moment
from app.errors import Finding, Invalid
from app.expression.border import Unreadable, json_of, scope_of, values_of
from app.expression.check import Checked, check
from app.expression.describe import describe as describe_rule
from app.expression.explain import Explained
from app.expression.explain import explain as explain_rule
from app.expression.gap import sentence, ways
from app.expression.python import to_python
from app.expression.trial import ask, statement
from app.expression.types import Boolean, Scope
from app.words import Words

Line = dict[str, Any]
SERVERS = {"sqlite": "sqlite://", "postgresql": "postgresql+psycopg://"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One line of input, read and checked."""

    checked: Checked
    scope: Scope
    values: dict[str, Any]
    moment: Moment


class Refused(Invalid):
    """A rule with errors; the first is told."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.message.zh, finding.message.en, (finding,))


@click.group()
def rule() -> None:
    """Evaluate, explain and translate rules."""


cases = click.option(
    "--file",
    "lines",
    type=click.File("r", encoding="utf-8", errors="surrogateescape"),
    default="-",
    help="NDJSON with id, rule, data and optionally types, now, timezone; - is standard input.",
)


@rule.command("eval")
@click.option("--engine", type=click.Choice(["python", "sqlite", "postgresql"]), default="python")
@click.option("--url", help="The PostgreSQL server; default RUNGS_TEST_POSTGRESQL.")
@cases
def eval_(engine: str, url: str | None, lines: IO[str]) -> None:
    """Give each rule's value: {"id", "result"}, {"id", "unknown"} or {"id", "error"}."""
    with _connection(engine, url) as connection:
        _each(lines, lambda question: _result(question, connection), set_wise=engine != "python")


@rule.command()
@cases
def explain(lines: IO[str]) -> None:
    """Say why each rule is met or not, and what is missing."""
    _each(lines, _explanation)


@rule.command()
@click.option("--dialect", type=click.Choice(["sqlite", "postgresql"]), default="sqlite")
@cases
def sql(dialect: str, lines: IO[str]) -> None:
    """Show each rule as SQL with its bound values."""
    _each(lines, lambda question: _sql(question, dialect), set_wise=True)


@rule.command()
@cases
def describe(lines: IO[str]) -> None:
    """Say each rule as a sentence in Chinese and English."""
    _each(
        lines,
        lambda question: {
            "zh": describe_rule(question.checked, question.scope, "zh"),
            "en": describe_rule(question.checked, question.scope, "en"),
        },
    )


def _each(lines: IO[str], answer: Callable[[Question], Line], *, set_wise: bool = False) -> None:
    for number, line in enumerate(lines, 1):
        if line.strip():
            found = _answered(line, number, answer, set_wise=set_wise)
            sys.stdout.write(json.dumps(found, ensure_ascii=True) + "\n")


def _answered(
    line: str, number: int, answer: Callable[[Question], Line], *, set_wise: bool
) -> Line:
    name: Any = number
    try:
        case = _case(line)
        name = case.get("id", number)
        return {"id": name, **answer(_question(case, set_wise=set_wise))}
    except Invalid as error:
        at = error.findings[0].path if error.findings else ""
        return {"id": name, "error": _error(at, error.words)}


def _error(at: str, words: Words) -> Line:
    return {"at": at, "message": words.en, "message_zh": words.zh}


def _case(line: str) -> Line:
    try:
        found = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise Unreadable("", Words("这一行不是 JSON。", "This line is not JSON.")) from error
    if not isinstance(found, dict) or "rule" not in found:
        raise Unreadable("", Words('缺少 "rule"。', 'There is no "rule".'))
    return found


def _question(case: Line, *, set_wise: bool) -> Question:
    data, types = case.get("data") or {}, case.get("types") or {}
    if not isinstance(data, dict) or not isinstance(types, dict):
        raise Unreadable(
            "/data", Words("data 和 types 必须是对象。", "data and types must be objects.")
        )
    scope = scope_of(types, data)
    checked = check(case["rule"], scope, expect=None, set_wise=set_wise)
    if checked.errors:
        raise Refused(checked.errors[0])
    return Question(
        checked=checked, scope=scope, values=values_of(data, scope), moment=_moment(case)
    )


def _moment(case: Line) -> Moment:
    zone = case.get("timezone", "Asia/Shanghai")
    try:
        ZoneInfo(zone)
    except (ValueError, TypeError, OSError, LookupError) as error:
        raise Unreadable(
            "/timezone", Words("没有这个时区。", "There is no such time zone.")
        ) from error
    return Moment.at(_now(case.get("now")), Calendar(timezone=zone))


def _now(given: Any) -> datetime:
    if given is None:
        return system_clock()
    words = Words("now 写作 2026-01-31T08:00:00+08:00。", "Write now as 2026-01-31T08:00:00+08:00.")
    try:
        found = datetime.fromisoformat(given)
    except (ValueError, TypeError) as error:
        raise Unreadable("/now", words) from error
    if found.tzinfo is None:
        raise Unreadable("/now", words)
    return found


def _result(question: Question, connection: Connection | None) -> Line:
    if connection is None:
        value = to_python(question.checked)(question.values, question.moment)
    else:
        value = ask(connection, question.checked, question.scope, question.values, question.moment)
    if value is None and isinstance(question.checked.type, Boolean):
        return {"unknown": True}
    return {"result": json_of(value, question.checked.type)}


@contextmanager
def _connection(engine: str, url: str | None) -> Iterator[Connection | None]:
    if engine == "python":
        yield None
        return
    address = "sqlite://" if engine == "sqlite" else _server(url)
    database = create_engine(address)
    with database.connect() as connection:
        yield connection
    database.dispose()


def _server(url: str | None) -> str:
    names = ("RUNGS_TEST_POSTGRESQL", "RUNGS_DATABASE_URL")
    found = url or next((os.environ[name] for name in names if os.environ.get(name)), None)
    if found is None or not found.startswith("postgresql"):
        raise Invalid(
            "请用 --url 或 RUNGS_TEST_POSTGRESQL 指明 PostgreSQL 服务器。",
            "Name a PostgreSQL server by --url or RUNGS_TEST_POSTGRESQL.",
        )
    return found


def _explanation(question: Question) -> Line:
    explained = explain_rule(question.checked, question.values, question.moment, question.scope)
    missing = ways(explained)
    return {
        "explanation": _told(explained),
        "missing": [[each.sentence.to_json() for each in way] for way in missing],
        "sentence": sentence(missing).to_json(),
    }


def _told(explained: Explained) -> Line:
    found: Line = {
        "path": explained.path,
        "sentence": explained.sentence.to_json(),
        "state": str(explained.state),
    }
    if explained.comparison is not None:
        compared = explained.comparison
        found |= {
            "value": compared.shown_value.en,
            "operator": compared.operator,
            "threshold": compared.shown_threshold.en,
            "gap": None if compared.shown_gap is None else compared.shown_gap.en,
            "progress": compared.progress,
            "unit": compared.unit,
        }
    if explained.children:
        found["children"] = [_told(each) for each in explained.children]
    return found


def _sql(question: Question, dialect: str) -> Line:
    asked = statement(question.checked, question.scope, question.values, question.moment)
    compiler = create_engine(SERVERS[dialect]).dialect
    compiled = asked.compile(dialect=compiler, compile_kwargs={"render_postcompile": True})
    return {"sql": str(compiled), "parameters": {k: str(v) for k, v in compiled.params.items()}}
