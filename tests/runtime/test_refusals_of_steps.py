"""A run whose step is refused tells the reason itself, in both languages."""

from collections.abc import Callable

import pytest

from app.runtime.run_words import (
    UNKNOWN,
    for_engineers,
    in_one_language,
    refusal,
    why,
)
from app.storage.flow_runs import RunRow
from app.words import Words
from tests.runtime.clubs import Club
from tests.runtime.flowing import Flowing, flow, programme, step

Clubs = Callable[..., Club]
NOTE = {
    "key": "note",
    "label": "Note",
    "fields": [
        {"key": "code", "kind": "text", "label": {"zh": "编号", "en": "Code"}, "unique": True}
    ],
}
VISIT = {"kind": "visit"}


def a_run(error: str | None, state: str = "failed") -> RunRow:
    return RunRow(
        member_id=1,
        id=1,
        flow="flow",
        release_id=1,
        cause="",
        object=None,
        record_id=None,
        chain="",
        state=state,
        step="note",
        visits=0,
        due_at=None,
        awaiting=None,
        started_at=0,
        ended_at=0,
        error=error,
    )


def reason(run: RunRow) -> Words:
    found = why(run)
    assert found is not None
    return found


def test_a_record_that_is_refused_says_why_and_not_that_the_step_broke(club: Clubs) -> None:
    note = step("note", "create_record", object="note", values={"code": "one"})
    at_work = Flowing(club(programme(flow("activity", note, options=VISIT), objects=[NOTE])))
    anna, bob = at_work.club.join("anna"), at_work.club.join("bob")
    for name in ("anna", "bob"):
        at_work.club.act(name, "visit")
        at_work.run()
    assert at_work.states(member_id=anna) == ["done"]
    (refused,) = at_work.runs(member_id=bob)
    assert refused.state == "failed"
    said = reason(refused)
    assert "编号" in said.zh
    assert "one" in said.zh
    assert "Code" in said.en
    assert for_engineers(refused.error) is None
    assert in_one_language(refused.error) == said.en


def test_a_field_that_is_gone_meanwhile_is_named(club: Clubs) -> None:
    mood = {"key": "member", "fields": [{"key": "mood", "kind": "text", "label": "Mood"}]}
    steps = (
        step("rest", "wait", time={"days": 1}),
        step("set", "change_field", field="mood", value="good"),
    )
    content = programme(flow("activity", *steps, options=VISIT), objects=[mood])
    at_work = Flowing(club(content))
    anna = at_work.club.join("anna")
    at_work.club.act("anna", "visit")
    at_work.run()
    at_work.club.publish(programme())
    at_work.club.wait(days=1)
    at_work.run()
    (refused,) = at_work.runs(member_id=anna)
    assert refused.state == "failed"
    said = reason(refused)
    assert "“mood”" in said.zh
    assert "'mood'" in said.en


def test_several_reasons_are_told_together() -> None:
    run = a_run(
        refusal(Words("金额必填。", "Amount is\nrequired."), Words("没有会员。", "Nobody."))
    )
    assert why(run) == Words("金额必填。；没有会员。", "Amount is required.; Nobody.")


@pytest.mark.parametrize(
    ("error", "said"),
    [
        ("RuntimeError: (sqlite3.Error) no\n[SQL: …]", UNKNOWN),
        ("Poison: a tooth was broken", UNKNOWN),
        ("Amount is required.", Words("Amount is required.", "Amount is required.")),
    ],
)
def test_runs_that_failed_before_reasons_were_kept_in_two_languages_are_still_read(
    error: str, said: Words
) -> None:
    assert why(a_run(error)) == said
    assert for_engineers(error) == in_one_language(error) == error


def test_a_reason_given_for_a_cancelled_run_is_told_as_it_was_written() -> None:
    assert why(a_run("asked to", "cancelled")) == Words("asked to", "asked to")
    assert why(a_run(None)) is None
