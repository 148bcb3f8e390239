"""Asking a case, written as JSON, in one of the three engines."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from app.days import Calendar, Moment
from app.errors import Invalid
from app.expression.border import json_of, scope_of, values_of
from app.expression.check import check
from app.expression.python import to_python
from app.expression.trial import ask
from app.expression.types import Boolean

NOW = "2026-01-31T12:00:00+08:00"


def answer(case: Mapping[str, Any], connection: Connection | None = None) -> Any:
    """Give the result as JSON, or the word unknown or error."""
    data, types = case.get("data") or {}, case.get("types") or {}
    if not isinstance(data, dict):
        return "error"
    try:
        scope = scope_of(types, data)
        checked = check(case["rule"], scope, expect=None, set_wise=connection is not None)
        if checked.errors:
            return "error"
        values = values_of(data, scope)
    except Invalid:
        return "error"
    calendar = Calendar(timezone=case.get("timezone", "Asia/Shanghai"))
    moment = Moment.at(datetime.fromisoformat(case.get("now", NOW)), calendar)
    if connection is None:
        value = to_python(checked)(values, moment)
    else:
        value = ask(connection, checked, scope, values, moment)
    if value is None and isinstance(checked.type, Boolean):
        return "unknown"
    return json_of(value, checked.type)
