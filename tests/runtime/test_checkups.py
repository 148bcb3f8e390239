"""What must hold of a programme is looked at every night; what was broken on purpose is named."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, event, text

from app.clock import to_instant
from app.program.objects import EntryKind
from app.runtime.checkups import Examined, examine, examine_what_is_due, told
from app.runtime.invariants import INVARIANTS
from app.runtime.ledger import Posting, post
from app.runtime.merge import merge
from app.storage import checkups
from app.storage.checkups import CheckupRow
from app.storage.program_health import to_see_to
from tests.runtime.clubs import Club
from tests.runtime.earnings import PER_YUAN
from tests.runtime.flowing import Flowing, flow, give, programme, step, tell

Clubs = Callable[..., Club]
RULES = {
    "earning": {"rules": [{**PER_YUAN, "budget": "campaign"}]},
    "budgets": [{"key": "campaign", "most": 600, "every": "month"}],
}
JOURNEY = flow(
    "schedule",
    step("points", "grant_points", amount=5),
    tell(),
    step("rest", "wait", time={"days": 30}),
    options={"every": "year", "month": 3, "day": 1, "time": "13:00"},
)
GIFTS = flow(
    "schedule",
    give(),
    step("rest", "wait", time={"days": 30}),
    key="gifts",
    options={"every": "year", "month": 3, "day": 1, "time": "13:00"},
)
MEMBERS = 3


class Ward:
    """A programme in which something of everything has happened, and its doctor."""

    def __init__(self, club: Clubs) -> None:
        content = programme(JOURNEY, **RULES)
        self.club = club(content)
        self.members = [self.club.join(f"m{n}") for n in range(MEMBERS)]
        self.club.publish(content)
        self.flows = Flowing(self.club)
        self.club.buy("m0", 40)
        self._spend()
        self.club.wait(hours=2)
        self.flows.run()

    def _spend(self) -> None:
        team = self.club
        with team.spaces.writing(team.workspace_id) as space:
            asked = Posting(
                member_id=self.members[0],
                cause="s1",
                currency="points",
                amount=-10,
                kind=EntryKind.SPEND,
            )
            post(space, team.live, [asked], now=to_instant(team.now), cause="test")

    def examine(self) -> Examined:
        team = self.club
        return examine(team.spaces, team.workspace_id, team.program_id, now=to_instant(team.now))

    def named(self) -> dict[str, list[str]]:
        """Give what does not hold, and of what."""
        found = self.examine().found
        return {key: [one.what for one in each.few] for key, each in found.items() if each.count}

    def night(self) -> list[Examined]:
        return examine_what_is_due(self.club.spaces.engine, self.club.now)

    def kept(self) -> CheckupRow:
        with self.club.spaces.reading(self.club.workspace_id) as space:
            found = checkups.latest(space, self.club.program_id)
        assert found is not None
        return found

    def break_it(self, statement: str, **values: Any) -> None:
        with self.club.spaces.engine.begin() as connection:
            done = connection.execute(text(statement), values)
            assert done.rowcount > 0

    @property
    def entries(self) -> tuple[str, str, str]:
        kept = self.club.live.catalogue.records["entry"]
        return kept.table.name, kept.fields["external_id"].name, kept.fields["amount"].name


@pytest.fixture
def ward(club: Clubs) -> Ward:
    return Ward(club)


def test_nothing_is_found_in_a_programme_that_is_well(ward: Ward) -> None:
    found = ward.examine()
    assert ward.named() == {}
    assert found.is_well
    assert found.members == MEMBERS
    assert set(found.found) == {each.key for each in INVARIANTS}


def test_an_entry_that_was_changed_is_found(ward: Ward) -> None:
    table, _, amount = ward.entries
    ward.break_it(f"UPDATE {table} SET {amount} = {amount} + 7 WHERE {amount} = 5")
    assert ward.named() == {"ledger": ["points +7"] * MEMBERS}


def test_a_lot_that_was_changed_is_found(ward: Ward) -> None:
    ward.break_it("UPDATE lot SET rest = rest + 2, amount = amount + 1 WHERE amount = 40")
    assert ward.named() == {"ledger": ["points -2"], "lots": ["points -1"]}


def test_a_budget_that_was_changed_is_found(ward: Ward) -> None:
    ward.break_it("UPDATE budget_use SET used = used + 3")
    assert ward.named() == {"budgets": ["campaign +3"]}


def test_points_of_a_step_that_are_not_in_the_ledger_are_found(ward: Ward) -> None:
    table, cause, _ = ward.entries
    of_step = f"{cause} LIKE 'flow:%' AND member_id = :member"
    ward.break_it(f"UPDATE {table} SET {cause} = 'gone' WHERE {of_step}", member=ward.members[1])
    (what,) = ward.named()["granted_points"]
    assert what.startswith(f"缺 · missing flow:{ward.members[1]}.")


def test_points_of_a_step_that_nobody_took_are_found(ward: Ward) -> None:
    ward.break_it("DELETE FROM flow_trace WHERE step = 'points'")
    found = ward.named()["granted_points"]
    assert len(found) == MEMBERS
    assert all(each.startswith("多 · extra flow:") for each in found)


def test_coupons_and_the_steps_that_gave_them_are_compared(club: Clubs) -> None:
    ward = Ward(club)
    ward.club.publish(programme(JOURNEY, GIFTS))
    ward.club.wait(days=365)
    ward.flows.run()
    assert ward.named() == {}
    first, second = ward.members[:2]
    with ward.club.spaces.engine.begin() as connection:
        connection.execute(text("DELETE FROM coupon WHERE member_id = :one"), {"one": first})
    (what,) = ward.named()["granted_coupons"]
    assert what.startswith("缺 · missing flow:")
    of_second = "step = 'give' AND member_id IN (:one, :two)"
    ward.break_it(f"DELETE FROM flow_trace WHERE {of_second}", one=first, two=second)
    (what,) = ward.named()["granted_coupons"]
    assert what.startswith("多 · extra flow:")


def test_a_coupon_whose_state_and_moments_disagree_is_found(club: Clubs) -> None:
    ward = Ward(club)
    ward.club.publish(programme(GIFTS))
    ward.club.wait(days=365)
    ward.flows.run()
    ward.break_it("UPDATE coupon SET state = 'used' WHERE member_id = :one", one=ward.members[2])
    assert list(ward.named()) == ["coupons"]


def test_a_message_without_its_run_is_found(ward: Ward) -> None:
    ward.break_it("UPDATE outbox SET run_id = 99 WHERE member_id = :one", one=ward.members[0])
    assert len(ward.named()["messages"]) == 1


def test_a_step_and_a_message_that_are_held_and_not_gone_on_with_are_found(ward: Ward) -> None:
    ward.break_it("UPDATE step_claim SET attempts = 2, until = 5, worker = 'dead'")
    ward.break_it("UPDATE outbox SET state = 'sending', lease_until = 5")
    found = ward.named()["leases"]
    assert "(dead)" in found[0]
    assert len(found) > MEMBERS


def test_a_wait_that_does_not_end_is_found_unless_its_flow_is_paused(ward: Ward) -> None:
    late = to_instant(ward.club.now - timedelta(hours=2))
    ward.break_it("UPDATE flow_run SET due_at = :late", late=late)
    assert ward.named() == {"overdue": ["flow · rest"] * MEMBERS}
    ward.break_it("UPDATE flow_state SET paused_at = 1")
    assert ward.named() == {}


def test_a_time_that_was_due_and_is_still_open_is_found(ward: Ward) -> None:
    late = to_instant(ward.club.now - timedelta(hours=2))
    ward.break_it("UPDATE occurrence SET state = 'open', due_at = :late", late=late)
    assert ward.named()["overdue"][0].startswith("flow · 2026-03-01")


def test_runs_that_stand_nowhere_are_found(ward: Ward) -> None:
    ward.break_it("UPDATE flow_run SET step = 'nowhere'")
    assert ward.named() == {"releases": [f"flow · nowhere × {MEMBERS}"]}
    ward.break_it("UPDATE flow_run SET release_id = 99, step = 'rest'")
    assert ward.named()["releases"] == [f"flow · rest × {MEMBERS}"]


def test_rows_of_members_who_do_not_exist_are_looked_at(ward: Ward) -> None:
    ward.break_it("UPDATE lot SET member_id = 900000000 WHERE amount = 40")
    assert sorted(ward.named()["ledger"]) == ["points +30", "points -30"]


def test_a_member_who_was_merged_is_no_finding(ward: Ward) -> None:
    team, now = ward.club, to_instant(ward.club.now)
    with team.spaces.writing(team.workspace_id) as space:
        merge(space, team.live, ward.members[1], ward.members[0], now=now, by="li")
    assert ward.named() == {}


def test_the_worker_examines_once_a_night_and_keeps_what_it_found(ward: Ward) -> None:
    (first,) = ward.night()
    assert first.is_well
    assert ward.night() == []
    ward.break_it("UPDATE lot SET rest = rest + 1 WHERE amount = 40")
    ward.club.wait(hours=11)
    assert ward.night() == []  # It is one in the night.
    ward.club.wait(hours=2)
    (second,) = ward.night()
    assert not second.is_well
    kept = ward.kept()
    assert (kept.wrong, kept.members) == (2, MEMBERS)
    assert [each.key for each in told(kept.found) if not each.holds] == ["ledger", "lots"]
    with ward.club.spaces.reading(ward.club.workspace_id) as space:
        assert to_see_to(space, ward.club.program_id) == 2


def test_a_night_that_a_worker_died_over_is_taken_by_another(ward: Ward) -> None:
    team, now = ward.club, to_instant(ward.club.now)
    with team.spaces.writing(team.workspace_id) as space:
        assert checkups.begin(space, team.program_id, 20_512, now=now)
    with team.spaces.writing(team.workspace_id) as space:
        assert not checkups.begin(space, team.program_id, 20_512, now=now)
        later = now + checkups.PATIENCE
        assert checkups.begin(space, team.program_id, 20_512, now=later)


def test_the_doctor_writes_two_rows_and_only_reads_otherwise(ward: Ward) -> None:
    engine: Engine = ward.club.spaces.engine
    said: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        said.append(statement.lstrip().split()[0])

    event.listen(engine, "before_cursor_execute", note)
    ward.night()
    event.remove(engine, "before_cursor_execute", note)
    writes = [each for each in said if each in {"INSERT", "UPDATE", "DELETE"}]
    assert writes == ["INSERT", "UPDATE", "DELETE"]
