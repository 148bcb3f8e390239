"""The same way through an automation in plain SQL for this flow alone: a few statements for all."""

from sqlalchemy import text

from app.bench.outcome import Counted
from app.bench.programme import Programme

DAY = 86_400_000_000
WAIT = 3 * DAY
VALID = 30
ENOUGH = 5_000
BODY = '{"title":{"zh":"Hello","en":"Hello"},"text":{"zh":"There you are.","en":"There you are."}}'
RUN = (
    "workspace_id, program_id, member_id, id, flow, release_id, cause, chain, state, step, visits,"
    " due_at, attempts, started_at, ended_at"
)
TRACE = "workspace_id, program_id, member_id, run_id, number, step, way, at"
COUPON = (
    "workspace_id, program_id, member_id, id, design, code, state, cause, number, issued_at,"
    " starts_on, expires_on"
)
OUTBOX = (
    "workspace_id, program_id, member_id, id, idem, channel, purpose, body, flow, step, run_id,"
    " release_id, state, due_at, attempts, fence, created_at"
)
PASSED = "workspace_id, program_id, release_id, flow, via, step, way, count"


class ByHand:
    """Writes what the product writes, each half of the way in one transaction."""

    def __init__(self, side: Programme) -> None:
        self.side = side
        self.own = f"{side.workspace_id}, {side.program_id}"
        self.release = side.live.catalogue.release_id
        members = int(side.ask(f"SELECT COUNT(*) FROM {side.table()}")[0][0])
        with side.spaces.writing(side.workspace_id) as space:
            self.run_id, self.message_id = space.new_id(), space.new_id()
            self.first = space.take_ids(members + 1)[0]

    def set_out(self, now: int) -> None:
        """Let everybody in, ask the condition, and let those wait who meet it."""
        enough = f"{self.side.field('balance')} >= {ENOUGH}"
        own = f"{self.side.table()} WHERE workspace_id = {self.side.workspace_id}"
        self._do(
            f"INSERT INTO flow_run ({RUN}) SELECT {self.own}, id, {self.run_id}, 'flow',"
            f" {self.release}, 'at:2026-07-01', '',"
            f" CASE WHEN {enough} THEN 'waiting' ELSE 'done' END,"
            f" CASE WHEN {enough} THEN 'rest' ELSE 'rich' END, 1,"
            f" CASE WHEN {enough} THEN {now + WAIT} END, 0, {now},"
            f" CASE WHEN {enough} THEN NULL ELSE {now} END FROM {own}",
            f"INSERT INTO flow_trace ({TRACE}) SELECT {self.own}, id, {self.run_id}, 0, 'rich',"
            f" CASE WHEN {enough} THEN 'yes' ELSE 'no' END, {now} FROM {own}",
            *self._counted("rich", "rich", ("yes", "no")),
        )

    def arrive(self, now: int) -> None:
        """Let those whose wait is over leave it, with a coupon and a message."""
        here = (
            f"flow_run WHERE program_id = {self.side.program_id} AND state = 'waiting'"
            f" AND due_at <= {now}"
        )
        today = self.side.live.moment(now).today
        number = f"{self.first} + row_number() OVER (ORDER BY member_id)"
        traced = ", ".join(
            f"({n}, '{step}')" for n, step in enumerate(("rest", "give", "tell"), start=1)
        )
        self._do(
            f"INSERT INTO flow_trace ({TRACE}) SELECT {self.own}, member_id, id, taken.column1,"
            f" taken.column2, 'next', {now} FROM (VALUES {traced}) AS taken, {here}",
            f"INSERT INTO coupon ({COUPON}) SELECT {self.own}, member_id, {number}, 'ten_off',"
            f" {self._code()}, 'unused', 'flow:' || id || ':give:2', 0, {now}, {today},"
            f" {today + VALID} FROM {here}",
            f"INSERT INTO identity SELECT {self.own}, 'coupon', code, member_id, id FROM coupon"
            f" WHERE program_id = {self.side.program_id}",
            f"INSERT INTO outbox ({OUTBOX}) SELECT {self.own}, member_id, {self.message_id},"
            f" id || ':tell:3', 'sms', 'service', '{BODY}', 'flow', 'tell', id, {self.release},"
            f" 'ready', {now}, 0, 0, {now} FROM {here}",
            *self._counted("rest", "rest", ("next",)),
            f"UPDATE flow_run SET state = 'done', step = 'tell', visits = 4, due_at = NULL,"
            f" ended_at = {now} WHERE program_id = {self.side.program_id} AND state = 'waiting'"
            f" AND due_at <= {now}",
        )

    def _code(self) -> str:
        """Make a code of twelve letters by chance."""
        drawn = "hex(randomblob(6))" if self.side.is_sqlite else "upper(md5(random()::text))"
        parts = (f"substr({drawn}, {n}, 4)" for n in (1, 5, 9))
        return " || '-' || ".join(parts)

    def _counted(self, via: str, step: str, ways: tuple[str, ...]) -> list[str]:
        """Count who left a step, once for all."""
        return [
            f"INSERT INTO step_passed ({PASSED}) SELECT {self.own}, {self.release}, 'flow',"
            f" '{via}', '{step}', '{way}', COUNT(*) FROM flow_trace"
            f" WHERE program_id = {self.side.program_id} AND step = '{step}' AND way = '{way}'"
            for way in ways
        ]

    def _do(self, *statements: str) -> None:
        with self.side.spaces.installation() as connection:
            for each in statements:
                connection.execute(text(each.replace(":", r"\:")))


def left_behind(side: Programme) -> Counted:
    """Count what one side wrote, by all that does not differ by chance or by the clock."""
    own = f"WHERE workspace_id = {side.workspace_id}"
    asked = (
        (
            f"SELECT 'run', state, step, visits, cause, COUNT(*) FROM flow_run {own}"
            " GROUP BY state, step, visits, cause"
        ),
        (
            f"SELECT 'trace', step, way, number, '', COUNT(*) FROM flow_trace {own}"
            " GROUP BY step, way, number"
        ),
        (
            f"SELECT 'coupon', design, state, expires_on, '', COUNT(*) FROM coupon {own}"
            " GROUP BY design, state, expires_on"
        ),
        (
            f"SELECT 'code', kind, '', 0, '', COUNT(*) FROM identity {own} AND kind = 'coupon'"
            " GROUP BY kind"
        ),
        (
            f"SELECT 'told', channel, state, 0, step, COUNT(*) FROM outbox {own}"
            " GROUP BY channel, state, step"
        ),
    )
    return sorted((row for each in asked for row in side.ask(each)), key=repr)
