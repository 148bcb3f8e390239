"""Many members are let into an automation at once, and of who is not it is said why."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import Select, select

from app.clock import to_instant
from app.errors import Conflict, NotFound
from app.runtime import bulk, flow_control, starting
from app.runtime.bulk_piece import advance
from app.runtime.starting import SAID, Start, gate_of
from app.storage import bulk_jobs, bulk_starts
from app.storage.bulk_jobs import BulkJob, State
from app.storage.bulk_starts import Verdict
from app.storage.sets import as_given
from app.storage.space import Space
from app.words import Words
from tests.runtime.clubs import Club
from tests.runtime.flowing import Flowing, flow, programme, step, tell

RESTS = step("rest", "wait", time={"hours": 5})


def calling(**more: Any) -> dict[str, Any]:
    return flow("manual", tell(), RESTS, **more)


@dataclass
class Counter:
    """Somebody who starts automations for several."""

    club: Club

    @property
    def now(self) -> int:
        return to_instant(self.club.now)

    def everybody(self) -> Select[Any]:
        return select(self.club.live.catalogue.members.identity)

    def these(self, *ids: int) -> Select[Any]:
        return as_given(self.club.spaces.engine.dialect.name, sorted(ids))

    def asks(self, members: Select[Any], *, skip: bool = True, once: str | None = None) -> BulkJob:
        with self.club.spaces.writing(self.club.workspace_id) as space:
            asked = Start(flow="flow", members=members, skip_inside=skip, once=once)
            return starting.begin(space, self.club.live, asked, now=self.now, by="ann")

    def starts(self, members: Select[Any], *, skip: bool = True) -> dict[State, int]:
        """Give what became of everybody: gone in, and refused."""
        job = self.asks(members, skip=skip)
        bulk.finish(self.club.spaces, self.club.workspace_id, job, now=self.now)
        return self.told(job)

    def told(self, job: BulkJob) -> dict[State, int]:
        with self.club.spaces.reading(self.club.workspace_id) as space:
            found = bulk_jobs.tally(space, job.id)
        return {state: many for state, many in found.items() if many}

    def foretold(self, members: Select[Any], *, skip: bool = True) -> dict[Verdict, int]:
        with self.club.spaces.reading(self.club.workspace_id) as space:
            return bulk_starts.foretold(space, self.gate(space, skip=skip), members)

    def gate(self, _: Space, *, skip: bool) -> bulk_starts.Gate:
        live = self.club.live
        return gate_of(live, live.checked.flows["flow"], skip_inside=skip, now=self.now)


@pytest.fixture
def counter(club: Callable[..., Club]) -> Callable[..., Counter]:
    def made(**more: Any) -> Counter:
        opened = club(programme(calling(**more)))
        for n in range(5):
            opened.join(f"m{n}")
        return Counter(opened)

    return made


def test_everybody_who_is_chosen_goes_in_together(counter: Callable[..., Counter]) -> None:
    desk = counter()
    assert desk.foretold(desk.everybody()) == {Verdict.ENTERS: 5}
    assert desk.starts(desk.everybody()) == {State.CHANGED: 5}
    flowing = Flowing(desk.club)
    flowing.run()
    assert flowing.states() == ["waiting"] * 5


def test_who_is_in_it_is_left_out_unless_wanted(counter: Callable[..., Counter]) -> None:
    desk = counter()
    first = desk.these(desk.club.join("m0"), desk.club.join("m1"))
    desk.starts(first)
    assert desk.foretold(desk.everybody()) == {Verdict.ENTERS: 3, Verdict.INSIDE: 2}
    assert desk.starts(desk.everybody()) == {State.CHANGED: 3, State.REFUSED: 2}
    assert desk.foretold(desk.everybody(), skip=False) == {Verdict.ENTERS: 5}
    assert desk.starts(desk.everybody(), skip=False) == {State.CHANGED: 5}


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ({"reentry": "once"}, Verdict.ONCE),
        ({"reentry": "each_period", "period": "month"}, Verdict.PERIOD),
    ],
)
def test_the_rule_of_coming_again_holds_and_is_told(
    counter: Callable[..., Counter], rule: dict[str, Any], said: Verdict
) -> None:
    desk = counter(**rule)
    desk.starts(desk.these(desk.club.join("m0")))
    assert desk.foretold(desk.everybody(), skip=False)[Verdict.INSIDE] == 1
    Flowing(desk.club).run()
    desk.club.wait(hours=6)
    Flowing(desk.club).run()
    assert desk.foretold(desk.everybody()) == {Verdict.ENTERS: 4, said: 1}
    job = desk.asks(desk.everybody())
    bulk.carry_on(desk.club.spaces.engine, desk.club.now)
    with desk.club.spaces.reading(desk.club.workspace_id) as space:
        assert bulk_starts.reasons(space, job.id) == [(SAID[said], 1)]
    Flowing(desk.club).run()
    desk.club.wait(days=40)
    Flowing(desk.club).run()
    assert desk.foretold(desk.everybody()).get(Verdict.ENTERS, 0) == (said is Verdict.PERIOD) * 5


def test_a_member_nobody_knows_is_refused_and_the_others_go_in(
    counter: Callable[..., Counter],
) -> None:
    desk = counter()
    assert desk.starts(desk.these(desk.club.join("m0"), 4_711)) == {
        State.CHANGED: 1,
        State.REFUSED: 1,
    }


def test_a_request_that_is_sent_twice_begins_once(counter: Callable[..., Counter]) -> None:
    desk = counter()
    jobs = {desk.asks(desk.everybody(), skip=False, once="pressed").id for _ in range(2)}
    assert len(jobs) == 1
    bulk.carry_on(desk.club.spaces.engine, desk.club.now)
    assert len(Flowing(desk.club).runs()) == 5


def test_a_start_that_was_interrupted_goes_on_and_lets_nobody_in_twice(
    counter: Callable[..., Counter],
) -> None:
    desk = counter()
    job, club = desk.asks(desk.everybody(), skip=False), desk.club
    with club.spaces.writing(club.workspace_id) as space:
        assert advance(space, club.live, job.id, now=desk.now, size=2)
    assert len(Flowing(club).runs()) == 2
    assert bulk.carry_on(club.spaces.engine, club.now) == 1
    assert desk.told(job) == {State.CHANGED: 5}
    assert sorted({run.member_id for run in Flowing(club).runs()}) == sorted(
        run.member_id for run in Flowing(club).runs()
    )


def test_an_automation_that_was_switched_off_meanwhile_refuses_everybody(
    counter: Callable[..., Counter],
) -> None:
    desk = counter()
    job = desk.asks(desk.everybody())
    desk.club.publish(programme(calling(enabled=False)))
    bulk.carry_on(desk.club.spaces.engine, desk.club.now)
    assert desk.told(job) == {State.REFUSED: 5}
    with desk.club.spaces.reading(desk.club.workspace_id) as space:
        off = Words("自动化“flow”已停用。", "The automation 'flow' is off.")
        assert bulk_starts.reasons(space, job.id) == [(off, 5)]


def test_only_what_is_there_and_on_and_started_by_hand_is_started(
    club: Callable[..., Club],
) -> None:
    opened = club(programme(calling(enabled=False)))
    desk = Counter(opened)
    with pytest.raises(Conflict):
        desk.asks(desk.these())
    opened.publish(programme(flow("activity", tell(), options={"kind": "visit"})))
    with pytest.raises(Conflict):
        desk.asks(desk.these())
    opened.publish(programme())
    with pytest.raises(NotFound):
        desk.asks(desk.these())


def test_more_than_a_request_holds_is_left_to_the_worker(
    counter: Callable[..., Counter], monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = counter()
    monkeypatch.setattr(starting, "LIMIT", 3)
    for members, ended in ((desk.these(*range(3)), True), (desk.everybody(), False)):
        with desk.club.spaces.writing(desk.club.workspace_id) as space:
            asked = Start(flow="flow", members=members, skip_inside=True)
            job = starting.begin(space, desk.club.live, asked, now=desk.now, by=None)
            job = starting.at_once(space, desk.club.live, job, now=desk.now)
        assert (job.finished_at is not None) is ended


def test_nobody_goes_in_while_too_many_are_under_way(
    counter: Callable[..., Counter], monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = counter()
    desk.starts(desk.these(desk.club.join("m0")))
    monkeypatch.setattr(starting, "MOST_UNDER_WAY", 1)
    job = desk.asks(desk.everybody())
    assert bulk.carry_on(desk.club.spaces.engine, desk.club.now) == 1
    assert desk.told(job) == {State.WAITING: 5}
    monkeypatch.undo()
    bulk.carry_on(desk.club.spaces.engine, desk.club.now)
    assert desk.told(job) == {State.CHANGED: 4, State.REFUSED: 1}


def test_a_start_is_no_change_that_can_be_taken_back(counter: Callable[..., Counter]) -> None:
    desk = counter()
    job = desk.asks(desk.everybody())
    bulk.carry_on(desk.club.spaces.engine, desk.club.now)
    with desk.club.spaces.writing(desk.club.workspace_id) as space:
        with pytest.raises(NotFound):
            bulk.undo(space, desk.club.program_id, job.id, now=desk.now, by=None)
        assert bulk_jobs.recent(space, desk.club.program_id, limit=5) == []
        (found,) = bulk_jobs.recent(space, desk.club.program_id, limit=5, starts=True)
    assert found.id == job.id
    assert flow_control.startable(desk.club.live)
