"""The page of an effect: how sure it is, who can be compared, and what leaves as a file."""

import csv
import io
import re
from typing import Any

import pytest

from app.access import Role
from app.clock import to_instant
from app.runtime import flow_control
from app.runtime.engine import Engine, run_until_idle
from app.runtime.releases import live
from tests.web.houses import CONTENT, House

TEA = {"key": "tea", "kind": "gift", "label": "茶券", "options": {"what": "茶"}}
SPLIT = {
    "key": "groups",
    "kind": "ab_split",
    "options": {"variants": [{"key": "tea", "percent": 50}], "holdout": 50},
    "next": {"tea": "give"},
}
GIVE = {"key": "give", "kind": "grant_coupon", "options": {"coupon": "tea"}}
MANUAL = {"kind": "manual"}
PLAIN = {"key": "plain", "label": "问候", "trigger": MANUAL, "start": "give", "steps": [GIVE]}
TEST = {**PLAIN, "key": "test", "start": "groups", "steps": [SPLIT, GIVE]}
SPRINT = {"key": "sprint", "label": "冲刺", "times": 2, "when": {"from": "2026-03-01"}}
EARNING = {"rules": [{"key": "spend", "label": "消费", "amount": 1}], "boosts": [SPRINT]}
MEMBERS = 12


def text_of(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


@pytest.fixture
def lived(house: House) -> House:
    """Everybody went in on 1 March and bought two days later; a week has passed since."""
    club = house.mine
    club.publish({**CONTENT, "coupons": [TEA], "flows": [PLAIN, TEST], "earning": EARNING})
    club.wait(days=-40)
    names = [f"m{n}" for n in range(MEMBERS)]
    ids = [club.join(name) for name in names]
    club.wait(days=40)
    now = to_instant(club.now)
    for key in ("plain", "test"):
        with house.spaces.writing(club.workspace_id) as space:
            found = live(space, club.program_id)
            flow_control.start(space, found, key, ids, now=now, cause="x")
    engine = Engine(spaces=house.spaces, worker="test", clock=lambda: now)
    run_until_idle(engine, club.workspace_id, club.program_id)
    club.wait(days=2)
    for name in names:
        club.buy(name, "12.34")
    club.wait(days=8)
    house.now = club.now
    return house


def test_without_a_holdout_the_page_says_that_it_is_no_proof(lived: House) -> None:
    page = text_of(lived.signed_in().read(f"{lived.at}/effects/flow/plain"))
    assert "前后对比不是证明" in page
    assert f"{MEMBERS} 位可以比较" in page
    assert f"{MEMBERS} 位还太早" in page
    assert "+¥12.34" in page
    assert "¥0.00 → ¥148.08" in page


def test_it_says_so_in_english(lived: House) -> None:
    visitor = lived.signed_in()
    visitor.post("/preferences", {"language": "en"})
    page = text_of(visitor.read(f"{lived.at}/effects/flow/plain"))
    assert "Before and after is not a proof" in page
    assert "From when the member was first given something" in page


def test_with_a_holdout_the_groups_stand_beside_it(lived: House) -> None:
    page = text_of(lived.signed_in().read(f"{lived.at}/effects/flow/test"))
    assert "前后对比不是证明" not in page
    assert "比对照组多" in page
    assert "人太少，不下结论" in page


@pytest.mark.parametrize("path", ["flow/plain?since=given", "coupon/tea", "boost/sprint"])
def test_what_is_given_and_what_speeds_up_have_effects_of_their_own(
    lived: House, path: str
) -> None:
    page = text_of(lived.signed_in().read(f"{lived.at}/effects/{path}"))
    assert "+¥12.34" in page


def test_lists_lead_to_it(lived: House) -> None:
    visitor = lived.signed_in()
    assert f"{lived.at}/effects/flow/plain" in visitor.read(f"{lived.at}/flows")
    assert f"{lived.at}/effects/flow/plain" in visitor.read(f"{lived.at}/runs?flow=plain")
    assert f"{lived.at}/effects/coupon/tea" in visitor.read(f"{lived.at}/benefits")
    assert f"{lived.at}/effects/boost/sprint" in visitor.read(f"{lived.at}/earning")


def test_the_file_has_every_number_exact(lived: House) -> None:
    answer = lived.signed_in().get(f"{lived.at}/effects/flow/plain.csv")
    assert answer.mimetype == "text/csv"
    rows = list(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff"))))
    (spend,) = (each for each in rows if (each["window_days"], each["measure"]) == ("7", "amount"))
    assert (spend["before"], spend["after"], spend["change_each"]) == ("0.0", "148.08", "12.34")
    assert (spend["counted"], spend["too_early"]) == (str(MEMBERS), "0")
    assert len(rows) == 15


@pytest.mark.parametrize("path", ["flow/nothing", "nothing/plain", "boost/x", "benefit/x"])
def test_what_is_not_there_has_no_page(lived: House, path: str) -> None:
    assert lived.signed_in().get(f"{lived.at}/effects/{path}").status_code == 404


def test_other_teams_do_not_see_it(lived: House) -> None:
    other: Any = lived.signed_in(Role.OWNER, team="theirs")
    assert other.get(f"{lived.at}/effects/flow/plain").status_code == 404
