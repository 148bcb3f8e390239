"""What is written once and read by people of either language is there in both."""

from collections.abc import Callable

import pytest

from app.clock import to_instant
from app.storage import grants, records
from app.words import Words
from tests.runtime.clubs import Club
from tests.runtime.earnings import PER_YUAN
from tests.runtime.flowing import SPENT, Flowing, flow, programme, step

Clubs = Callable[..., Club]
TIERS = (("basic", None), ("gold", {">=": [SPENT, 1000]}))


def notes(club: Club) -> set[str]:
    entries = club.live.catalogue.records["entry"]
    with club.spaces.reading(club.workspace_id) as space:
        rows = space.execute(records.own(space, entries)).all()
    return {records.by_field(entries, row)["note"] for row in rows}


def test_notes_and_reasons_of_the_product_are_kept_in_both_languages(club: Clubs) -> None:
    thanks = flow(
        "activity",
        step("points", "grant_points", amount=5),
        step("badge", "grant_benefit", benefit="star"),
        options={"kind": "visit"},
    )
    content = programme(
        thanks | {"label": {"zh": "谢谢", "en": "Thanks"}},
        tiers=TIERS,
        earning={"rules": [PER_YUAN | {"label": {"zh": "消费得积分", "en": "Points for spend"}}]},
        benefits=[{"key": "star", "kind": "badge", "label": "Star"}],
    )
    gold = content["ladders"][0]["tiers"][1]
    gold["label"] = {"zh": "金卡", "en": "Gold"}
    gold["pack"] = {"points": [{"amount": 50}]}
    half = {"key": "half", "label": {"zh": "一半", "en": "Halfway"}, "points": 10}
    gold["stages"] = [half | {"condition": {">=": [SPENT, 500]}}]
    at_work = Flowing(club(content))
    anna = at_work.club.join("anna")
    at_work.club.act("anna", "visit")
    at_work.club.buy("anna", 1000)
    at_work.run()
    assert notes(at_work.club) == {
        "谢谢 · Thanks",
        "消费得积分 · Points for spend",
        "金卡礼包 · Gold pack",
        "一半 · Halfway",
    }
    with at_work.club.spaces.reading(at_work.club.workspace_id) as space:
        now = to_instant(at_work.club.now)
        (star,) = grants.in_force(space, at_work.club.program_id, [anna], at=now)
    assert star.reason == "谢谢 · Thanks"


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        (Words("谢谢", "Thanks"), "谢谢 · Thanks"),
        (Words("VIP", "VIP"), "VIP"),
        (Words("谢谢", ""), "谢谢"),
        (Words("", "Thanks"), "Thanks"),
    ],
)
def test_what_is_the_same_in_both_languages_is_written_once(words: Words, kept: str) -> None:
    assert words.together == kept
