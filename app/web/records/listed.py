"""The list of members that an address asks for: whom, by which columns, in which order."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import orjson

from app.access import Can
from app.days import Moment
from app.errors import Finding, Severity
from app.expression.check import Checked
from app.program.segment_rules import segment_scope
from app.program.sentences import sentence
from app.runtime.member_columns import (
    Column,
    columns_of,
    find_column,
    find_columns,
    usual_columns,
)
from app.runtime.member_filter import Whom, read_filter
from app.runtime.member_list import Sort
from app.runtime.releases import Live
from app.web.frame import Here
from app.web.records.asked import Asked
from app.words import Words

LONGEST_RULE = 65_536
MOST_SORTS = 3


@dataclass(frozen=True, kw_only=True)
class Listed:
    """What an address asks for, found in the programme as it is live."""

    here: Here
    live: Live
    asked: Asked

    @property
    def personal(self) -> bool:
        return self.here.visitor.may(Can.READ_PERSONAL)

    @property
    def moment(self) -> Moment:
        return self.live.moment(self.here.now)

    def url(self, **other: str | None) -> str:
        return self.here.url("records.members", **self.asked.address(**other))

    @cached_property
    def document(self) -> Any:
        """Give the condition as JSON; None where there is none, or it cannot be read."""
        try:
            return orjson.loads(self.asked.part("condition")[:LONGEST_RULE] or "null")
        except orjson.JSONDecodeError:
            return None

    @cached_property
    def condition(self) -> tuple[Checked | None, tuple[Finding, ...]]:
        """Read the filter; what is wrong with it is shown beside it, and it stays as typed."""
        text = self.asked.part("condition")
        if not text:
            return None, ()
        try:
            document = orjson.loads(text[:LONGEST_RULE])
        except orjson.JSONDecodeError as error:
            return None, (_unreadable(error),)
        checked = read_filter(self.live, document, personal=self.personal)
        return checked, checked.findings

    @property
    def findings(self) -> tuple[Finding, ...]:
        found = self.condition[1]
        segment = self.asked.part("segment")
        if segment and segment not in self.live.checked.segments:
            found = (*found, _no_segment(segment))
        return found

    @property
    def blocks(self) -> bool:
        return any(each.severity is Severity.ERROR for each in self.findings)

    @property
    def sentence(self) -> str:
        checked = self.condition[0]
        if checked is None or checked.errors:
            return ""
        scope = segment_scope(self.live.checked.program)
        return sentence(checked, scope).to(self.here.formats.language)

    @property
    def ladder_key(self) -> str | None:
        known = [each.key for each in self.live.checked.program.ladders]
        asked = self.asked.part("ladder")
        return asked if asked in known else next(iter(known), None)

    @property
    def whom(self) -> Whom:
        rule, segment = self.condition[0], self.asked.part("segment")
        found = self.live.checked.segments.get(segment)
        rules = [each for each in (rule, found) if each is not None]
        return Whom(
            search=self.asked.part("q"),
            ladder=self.ladder_key,
            tier=self.asked.part("tier") or None,
            rules=tuple(rules),
            personal=self.personal,
        )

    @cached_property
    def offered(self) -> tuple[Column, ...]:
        return columns_of(self.live)

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        chosen = self.asked.keys("columns")
        return find_columns(self.live, chosen) if chosen else usual_columns(self.live)

    @cached_property
    def sorts(self) -> tuple[Sort, ...]:
        found = []
        for each in self.asked.keys("sort")[:MOST_SORTS]:
            column = find_column(self.live, each.removeprefix("-"))
            if column is not None and column.is_sortable and self.may_read(column):
                found.append(Sort(column=column, descending=each.startswith("-")))
        return tuple(found)

    def may_read(self, column: Column) -> bool:
        return self.personal or not column.is_personal

    @property
    def group(self) -> Column | None:
        found = find_column(self.live, self.asked.part("group"))
        if found is None or not found.is_grouping or not self.may_read(found):
            return None
        return found

    @property
    def total(self) -> Column | None:
        """Give the column that is added up, for a board and for groups."""
        chosen = find_column(self.live, self.asked.part("total"))
        if chosen is not None and chosen.is_number:
            return chosen
        return next((each for each in self.columns if each.is_number), None)

    def with_part(self, part: Any) -> str:
        """Write the condition with something added that must hold as well."""
        document = self.document
        if document is None:
            return orjson.dumps(part).decode()
        if isinstance(document, dict) and list(document) == ["and"]:
            parts = [*document["and"], part]
        else:
            parts = [document, part]
        return orjson.dumps({"and": parts}).decode()


def _unreadable(error: orjson.JSONDecodeError) -> Finding:
    return Finding.of(
        "",
        f"这不是 JSON：第 {error.lineno} 行第 {error.colno} 个字符附近读不下去。",
        f"This is not JSON: reading stops at line {error.lineno}, character {error.colno}.",
    )


def _no_segment(key: str) -> Finding:
    words = Words(
        f"已发布的方案里没有人群“{key[:60]}”。", f"The live programme has no segment {key[:60]!r}."
    )
    return Finding(path="", message=words)
