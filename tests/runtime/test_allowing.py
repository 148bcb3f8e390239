"""Whom messages may reach, how often, and at which hours."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from app.clock import to_instant
from app.errors import Invalid
from app.runtime.consents import How
from app.storage import consents
from tests.runtime.clubs import Club
from tests.runtime.flowing import flow, programme, tell
from tests.runtime.telling import Telling

Tellings = Callable[..., Telling]
VISIT = {"kind": "visit"}
SMS = {"channel": "sms", "purpose": "marketing"}


@pytest.fixture
def tellings(club: Callable[..., Club]) -> Tellings:
    def make(step: Any = None, **messages: Any) -> Telling:
        zone = {"key": "zone", "kind": "text", "label": "Zone"}
        told = programme(
            flow("activity", step or tell(**SMS), options=VISIT),
            messages=messages,
            objects=[{"key": "member", "label": "Member", "fields": [zone]}],
        )
        return Telling(club(told))

    return make


def visit(at_work: Telling, *names: str) -> None:
    for name in names:
        at_work.club.act(name, "visit")
    at_work.run()


def shanghai(day: int, hour: int, minute: int = 0) -> int:
    return to_instant(datetime(2026, 3, day, hour, minute, tzinfo=UTC) - timedelta(hours=8))


def test_advertising_is_refused_without_consent_and_service_is_not(tellings: Tellings) -> None:
    at_work = tellings()
    at_work.club.join("anna")
    visit(at_work, "anna")
    (verdict,) = at_work.judged()
    assert (verdict.send, verdict.later) == (False, None)
    assert verdict.why is not None
    assert verdict.why.en == "The member has not agreed to advertising by SMS."
    service = at_work.outgoing()[0]
    at_work.change(service, purpose="service")
    assert [each.send for each in at_work.judged()] == [True]


def test_consent_to_one_channel_or_to_all_lets_a_message_go(tellings: Tellings) -> None:
    at_work = tellings()
    ids = [at_work.club.join(name) for name in ("anna", "ben", "cleo")]
    at_work.agree(ids[0], channel="sms")
    at_work.agree(ids[1])
    at_work.agree(ids[2], channel="email")
    visit(at_work, "anna", "ben", "cleo")
    found = {
        each.member_id: verdict.send
        for each, verdict in zip(at_work.outgoing(), at_work.judged(), strict=True)
    }
    assert found == dict(zip(ids, [True, True, False], strict=True))


def test_what_was_said_last_holds_whenever_it_was_written_down(tellings: Tellings) -> None:
    at_work = tellings()
    anna = at_work.club.join("anna")
    visit(at_work, "anna")
    start = to_instant(at_work.club.now)
    at_work.agree(anna, channel="sms", at=start - 10)
    assert [each.send for each in at_work.judged()] == [True]
    at_work.agree(anna, given=False, at=start - 5)
    (verdict,) = at_work.judged()
    assert not verdict.send
    assert verdict.why is not None
    assert verdict.why.en == "The member has ended advertising by SMS."
    at_work.agree(anna, channel="sms", at=start - 7)
    assert [each.send for each in at_work.judged()] == [False]
    at_work.agree(anna, channel="sms", at=start - 5)
    assert [each.send for each in at_work.judged()] == [False]
    at_work.agree(anna, channel="sms", at=start - 4)
    assert [each.send for each in at_work.judged()] == [True]


@pytest.mark.parametrize(("rule", "sent"), [({}, True), ({"consent": "asked"}, False)])
def test_in_ones_own_app_advertising_goes_to_all_but_those_who_ended_it(
    tellings: Tellings, rule: Any, *, sent: bool
) -> None:
    step = tell(channel="inbox", purpose="marketing")
    at_work = tellings(step, channels={"inbox": rule})
    anna = at_work.club.join("anna")
    visit(at_work, "anna")
    assert [each.state for each in at_work.messages(anna)] == ["ready"]
    assert [each.send for each in at_work.judged()] == [sent]
    at_work.agree(anna, given=False, channel="inbox")
    assert [each.send for each in at_work.judged()] == [False]


def test_a_consent_that_makes_no_sense_is_refused_with_its_place(tellings: Tellings) -> None:
    at_work = tellings()
    anna = at_work.club.join("anna")
    wrongs: dict[str, Any] = {"/0/channel": {"channel": "fax"}, "/0/purpose": {"purpose": "fun"}}
    for place, wrong in wrongs.items():
        with pytest.raises(Invalid) as refused:
            at_work.agree(anna, **wrong)
        assert [each.path for each in refused.value.findings] == [place]


def test_a_cap_of_a_day_counts_what_was_sent_on_the_calendars_day(tellings: Tellings) -> None:
    at_work = tellings(per_day=2)
    anna = at_work.club.join("anna")
    at_work.agree(anna)
    visit(at_work, "anna")
    at_work.deliver()
    at_work.club.act("anna", "visit")
    at_work.club.act("anna", "visit")
    at_work.run()
    verdicts = at_work.judged()
    assert [each.send for each in verdicts] == [True, False]
    assert verdicts[1].later is None
    assert verdicts[1].why is not None
    assert verdicts[1].why.en == "There are 2 messages today already: the cap."
    at_work.deliver()
    at_work.club.at(2026, 3, 2, 0)
    visit(at_work, "anna")
    assert [each.send for each in at_work.judged()] == [True]


def test_one_too_many_waits_for_the_next_day_where_the_settings_say_so(tellings: Tellings) -> None:
    at_work = tellings(per_day=1, capped="later", quiet={"from": "21:00", "to": "09:30"})
    anna = at_work.club.join("anna")
    at_work.agree(anna)
    visit(at_work, "anna")
    at_work.deliver()
    visit(at_work, "anna")
    (verdict,) = at_work.judged()
    assert (verdict.send, verdict.later) == (False, shanghai(2, 9, 30))
    at_work.club.at(2026, 3, 2, 10)
    assert [each.send for each in at_work.judged()] == [True]


def test_a_cap_of_a_week_ends_with_the_programmes_week(tellings: Tellings) -> None:
    """1 March 2026 is a Sunday, so a new week begins on the morrow."""
    at_work = tellings(per_week=1, capped="later")
    anna = at_work.club.join("anna")
    at_work.agree(anna)
    visit(at_work, "anna")
    at_work.deliver()
    visit(at_work, "anna")
    assert [each.later for each in at_work.judged()] == [shanghai(2, 0)]
    at_work.club.at(2026, 3, 2, 8)
    at_work.deliver()
    visit(at_work, "anna")
    assert [each.later for each in at_work.judged()] == [shanghai(9, 0)]


def test_a_channel_has_a_cap_of_its_own_and_other_channels_do_not_count_for_it(
    tellings: Tellings,
) -> None:
    at_work = tellings(channels={"sms": {"per_day": 1}}, per_day=3)
    anna = at_work.club.join("anna")
    at_work.agree(anna)
    for _ in range(2):
        visit(at_work, "anna")
    first, _ = at_work.outgoing()
    at_work.change(first, channel="email")
    assert [each.send for each in at_work.judged()] == [True, True]
    at_work.change(first, channel="sms")
    verdicts = at_work.judged()
    assert [each.send for each in verdicts] == [True, False]
    assert verdicts[1].why is not None
    assert "SMS" in verdicts[1].why.en


def test_service_messages_neither_wait_nor_count(tellings: Tellings) -> None:
    at_work = tellings(tell(channel="sms"), per_day=1, quiet={"from": "11:00", "to": "13:00"})
    at_work.club.join("anna")
    for _ in range(2):
        visit(at_work, "anna")
    assert [each.send for each in at_work.judged()] == [True, True]


def test_all_messages_are_held_back_where_the_settings_say_so(tellings: Tellings) -> None:
    at_work = tellings(tell(channel="sms"), per_day=1, reach="all")
    at_work.club.join("anna")
    for _ in range(2):
        visit(at_work, "anna")
    assert [each.send for each in at_work.judged()] == [True, False]


def test_a_cap_of_none_lets_nothing_go_and_never_waits(tellings: Tellings) -> None:
    at_work = tellings(per_day=0, capped="later")
    at_work.agree(at_work.club.join("anna"))
    visit(at_work, "anna")
    (verdict,) = at_work.judged()
    assert (verdict.send, verdict.later) == (False, None)


@pytest.mark.parametrize("state", ["sent", "retry"])
def test_what_is_tried_again_counts_as_sent(tellings: Tellings, state: str) -> None:
    at_work = tellings(per_day=1)
    at_work.agree(at_work.club.join("anna"))
    visit(at_work, "anna")
    at_work.deliver(state=state)
    visit(at_work, "anna")
    assert [each.send for each in at_work.judged()] == [False]


@pytest.mark.parametrize(
    ("hour", "minute", "later"),
    [
        (8, 59, shanghai(2, 9)),
        (9, 0, None),
        (20, 59, None),
        (21, 0, shanghai(3, 9)),
        (23, 30, shanghai(3, 9)),
        (0, 0, shanghai(2, 9)),
    ],
)
def test_what_falls_into_quiet_hours_waits_for_their_end(
    tellings: Tellings, hour: int, minute: int, later: int | None
) -> None:
    at_work = tellings(quiet={"from": "21:00", "to": "09:00"})
    at_work.agree(at_work.club.join("anna"))
    at_work.club.at(2026, 3, 2, hour)
    at_work.club.wait(minutes=minute)
    visit(at_work, "anna")
    (verdict,) = at_work.judged()
    assert (verdict.send, verdict.later) == (later is None, later)


def test_it_is_quiet_where_the_member_is(tellings: Tellings) -> None:
    at_work = tellings(quiet={"from": "21:00", "to": "09:00"}, timezone_field="zone")
    ids = [
        at_work.club.join("anna", zone="America/New_York"),
        at_work.club.join("ben"),
        at_work.club.join("cleo", zone="Mars/Base"),
    ]
    at_work.agree(*ids)
    at_work.club.at(2026, 3, 2, 12)
    visit(at_work, "anna", "ben", "cleo")
    found = {
        each.member_id: verdict.later
        for each, verdict in zip(at_work.outgoing(), at_work.judged(), strict=True)
    }
    # Noon in Shanghai is eleven at night in New York.
    nine_there = to_instant(datetime(2026, 3, 2, 14, tzinfo=UTC))
    assert found == dict(zip(ids, [nine_there, None, None], strict=True))


def test_quiet_hours_end_also_on_the_day_the_clocks_change(tellings: Tellings) -> None:
    at_work = tellings(quiet={"from": "21:00", "to": "02:30"}, timezone_field="zone")
    at_work.agree(at_work.club.join("anna", zone="America/New_York"))
    # On 8 March 2026 it is never half past two there.
    at_work.club.now = datetime(2026, 3, 8, 5, tzinfo=UTC)
    visit(at_work, "anna")
    (verdict,) = at_work.judged()
    assert verdict.later is not None
    assert verdict.later > to_instant(at_work.club.now)
    at_work.club.now = datetime(2026, 3, 8, 8, tzinfo=UTC)
    assert [each.send for each in at_work.judged()] == [True]


def test_a_consent_is_kept_with_its_proof_and_never_changed(tellings: Tellings) -> None:
    at_work = tellings()
    anna = at_work.club.join("anna")
    at_work.agree(anna, version="v1", cause="form:7", by="key", note="203.0.113.7")
    at_work.club.wait(days=1)
    at_work.agree(anna, given=False, how=How.ONE_CLICK)
    with at_work.club.spaces.reading(at_work.club.workspace_id) as space:
        last, first = consents.of_member(space, at_work.club.program_id, anna)
    assert (first.given, first.version, first.cause, first.by) == (True, "v1", "form:7", "key")
    assert (last.given, last.how, last.channel) == (False, "one_click", "*")
