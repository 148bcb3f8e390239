"""Deep expressions in steps: SQLite's parser takes no deep nesting."""

import re
from typing import Any

from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from app.expression.dialects import parts_of


class Staged(FunctionElement[Any]):
    """A deep expression computed in steps, as SQLite's parser takes no deep nesting.

    Clauses: name, expression, name, expression, …, and the last expression, which is the value.
    Steps that need nothing of each other are columns of one level; a level has the columns of
    those before it, so that nothing is ever joined. Levels are materialised: a planner that
    put expressions in the place of their names would compute them over and over.
    """

    name = "staged"
    inherit_cache = True


_STEP = re.compile(r"\bstage_[0-9]+\b")


@compiles(Staged)
def _staged(element: Staged, compiler: SQLCompiler, **kw: Any) -> str:
    *steps, last = parts_of(element, compiler, **kw)
    depth: dict[str, int] = {}
    levels: list[list[str]] = []
    for name, text in zip(steps[0::2], steps[1::2], strict=True):
        needed = [depth[used] for used in _STEP.findall(text) if used in depth]
        depth[name] = max(needed, default=-1) + 1
        if depth[name] == len(levels):
            levels.append([])
        levels[depth[name]].append(f"{text} AS {name}")
    tables: list[str] = []
    source = ""
    for number, columns in enumerate(levels):
        table = f"{steps[0]}_{number}"
        before = [f"{source}.*"] if source else []
        listed = ", ".join([*before, *columns])
        reads = f" FROM {source}" if source else ""
        tables.append(f"{table} AS MATERIALIZED (SELECT {listed}{reads})")
        source = table
    return f"(WITH {', '.join(tables)} SELECT {last} FROM {source})"  # noqa: S608  # Only compiled SQL.
