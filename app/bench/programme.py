"""The programme that is measured: five tiers over spend, orders, active days, streaks, fields."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import text

from app.builder import drafts, releases
from app.clock import to_instant
from app.days import Moment
from app.expression.tree import Rollup
from app.program.objects import MEMBER
from app.runtime.releases import Live, live
from app.storage import buckets, programs
from app.storage.catalogue import LadderColumns, MetricColumn, Records
from app.storage.spaces import Spaces

NOW = datetime(2026, 6, 30, 18, tzinfo=UTC)
"""Two in the morning of 1 July 2026 in Shanghai, when an evaluation would run."""

SPEND = {"sum_of": ["order.net", "365d"]}
ORDERS = {"count_of": ["order", "365d"]}
DAYS = {"days_of": ["activity", "90d"]}
BEST = {"streak_of": ["activity", "best", "day"]}
CURRENT = {"streak_of": ["activity", "current", "day"]}

TIERS: tuple[tuple[str, Any], ...] = (
    ("basic", None),
    ("silver", {">=": [SPEND, 500]}),
    ("gold", {"and": [{">=": [SPEND, 2000]}, {">=": [ORDERS, 5]}]}),
    (
        "platinum",
        {
            "and": [
                {">=": [SPEND, 5000]},
                {">=": [ORDERS, 10]},
                {"or": [{">=": [DAYS, 20]}, {">=": [BEST, 3]}]},
            ]
        },
    ),
    (
        "diamond",
        {
            "and": [
                {">=": [SPEND, 20000]},
                {">=": [ORDERS, 20]},
                {"or": [{">=": [CURRENT, 2]}, {">=": [BEST, 5]}]},
                {"!=": [{"var": "blocked"}, True]},
                {"<=": [{"var": "risk"}, 50]},
            ]
        },
    ),
)

RETENTION: dict[str, Any] = {
    "gold": {"and": [{">=": [SPEND, 1500]}, {">=": [ORDERS, 3]}]},
    "platinum": {"and": [{">=": [SPEND, 4000]}, {">=": [ORDERS, 8]}]},
}
"""What it takes to stay, on the two tiers where that is less than what it takes to rise."""
REVIEWED: dict[str, Any] = {
    "period": "year",
    "review": {"due": "period", "grace_days": 30, "notice_days": 30, "floor": "silver"},
}


EARNING: dict[str, Any] = {
    "rules": [
        {"key": "spend", "object": "order", "amount": {"give": 1, "each": 1}},
        {
            "key": "visit",
            "object": "activity",
            "kind": "visit",
            "amount": 5,
            "limits": {"day": 100},
        },
    ],
    "boosts": [{"key": "sprint", "times": 2, "when": {"from": "2026-07-01"}, "rules": ["spend"]}],
}
"""Points for each order and for each visit, up to a limit a day."""


def document(key: str, *, reviewed: bool = False, earning: bool = False) -> dict[str, Any]:
    """Give the programme; `reviewed` has tiers that are due once a year, with grace and notices.

    With `earning`, every event of the benches earns points.
    """
    return {
        **({"earning": EARNING} if earning else {}),
        "format": 1,
        "key": key,
        "label": {"zh": "测速", "en": "Bench"},
        "objects": [
            {
                "key": MEMBER,
                "label": {"zh": "会员", "en": "Member"},
                "fields": [
                    {"key": "risk", "kind": "integer", "label": {"zh": "风险", "en": "Risk"}},
                    {"key": "blocked", "kind": "boolean", "label": {"zh": "停用", "en": "Blocked"}},
                    {"key": "city", "kind": "text", "label": {"zh": "城市", "en": "City"}},
                    {"key": "balance", "kind": "money", "label": {"zh": "余额", "en": "Balance"}},
                ],
            }
        ],
        "ladders": [
            {
                "key": "main",
                "label": {"zh": "会员等级", "en": "Tiers"},
                "tiers": [_tier(name, rule, reviewed=reviewed) for name, rule in TIERS],
                **(REVIEWED if reviewed else {}),
            }
        ],
    }


def _tier(name: str, rule: Any, *, reviewed: bool) -> dict[str, Any]:
    found: dict[str, Any] = {"key": name, "label": name}
    if rule is not None:
        found["condition"] = rule
    if reviewed and name in RETENTION:
        found["retention"] = RETENTION[name]
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Programme:
    """One published programme, with the names its values have in the tables."""

    spaces: Spaces
    workspace_id: int
    program_id: int
    live: Live

    @property
    def moment(self) -> Moment:
        return self.live.moment(to_instant(NOW))

    @property
    def members(self) -> Records:
        return self.live.catalogue.members

    @property
    def ladder(self) -> LadderColumns:
        return self.members.ladders["main"]

    @property
    def is_sqlite(self) -> bool:
        return self.spaces.engine.dialect.name == "sqlite"

    def metric(self, wanted: Callable[[Rollup], bool]) -> MetricColumn:
        """Give the column of the metric that is meant."""
        rollups = self.live.checked.rollups[MEMBER]
        return self.members.metrics[next(each.normal_form for each in rollups if wanted(each))]

    @property
    def spend(self) -> MetricColumn:
        return self.metric(lambda each: each.function == "sum_of")

    @property
    def orders(self) -> MetricColumn:
        return self.metric(lambda each: each.function == "count_of")

    @property
    def days(self) -> MetricColumn:
        return self.metric(lambda each: each.function == "days_of")

    @property
    def best(self) -> MetricColumn:
        return self.metric(lambda each: each.mode == "best")

    @property
    def current(self) -> MetricColumn:
        return self.metric(lambda each: each.mode == "current")

    def field(self, name: str, *, of: str = MEMBER) -> str:
        """Give the column of a field; `paid_at.day` is the day of a moment."""
        kept = self.live.catalogue.records[of]
        head, _, day = name.partition(".")
        return str((kept.days[head] if day else kept.fields[head]).name)

    def table(self, name: str = MEMBER) -> str:
        return str(self.live.catalogue.records[name].table.name)

    def declare_fresh(self, day: int | None = None) -> None:
        """Note that all metrics are right as of a day or today, as the filling has made them."""
        columns = list(self.members.metrics.values())
        day = self.moment.today if day is None else day
        with self.spaces.writing(self.workspace_id) as space:
            buckets.mark_ready(space, [each.source_id for each in columns])
            buckets.mark_filled(space, [each.id for each in columns], day=day)

    def run(self, *statements: str) -> None:
        """Execute plain SQL in one transaction."""
        with self.spaces.installation() as connection:
            for each in statements:
                connection.execute(text(each))

    def ask(self, statement: str) -> list[tuple[Any, ...]]:
        with self.spaces.installation() as connection:
            return [tuple(row) for row in connection.execute(text(statement))]


def published(
    spaces: Spaces,
    key: str,
    *,
    reviewed: bool = False,
    earning: bool = False,
    more: Mapping[str, Any] | None = None,
) -> Programme:
    """Publish the programme, with `more` in its document, in a workspace of its own."""
    at = to_instant(NOW)
    with spaces.installation() as connection:
        workspace_id = programs.create_workspace(
            connection, spaces.ids.one(connection), key=key, label=key, at=at
        )
    with spaces.writing(workspace_id) as space:
        content = {**document(key, reviewed=reviewed, earning=earning), **(more or {})}
        program_id = drafts.create(space, content, now=NOW, by=None)
        releases.publish(space, program_id, note="", now=NOW, by=None)
    with spaces.reading(workspace_id) as space:
        found = live(space, program_id)
    return Programme(spaces=spaces, workspace_id=workspace_id, program_id=program_id, live=found)
