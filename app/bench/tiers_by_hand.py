"""Placing members on the five tiers in the best plain SQL there is, for this ladder alone."""

from sqlalchemy import text

from app.bench.programme import Programme

CENTS = 100
HISTORY = (
    "workspace_id, program_id, member_id, id, ladder_id, old_tier_id, new_tier_id,"
    " old_earned_id, new_earned_id, layer, at, reason, release_id, cause"
)


class ByHand:
    """Finds who changes, writes the history, then the members; one transaction."""

    def __init__(self, programme: Programme) -> None:
        self.programme = programme
        self.run = 0

    def place(self) -> int:
        """Place everybody; give how many moved."""
        self.run += 1
        with self.programme.spaces.installation() as connection:
            connection.execute(text(f"CREATE TEMPORARY TABLE moving AS {self._changed()}"))
            if not self.programme.is_sqlite:
                connection.execute(text("ANALYZE moving"))
            moved = connection.execute(text("SELECT COUNT(*) FROM moving")).scalar_one()
            if moved:
                connection.execute(text(self._history()))
                connection.execute(text(self._members()))
            connection.execute(text("DROP TABLE moving"))
        return int(moved)

    def _changed(self) -> str:
        earned = self.programme.ladder.earned.name
        held = f"SELECT id, {earned} AS old, {target(self.programme)} AS new"
        differs = "IS NOT" if self.programme.is_sqlite else "IS DISTINCT FROM"
        seen = f"({held} FROM {self.programme.table()}) AS seen"
        return f"SELECT id, old, new FROM {seen} WHERE new {differs} old"

    def _history(self) -> str:
        programme = self.programme
        common = (
            f"SELECT {programme.workspace_id}, {programme.program_id}, id, {-self.run},"
            f" {programme.ladder.id}, old, new, old, new, 'earned', {programme.moment.now},"
            f" 'evaluation', {programme.live.catalogue.release_id}, 'evaluation:{self.run}'"
            " FROM moving"
        )
        return f"INSERT INTO tier_change ({HISTORY}) {common}"

    def _members(self) -> str:
        ladder, moment = self.programme.ladder, self.programme.moment
        table = self.programme.table()
        return (
            f"UPDATE {table} SET {ladder.earned.name} = moving.new,"
            f" {ladder.tier.name} = moving.new, {ladder.since.name} = {moment.now},"
            f" {ladder.since_day.name} = {moment.today}, {ladder.reached.name} = {moment.today}"
            f" FROM moving WHERE {table}.id = moving.id"
        )


def target(programme: Programme) -> str:
    """Give the id of the tier whose conditions a member meets."""
    tiers = programme.ladder.tiers
    steps = " ".join(
        f"WHEN {condition} THEN {tiers[key]}"
        for key, condition in conditions(programme, programme.moment.today).items()
    )
    return f"CASE {steps} ELSE {tiers['basic']} END"


def conditions(programme: Programme, today: int, seen: str = "") -> dict[str, str]:
    """Give what each tier takes, highest first; `seen` stands before the names of metrics."""
    spend, orders = f"{seen}{programme.spend.value.name}", f"{seen}{programme.orders.value.name}"
    days, best = f"{seen}{programme.days.value.name}", f"{seen}{programme.best.value.name}"
    current, ended = programme.current.value.name, programme.current.end
    assert ended is not None
    blocked, risk = programme.field("blocked"), programme.field("risk")
    alive = f"{seen}{ended.name} >= {today - 1} AND {seen}{current} >= 2"
    return {
        "diamond": f"{spend} >= {20000 * CENTS} AND {orders} >= 20"
        f" AND ({alive} OR {best} >= 5) AND {blocked} IS NOT TRUE AND {risk} <= 50",
        "platinum": f"{spend} >= {5000 * CENTS} AND {orders} >= 10"
        f" AND ({days} >= 20 OR {best} >= 3)",
        "gold": f"{spend} >= {2000 * CENTS} AND {orders} >= 5",
        "silver": f"{spend} >= {500 * CENTS}",
    }


def retention(programme: Programme, seen: str = "") -> dict[str, str]:
    """Give what it takes to stay on the tiers where that is less."""
    spend, orders = f"{seen}{programme.spend.value.name}", f"{seen}{programme.orders.value.name}"
    return {
        "platinum": f"{spend} >= {4000 * CENTS} AND {orders} >= 8",
        "gold": f"{spend} >= {1500 * CENTS} AND {orders} >= 3",
    }
