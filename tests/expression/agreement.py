"""Asking three engines the same rules, and saying where they differ."""

import math
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from app.expression.check import Checked, check
from app.expression.python import to_predicate, to_python
from app.expression.sql import met, to_sql
from app.expression.types import (
    FIRST_DAY,
    LAST_DAY,
    WHOLE,
    Boolean,
    Date,
    Decimal,
    Instant,
    Integer,
    Number,
    Type,
)
from tests.expression.edge_rows import SCOPE, Engine
from tests.expression.generated_rules import Writer

CHUNK = 40


@dataclass
class Case:
    """A rule that was accepted, and what Python answers for each row."""

    document: Any
    checked: Checked
    answers: list[Any] = field(default_factory=list)


@dataclass
class Tally:
    rules: int = 0
    refused: int = 0
    comparisons: int = 0
    differences: list[str] = field(default_factory=list)
    documents: list[Any] = field(default_factory=list)


def cases(seed: int, count: int, tally: Tally) -> Iterator[Case]:
    writer = Writer(random.Random(seed))
    found = 0
    while found < count:
        document = writer.rule()
        checked = check(document, SCOPE, expect=None, set_wise=True)
        if checked.errors:
            tally.refused += 1
            continue
        found += 1
        yield Case(document, checked)


def python_answers(case: Case, rows: list[dict[str, Any]], moment: Any) -> list[Any]:
    materialised = {rank.normal_form: "cut" for rank in case.checked.ranks}
    function = to_python(case.checked, materialised=materialised)
    return [function(row, moment) for row in rows]


def python_met(case: Case, rows: list[dict[str, Any]], moment: Any) -> list[bool]:
    materialised = {rank.normal_form: "cut" for rank in case.checked.ranks}
    function = to_predicate(case.checked, materialised=materialised)
    return [bool(function(row, moment)) for row in rows]


def compare(
    batch: list[Case], rows: list[dict[str, Any]], engines: list[Engine], tally: Tally
) -> None:
    """Compare the value of each rule on each row in each database, and the condition in one."""
    for case in batch:
        case.answers = python_answers(case, rows, engines[0].moment)
        _in_range(case, tally)
        if isinstance(case.checked.type, Boolean):
            is_met = [answer is True for answer in case.answers]
            assert python_met(case, rows, engines[0].moment) == is_met, case.document
    for turn, engine in enumerate(engines):
        for start in range(0, len(batch), CHUNK):
            _compare_chunk(batch[start : start + CHUNK], engine, tally, turn)


def _compare_chunk(chunk: list[Case], engine: Engine, tally: Tally, turn: int) -> None:
    source = engine.source()
    columns: list[Any] = []
    expected: list[tuple[Case, str, list[Any]]] = []
    for index, case in enumerate(chunk):
        columns.append(to_sql(case.checked, source, engine.moment))
        expected.append((case, "value", case.answers))
        if isinstance(case.checked.type, Boolean) and index % 2 == turn % 2:
            columns.append(met(case.checked, source, engine.moment))
            expected.append((case, "met", [answer is True for answer in case.answers]))
    found = _ask(columns, engine)
    if isinstance(found, str):
        if len(chunk) == 1:
            tally.differences.append(f"{engine.name} {chunk[0].document} {found}")
            return
        for case in chunk:
            _compare_chunk([case], engine, tally, turn)
        return
    for position, (case, what, answers) in enumerate(expected):
        tally.comparisons += len(answers)
        theirs = [row[position] for row in found]
        _compare_column(case, what, answers, theirs, engine, tally)


def _ask(columns: list[Any], engine: Engine) -> list[Any] | str:
    statement = select(*(c.label(f"r{i}") for i, c in enumerate(columns)))
    statement = statement.select_from(engine.table).order_by(engine.table.c.id)
    try:
        with engine.connection.begin_nested():
            # No statement comes twice, so that looking for it costs and never pays.
            options = {"compiled_cache": None}
            return list(engine.connection.execute(statement, execution_options=options))
    except (SQLAlchemyError, OverflowError) as error:
        return str(error)[:1500]


def _compare_column(
    case: Case, what: str, expected: list[Any], found: list[Any], engine: Engine, tally: Tally
) -> None:
    for index, (ours, theirs) in enumerate(zip(expected, found, strict=True)):
        if not same(ours, theirs, case.checked.type):
            name = engine.name
            tally.differences.append(
                f"{name} {what} row {index}: python {ours!r}, {name} {theirs!r}: {case.document}"
            )
            return


def same(ours: Any, theirs: Any, kind: Type) -> bool:
    if ours is None or theirs is None:
        return ours is None and theirs is None
    if isinstance(kind, Boolean):
        return bool(ours) == bool(theirs)
    return bool(ours == theirs)


def _in_range(case: Case, tally: Tally) -> None:
    """Hold each answer against what the checker said would come out."""
    kind = case.checked.type
    for answer in case.answers:
        if answer is None:
            if not kind.nullable:
                tally.differences.append(f"null from a rule that has none: {case.document}")
                return
        elif not _fits(answer, kind):
            tally.differences.append(f"{answer!r} is outside {kind}: {case.document}")
            return


def _fits(answer: Any, kind: Type) -> bool:
    match kind:
        case Integer(lo=lo, hi=hi) | Decimal(lo=lo, hi=hi):
            return bool(lo <= answer <= hi and abs(answer) <= WHOLE)
        case Number(magnitude=magnitude, smallest=smallest):
            size = abs(answer)
            near = 1 + 1e-9
            return math.isfinite(answer) and (
                size == 0 or smallest / near <= size <= magnitude * near
            )
        case Date():
            return bool(FIRST_DAY <= answer <= LAST_DAY)
        case Instant():
            return isinstance(answer, int)
        case _:
            return True


def smaller(document: Any) -> Iterator[Any]:
    """Give documents that are a little smaller: an argument instead of the whole, one part less."""
    if isinstance(document, dict):
        ((key, arguments),) = document.items()
        parts = arguments if isinstance(arguments, list) else [arguments]
        yield from (part for part in parts if isinstance(part, dict))
        for index, part in enumerate(parts):
            yield {key: parts[:index] + parts[index + 1 :]}
            for less in smaller(part):
                yield {key: [*parts[:index], less, *parts[index + 1 :]]}


def shrink(document: Any, rows: list[dict[str, Any]], engine: Engine) -> Any:
    """Find a small rule on which the engines still differ."""
    for less in smaller(document):
        checked = check(less, SCOPE, expect=None, set_wise=True)
        if checked.errors:
            continue
        tally = Tally()
        compare([Case(less, checked)], rows, [engine], tally)
        if tally.differences:
            return shrink(less, rows, engine)
    return document
