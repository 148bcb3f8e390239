"""A form that is filled in becomes records, once, and members rise by it at once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from app.clock import to_instant
from app.runtime.departing import remove_member
from app.runtime.forms import (
    Full,
    KnownBy,
    NotOpen,
    NotTaken,
    Sending,
    SentBefore,
    Submitted,
    consent_version,
    submit,
)
from app.runtime.intake import Entry
from app.runtime.merge import merge
from app.runtime.saved_forms import forget_what_expired
from app.storage import form_drafts, form_links, forms, records
from tests.builder.programmes import tier
from tests.builder.surveys import ask, form, programme
from tests.runtime.clubs import Club

ANNA = "13800138000"
KEPT = "+8613800138000"
TIERS = (tier("regular"), tier("gold", {"is_set": [{"var": "city"}]}))
VISIT = form(
    object="child",
    pages=[{"key": "one", "items": [ask("phone", "member.phone", required=True), ask("born")]}],
)
Make = Callable[..., Club]


def opened(club: Make, *forms_: Any) -> Club:
    content = programme(*forms_)
    content["ladders"][0]["tiers"] = list(TIERS)
    return club(content)


_keys = iter(range(10_000))


def send(club: Club, answers: Any, **more: Any) -> Submitted:
    sending = Sending(
        form=more.pop("form", "profile"),
        answers=answers,
        key=more.pop("key", f"key-{next(_keys)}"),
        cause="form",
        **more,
    )
    with club.spaces.writing(club.workspace_id) as space:
        return submit(space, club.live, sending, now=to_instant(club.now))


def enrol(club: Club, **values: Any) -> int:
    entry = Entry(object="member", values={"joined_at": club.now.isoformat(), **values})
    (outcome,) = club.send(entry)
    assert outcome.record_id is not None
    return outcome.record_id


def member(club: Club, member_id: int) -> dict[str, Any]:
    with club.spaces.reading(club.workspace_id) as space:
        return records.find_rows(space, club.live.catalogue.members, [member_id])[member_id]


def count(club: Club, object_key: str) -> int:
    with club.spaces.reading(club.workspace_id) as space:
        kept = club.live.catalogue.records[object_key]
        return len(space.execute(records.own(space, kept)).all())


def refused(club: Club, answers: Any, **more: Any) -> list[str]:
    with pytest.raises(NotTaken) as error:
        send(club, answers, **more)
    return [each.path for each in error.value.findings]


def test_somebody_new_joins_and_stands_on_the_tier_their_answers_reach(club: Make) -> None:
    house = opened(club, form(ask("city")))
    done = send(house, {"phone": ANNA, "city": "上海"})
    assert member(house, done.submission.member_id)["phone"] == KEPT
    assert done.submission.outcome == {
        "joined": True,
        "moved": [{"ladder": "main", "from": None, "to": "gold"}],
        "tiers": {"main": "gold"},
    }


def test_a_member_who_completes_their_profile_rises_at_once(club: Make) -> None:
    house = opened(club, form(ask("city")))
    house.join("anna", phone=ANNA)
    done = send(house, {"phone": ANNA, "city": "上海"})
    assert not done.submission.outcome["joined"]
    assert [(each.old, each.new) for each in done.moved] == [("regular", "gold")]
    assert count(house, "member") == 1


def test_the_same_key_is_one_submission_however_often_it_comes(club: Make) -> None:
    house = opened(club, VISIT)
    answers = {"phone": ANNA, "born": "2020-01-01"}
    first = send(house, answers, key="once")
    second = send(house, answers, key="once")
    assert second.known
    assert second.submission == first.submission
    assert count(house, "child") == 1


def test_what_a_stranger_types_does_not_write_over_what_is_known(club: Make) -> None:
    house = opened(club, form(ask("city"), ask("name")))
    anna = enrol(house, phone=ANNA, name="安娜")
    send(house, {"phone": ANNA, "name": "张三", "city": "上海"})
    assert (member(house, anna)["name"], member(house, anna)["city"]) == ("安娜", "上海")


def test_who_comes_by_their_own_link_changes_what_is_known(club: Make) -> None:
    house = opened(club, form(ask("name")))
    anna = enrol(house, phone=ANNA, name="安娜")
    answers = {"phone": ANNA, "name": "安娜·李"}
    send(house, answers, member_id=anna, known_by=KnownBy.LINK)
    assert member(house, anna)["name"] == "安娜·李"


def test_a_form_may_be_set_to_write_over(club: Make) -> None:
    house = opened(club, form(ask("name"), who={"by": "phone", "existing": "overwrite"}))
    anna = enrol(house, phone=ANNA, name="安娜")
    send(house, {"phone": ANNA, "name": "安娜·李"})
    assert member(house, anna)["name"] == "安娜·李"


def test_strangers_are_told_so_where_a_form_makes_no_members(club: Make) -> None:
    house = opened(club, form(ask("city"), who={"by": "phone", "create": False}))
    assert refused(house, {"phone": ANNA}) == ["/phone"]
    house.join("anna", phone=ANNA)
    assert send(house, {"phone": ANNA}).submission.member_id


def test_nothing_is_kept_of_a_form_that_is_refused(club: Make) -> None:
    rows = {"kind": "rows", "key": "kids", "object": "child", "items": [ask("born"), ask("called")]}
    house = opened(club, form(ask("city"), rows))
    answers = {"phone": ANNA, "city": "上海", "kids": [{"born": "2020-01-01"}, {"called": "明"}]}
    assert refused(house, answers) == ["/kids/1/born"]
    assert count(house, "member") == count(house, "child") == 0


def test_rows_become_records_of_the_member(club: Make) -> None:
    rows = {"kind": "rows", "key": "kids", "object": "child", "items": [ask("born")]}
    house = opened(club, form(rows))
    send(house, {"phone": ANNA, "kids": [{"born": "2020-01-01"}, {"born": "2022-02-02"}]})
    assert count(house, "child") == 2


def test_a_value_that_is_somebody_elses_is_refused_at_its_question(club: Make) -> None:
    house = opened(club, form(ask("external_id")))
    house.join("anna", phone=ANNA)
    assert refused(house, {"phone": "13900139000", "external_id": "anna"}) == ["/external_id"]


def test_hidden_answers_never_reach_the_record(club: Make) -> None:
    city = ask("city", visible={"==": [{"var": "likes"}, "tea"]})
    house = opened(club, form(ask("likes"), city))
    done = send(house, {"phone": ANNA, "likes": "coffee", "city": "上海"})
    assert member(house, done.submission.member_id)["city"] is None
    assert done.submission.answers == {"phone": ANNA, "likes": "coffee"}


def test_a_form_is_open_from_its_first_moment_up_to_its_last(club: Make) -> None:
    access = {"opens": "2026-03-02", "closes": "2026-03-03T12:00"}
    house = opened(club, form(access=access))
    with pytest.raises(NotOpen):
        send(house, {"phone": ANNA})
    house.at(2026, 3, 2, 0)
    assert send(house, {"phone": ANNA})
    house.at(2026, 3, 3, 12)
    with pytest.raises(NotOpen):
        send(house, {"phone": ANNA})


def test_a_form_takes_as_many_as_its_limit_says(club: Make) -> None:
    house = opened(club, form(access={"limit": 2}))
    for number in ("13800138000", "13800138001"):
        send(house, {"phone": number})
    with pytest.raises(Full):
        send(house, {"phone": "13800138002"})


def test_a_member_sends_a_form_as_often_as_it_says(club: Make) -> None:
    house = opened(club, form(access={"per_member": "daily"}))
    send(house, {"phone": ANNA})
    with pytest.raises(SentBefore):
        send(house, {"phone": ANNA})
    send(house, {"phone": "13900139000"})
    house.wait(days=1)
    assert send(house, {"phone": ANNA})


def test_consent_is_needed_and_its_text_is_kept_with_the_submission(club: Make) -> None:
    house = opened(club, form(consent={"text": {"zh": "同意", "en": "Agreed"}}))
    assert refused(house, {"phone": ANNA}) == ["/consent"]
    done = send(house, {"phone": ANNA}, consent=True)
    consent = house.live.checked.forms["profile"].form.consent
    assert consent is not None
    assert done.submission.consent == consent_version(consent)


def test_a_submission_keeps_the_release_under_which_it_was_sent(club: Make) -> None:
    house = opened(club, form(ask("city")))
    done = send(house, {"phone": ANNA, "city": "上海"})
    before = house.live.catalogue.release_id
    content = programme(form())
    content["ladders"][0]["tiers"] = list(TIERS)
    house.publish(content)
    with house.spaces.reading(house.workspace_id) as space:
        kept = forms.get(space, house.program_id, done.submission.id)
    assert kept.release_id == before != house.live.catalogue.release_id
    assert kept.answers == {"phone": ANNA, "city": "上海"}


def test_what_is_blank_on_the_form_leaves_what_is_known(club: Make) -> None:
    house = opened(club, form(ask("name")))
    anna = enrol(house, phone=ANNA, name="安娜")
    send(house, {"phone": ANNA, "name": ""}, member_id=anna, known_by=KnownBy.LINK)
    assert member(house, anna)["name"] == "安娜"


def test_a_suggestion_box_needs_no_member(club: Make) -> None:
    idea = {
        "key": "idea",
        "label": "建议",
        "of_member": False,
        "fields": [{"key": "said", "kind": "long_text", "label": "建议", "required": True}],
    }
    box = form(object="idea", who={"link": False}, pages=[{"key": "one", "items": [ask("said")]}])
    content = programme(box, objects=[idea])
    house = club(content)
    assert send(house, {"said": "多放糖"}).submission.member_id == 0
    assert refused(house, {}) == ["/said"]
    assert count(house, "idea") == 1


def test_what_a_member_sent_goes_along_when_two_records_become_one(club: Make) -> None:
    house = opened(club, form(access={"per_member": "once"}))
    old = send(house, {"phone": ANNA}).submission
    new = enrol(house, external_id="anna")
    with house.spaces.writing(house.workspace_id) as space:
        merge(space, house.live, new, old.member_id, now=to_instant(house.now))
    with pytest.raises(SentBefore):
        send(house, {"phone": ANNA})
    with house.spaces.reading(house.workspace_id) as space:
        assert forms.get(space, house.program_id, old.id).member_id == new


def test_what_somebody_answered_is_forgotten_with_them(club: Make) -> None:
    house = opened(club, form(consent={"text": "同意"}))
    sent = send(house, {"phone": ANNA}, consent=True).submission
    with house.spaces.writing(house.workspace_id) as space:
        remove_member(space, house.live, sent.member_id, now=to_instant(house.now), cause="t")
    with house.spaces.reading(house.workspace_id) as space:
        kept = forms.get(space, house.program_id, sent.id)
    assert kept.answers is None
    assert kept.consent == sent.consent


def test_saved_answers_are_gone_when_their_time_is_over(club: Make) -> None:
    house = opened(club, form())
    now = to_instant(house.now)
    with house.spaces.writing(house.workspace_id) as space:
        form_drafts.keep(
            space, house.program_id, "profile", "digest", {"phone": ANNA}, at=now, until=now + 5
        )
    engine = house.spaces.engine
    assert forget_what_expired(engine, house.now) == 0
    house.wait(seconds=1)
    assert forget_what_expired(engine, house.now) == 1


def test_a_form_has_a_link_as_soon_as_it_is_live_and_keeps_it(club: Make) -> None:
    house = opened(club, form())
    with house.spaces.reading(house.workspace_id) as space:
        before = form_links.links(space, house.program_id)["profile"]
    house.publish()
    with house.spaces.reading(house.workspace_id) as space:
        assert form_links.links(space, house.program_id)["profile"] == before


def test_two_clicks_at_the_same_moment_are_one_submission(club: Make) -> None:
    house = opened(club, VISIT)
    answers = {"phone": ANNA, "born": "2020-01-01"}
    with ThreadPoolExecutor(4) as clicks:
        sent = list(clicks.map(lambda _: send(house, answers, key="once"), range(4)))
    assert len({each.submission.id for each in sent}) == 1
    assert count(house, "child") == count(house, "member") == 1


def test_the_last_place_is_given_once_however_many_ask_at_the_same_moment(club: Make) -> None:
    house = opened(club, form(access={"limit": 1}))

    def ask_for_it(n: int) -> bool:
        try:
            send(house, {"phone": f"1380013800{n}"}, key=f"place-{n}")
        except Full:
            return False
        return True

    with ThreadPoolExecutor(4) as crowd:
        assert sum(crowd.map(ask_for_it, range(4))) == 1
