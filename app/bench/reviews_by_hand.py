"""The night on which every tier is due, in the best plain SQL there is for this ladder alone."""

from sqlalchemy import text

from app.bench.metrics_by_hand import metrics_of, moved_between, seen_on
from app.bench.programme import REVIEWED, TIERS, Programme
from app.bench.tiers_by_hand import HISTORY, conditions, retention
from app.days import from_day, start_of_day, start_of_year

GRACE = REVIEWED["review"]["grace_days"]
NOTICE = REVIEWED["review"]["notice_days"]
LEAP_YEAR = 366


class Night:
    """Reviews as of the day before, metrics of today, who rises by them, and notices.

    Ids of tiers rise from the lowest to the highest, so that they are compared as they are.
    """

    def __init__(self, programme: Programme) -> None:
        self.programme = programme
        self.ladder = programme.ladder
        self.today = programme.moment.today
        self.midnight = start_of_day(self.today, programme.moment.calendar.zone)
        self.begun = start_of_year(self.today)
        self.next = start_of_year(self.begun + LEAP_YEAR)
        self.table = programme.table()
        self.tiers = programme.ladder.tiers
        ids = [self.tiers[key] for key, _ in TIERS]
        assert ids == sorted(ids)
        self.run = 0

    def pass_by(self) -> int:
        """Make the reviews and what follows of them; give how many tiers moved at them."""
        self.run += 1
        with self.programme.spaces.installation() as connection:
            for each in self._until_reviewed():
                connection.execute(text(each))
            moved = "SELECT COUNT(*) FROM reviewed WHERE new_earned <> old_earned"
            reviewed = connection.execute(text(moved)).scalar_one()
            for each in self._after_review():
                connection.execute(text(each))
        return int(reviewed)

    def _until_reviewed(self) -> list[str]:
        yesterday = self.today - 1
        due = f"{self.ladder.due.name} <= {self.today}"
        return [
            *seen_on(self.programme, yesterday, due),
            *self._temporary("reviewed", self._reviewed(yesterday)),
            self._history("reviewed", "review", self.midnight, from_day(self.today).isoformat()),
            self._standing(),
        ]

    def _after_review(self) -> list[str]:
        moved = moved_between(self.programme, self.today - 1, self.today)
        now = self.programme.moment.now
        return [
            *self._temporary("moved", moved),
            metrics_of(self.programme, self.today, "IN (SELECT id FROM moved)"),
            *self._temporary("rising", self._rising()),
            self._history("rising", "evaluation", now, str(self.run)),
            self._risen(now),
            self._notices(now),
            *(f"DROP TABLE {each}" for each in ("seen", "reviewed", "moved", "rising")),
        ]

    def _temporary(self, name: str, rows: str) -> list[str]:
        made = [f"CREATE TEMPORARY TABLE {name} AS {rows}"]
        return made if self.programme.is_sqlite else [*made, f"ANALYZE {name}"]

    def _stays_or_goes(self, day: int, seen: str = "") -> str:
        """Give the tier a review leads to, floor and all."""
        stay, earned = retention(self.programme, seen), self.ladder.earned.name
        steps = []
        for key, condition in conditions(self.programme, day, seen).items():
            asked = f"({condition})"
            if key in stay:
                asked += f" OR ({earned} >= {self.tiers[key]} AND {stay[key]})"
            elif key == REVIEWED["review"]["floor"]:
                asked += f" OR {earned} >= {self.tiers[key]}"
            steps.append(f"WHEN {asked} THEN {self.tiers[key]}")
        return f"CASE {' '.join(steps)} ELSE {self.tiers['basic']} END"

    def _reviewed(self, day: int) -> str:
        """Select everybody who is due; who fails for the first time stays, in grace."""
        ladder = self.ladder
        judged = (
            f"SELECT member.id, {ladder.earned.name} AS old_earned, {ladder.tier.name} AS old,"
            f" {ladder.lift.name} AS lift, {ladder.lock.name} AS lock,"
            f" {ladder.grace.name} AS grace, {self._stays_or_goes(day, 'seen.')} AS goes"
            f" FROM seen JOIN {self.table} AS member ON member.id = seen.id"
        )
        graced = "goes < old_earned AND grace IS NULL"
        found = (
            f"SELECT id, old_earned, old, lift, lock, {graced} AS graced,"
            f" CASE WHEN {graced} THEN old_earned ELSE goes END AS new_earned"
            f" FROM ({judged}) AS judged"
        )
        return f"SELECT id, graced, {self._effective()} FROM ({found}) AS found"

    def _effective(self) -> str:
        lifted = "CASE WHEN lift > new_earned THEN lift ELSE new_earned END"
        return f"old_earned, new_earned, old, COALESCE(lock, {lifted}) AS new"

    def _history(self, moves: str, reason: str, at: int, name: str) -> str:
        programme = self.programme
        return (
            f"INSERT INTO tier_change ({HISTORY}) SELECT {programme.workspace_id},"
            f" {programme.program_id}, id, {-at}, {self.ladder.id}, old, new, old_earned,"
            f" new_earned, 'earned', {at}, '{reason}', {programme.live.catalogue.release_id},"
            f" '{reason}:{name}' FROM {moves} WHERE new_earned <> old_earned"
        )

    def _standing(self) -> str:
        """Put everybody who was reviewed where they belong, and say when the next one is."""
        ladder = self.ladder
        changes = "reviewed.new <> reviewed.old"
        moves = "reviewed.new_earned <> reviewed.old_earned"
        values = {
            ladder.earned: "reviewed.new_earned",
            ladder.tier: "reviewed.new",
            ladder.since: f"CASE WHEN {changes} THEN {self.midnight} ELSE {ladder.since.name} END",
            ladder.since_day: f"CASE WHEN {changes} THEN {self.today}"
            f" ELSE {ladder.since_day.name} END",
            ladder.reached: f"CASE WHEN {moves} THEN {self.today} ELSE {ladder.reached.name} END",
            ladder.begun: f"CASE WHEN graced THEN {ladder.begun.name} ELSE {self.begun} END",
            ladder.due: f"CASE WHEN graced THEN {self.today + GRACE} ELSE {self.next} END",
            ladder.grace: f"CASE WHEN graced THEN {self.today} END",
        }
        changed = ", ".join(f"{column.name} = {value}" for column, value in values.items())
        return (
            f"UPDATE {self.table} SET {changed} FROM reviewed WHERE {self.table}.id = reviewed.id"
        )

    def _rising(self) -> str:
        """Select those who rise by what they have done today; nobody falls."""
        ladder = self.ladder
        tiers = " ".join(
            f"WHEN {condition} THEN {self.tiers[key]}"
            for key, condition in conditions(self.programme, self.today).items()
        )
        found = (
            f"SELECT id, {ladder.earned.name} AS old_earned, {ladder.tier.name} AS old,"
            f" {ladder.lift.name} AS lift, {ladder.lock.name} AS lock,"
            f" CASE {tiers} ELSE {self.tiers['basic']} END AS new_earned FROM {self.table}"
        )
        return (
            f"SELECT id, {self._effective()} FROM ({found}) AS found WHERE new_earned > old_earned"
        )

    def _risen(self, now: int) -> str:
        ladder = self.ladder
        changes = "rising.new <> rising.old"
        values = {
            ladder.earned: "rising.new_earned",
            ladder.tier: "rising.new",
            ladder.since: f"CASE WHEN {changes} THEN {now} ELSE {ladder.since.name} END",
            ladder.since_day: f"CASE WHEN {changes} THEN {self.today}"
            f" ELSE {ladder.since_day.name} END",
            ladder.reached: str(self.today),
            ladder.begun: str(self.begun),
            ladder.due: str(self.next),
            ladder.grace: "NULL",
        }
        changed = ", ".join(f"{column.name} = {value}" for column, value in values.items())
        return f"UPDATE {self.table} SET {changed} FROM rising WHERE {self.table}.id = rising.id"

    def _notices(self, now: int) -> str:
        programme, ladder = self.programme, self.ladder
        earned, due = ladder.earned.name, ladder.due.name
        told = (
            f"SELECT 1 FROM tier_notice WHERE member_id = {self.table}.id"
            f" AND ladder_id = {ladder.id} AND tier_notice.due = {self.table}.{due}"
        )
        return (
            "INSERT INTO tier_notice (workspace_id, program_id, member_id, ladder_id, due, tier_id,"
            f" at) SELECT {programme.workspace_id}, {programme.program_id}, id, {ladder.id}, {due},"
            f" {earned}, {now} FROM {self.table} WHERE {due} > {self.today}"
            f" AND {due} <= {self.today + NOTICE} AND NOT EXISTS ({told})"
            f" AND {self._stays_or_goes(self.today)} < {earned}"
        )
