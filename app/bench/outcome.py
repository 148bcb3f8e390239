"""What one side of a measurement leaves behind, counted so that two sides can be compared."""

from collections.abc import Sequence

from app.bench.programme import Programme

Counted = list[tuple[object, ...]]


def standings(side: Programme) -> Counted:
    """Count members, and the changes that were written, by all that is kept of them."""
    kept = side.ladder
    tiers = [_key(side, each.name) for each in (kept.earned, kept.tier)]
    days = [kept.since, kept.since_day, kept.reached, kept.begun, kept.due, kept.grace]
    changed = ("old_tier_id", "new_tier_id", "old_earned_id", "new_earned_id")
    return [
        *_counted(side, side.table(), [*tiers, *(each.name for each in days)]),
        *_counted(side, "tier_change", [*(_key(side, each) for each in changed), *CIRCUMSTANCES]),
        *_counted(side, "tier_notice", [_key(side, "tier_id"), "due", "at"]),
    ]


CIRCUMSTANCES = ("layer", "at", "reason")


def metrics(side: Programme) -> Counted:
    """Give sums over all members that would differ if one metric of one member did."""
    ended = side.current.end
    assert ended is not None
    names = [each.value.name for each in side.members.metrics.values()]
    sums = ", ".join(
        f"SUM({name}), SUM({name} * ({side.field('balance')} + 1))"
        for name in [*sorted(names), ended.name]
    )
    return side.ask(f"SELECT {sums} FROM {side.table()}")


def _key(side: Programme, column: str) -> str:
    steps = "".join(f" WHEN {tier_id} THEN '{key}'" for key, tier_id in side.ladder.tiers.items())
    return f"CASE {column}{steps} END"


def _counted(side: Programme, table: str, columns: Sequence[str]) -> Counted:
    shown = ", ".join(f"COALESCE(CAST({each} AS TEXT), '')" for each in columns)
    places = ", ".join(str(n + 1) for n in range(len(columns)))
    return side.ask(
        f"SELECT {shown}, COUNT(*) FROM {table} WHERE workspace_id = {side.workspace_id}"
        f" GROUP BY {places} ORDER BY {places}"
    )
